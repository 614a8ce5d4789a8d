#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings catalogues of controls in and out, and maps them to Annex A. Argument: the path of annex-cli. Prints TAP."""

import copy
import json
import os
import re

from cli_driver import out, refused, rows, run, run_tests
from oscal_catalogue import catalogue, every_control

FILE = "test.annex"


def write(made, path="catalogue.json", **options):
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(made, stream, ensure_ascii=False, **options)
    return path


def problems(path, *options):
    """What a dry run finds, and that an import then leaves everything as it was."""
    before = len(rows("list", FILE, "control"))
    report = rows("import", FILE, "control", path, "--dry-run", *options, status=1)
    refused("import", FILE, "control", path, *options, says="nothing was written")
    assert len(rows("list", FILE, "control")) == before and not rows("list", FILE, "library"), "half of it is there"
    return [problem["message"] for problem in report["problems"]]


def test_catalogue_comes_in_whole():
    made = catalogue()
    run("new", FILE)
    report = rows("import", FILE, "control", write(made), "--dry-run")
    assert report["add"] == 1196 and report["bad"] == 0 and report["new_targets"][0]["title"] == "Practices 5"
    assert not rows("list", FILE, "library"), "a dry run writes nothing"
    assert out("import", FILE, "control", "catalogue.json").strip() == "1196 rows: 1196 added"

    controls = {control["oscal_id"]: control for control in rows("list", FILE, "control", "--where", "library=other", "--fields",
                                                                 "reference,title,family,enhances,withdrawn,standard_text,parameters,audit_hint,oscal_id,from_library")}
    assert list(controls) == [control["id"] for control in every_control(made["catalog"])], "order or number differ"
    first, enhancement = controls["ac-1"], controls["ac-1.1"]
    assert first["reference"] == "AC-1" and enhancement["reference"] == "AC-1(1)"
    assert first["family"] == "Family AC" and first["title"] == "Practice AC-1"
    assert first["standard_text"].startswith("a. Review it [frequency]; and\nb. Correct it [one or more of: by hand; every [frequency]].\n\nGuidance\n")
    assert first["parameters"] == "ac-1_prm_1: frequency\nac-1_prm_2: one or more of: by hand; every [frequency]"
    assert first["audit_hint"] == "the policy; the records of reviews"
    assert "AC-1" in json.dumps(enhancement["enhances"]), enhancement["enhances"]
    withdrawn = [control for control in controls.values() if control["withdrawn"] in ("1", True)]
    assert len(withdrawn) == sum(any(prop["name"] == "status" for prop in control["props"]) for control in every_control(made["catalog"])) > 0
    library, = rows("list", FILE, "library")
    assert (library["title"], library["version"], library["publisher"], library["n_controls"]) == ("Practices 5", "5.0", "Institute of Practices", "1196"), library

    report = rows("import", FILE, "control", "catalogue.json", "--dry-run")
    assert report["unchanged"] == 1196, "the same catalogue once more changes nothing"
    run("undo", FILE)
    assert not rows("list", FILE, "library") and not rows("list", FILE, "control", "--where", "library=other"), "one undo takes all of it back"


def test_annex_a_keeps_its_meaning():
    run("new", FILE, "--sample")
    checked = run("check", FILE, status=1).stdout
    gaps, statement = len(out_report("gap-list")), len(out_report("soa"))
    run("import", FILE, "control", write(catalogue()))
    assert run("check", FILE, status=1).stdout == checked, "an imported catalogue raises questions that nobody asked"
    assert len(rows("list", FILE, "control", "--where", "library=annex_a")) == 93
    assert len(out_report("gap-list")) == gaps and len(out_report("soa")) == statement, "imported controls have got into a report"
    for reference in ("A.5.38", "A.9.1", "A.5.0"):
        message = run("add", FILE, "control", f"reference={reference}", "title=x", "library=annex_a", status=1).stderr
        assert "none of the 93 controls" in message, message
    run("delete", FILE, "A.5.7")
    assert "annex-a-incomplete" in run("check", FILE, status=1).stdout
    run("undo", FILE)
    assert "annex-a-incomplete" not in run("check", FILE, status=1).stdout


def out_report(kind):
    path = kind + ".html"
    if os.path.exists(path):
        os.remove(path)
    run("report", FILE, kind, path)
    with open(path, encoding="utf-8") as stream:
        return [line for line in stream.read().split("<tr") if "</td>" in line]


def test_references_do_not_clash():
    run("new", FILE)
    run("import", FILE, "control", write(catalogue(20)))
    other = catalogue(20, "Rules 2: second edition")
    run("import", FILE, "control", write(other))
    references = [control["reference"] for control in rows("list", FILE, "control", "--where", "library=other")]
    assert len(references) == 40 and "AC-1" in references and "Rules AC-1" in references, references
    other["catalog"]["groups"][0]["controls"][0]["title"] = "Renamed"
    report = rows("import", FILE, "control", write(other), "--dry-run")
    assert report["add"] == 0 and report["update"] == 1, "it is known again by its library and identifier"
    run("import", FILE, "control", "catalogue.json", "--library", "Third one")
    assert {library["title"] for library in rows("list", FILE, "library")} == {"Practices 5", "Rules 2: second edition", "Third one"}


def test_bad_catalogues_are_named():
    run("new", FILE)
    made = catalogue(24)
    controls = made["catalog"]["groups"]

    broken = copy.deepcopy(made)
    del broken["catalog"]["groups"][1]["controls"][0]["id"]
    del broken["catalog"]["groups"][2]["controls"][0]["title"]
    broken["catalog"]["groups"][3]["controls"][0]["id"] = controls[0]["controls"][0]["id"]
    found = problems(write(broken))
    assert found == ["Control 1 of “Family AT” has no id. Give it one that no other has.", "“au-1” has no title.",
                     "“ac-1” is the id of control 1 already. Each control needs an id of its own."], found

    nested = catalogue(40)["catalog"]
    del nested["groups"][0]["controls"][0]["id"], nested["groups"][0]["controls"][0]["controls"][0]["id"]
    found = problems(write({"catalog": nested}))
    assert [text.split(" has ")[0] for text in found[:2]] == ["Control 1 of “Family AC”", "Control 1 of “Practice AC-1”"], found

    cyclic = copy.deepcopy(made)
    cyclic["catalog"]["groups"][0]["controls"][0]["params"][0] = {"id": "ac-1_prm_1", "label": "{{ insert: param, ac-1_prm_2 }}"}
    found = problems(write(cyclic))
    assert len(found) == 1 and found[0].startswith("“ac-1”: The parameter “ac-1_prm_") and found[0].endswith("is inserted into itself."), found

    for prose, part in (("<script>alert (1)</script>", "<script"), ("<img src=x onerror=alert(1)>", "onerror="), ("[x](javascript:alert(1))", "javascript:")):
        scripted = copy.deepcopy(made)
        scripted["catalog"]["groups"][0]["controls"][0]["parts"][1]["prose"] = prose
        found = problems(write(scripted))
        assert len(found) == 1 and found[0].startswith("“ac-1”: Its text holds") and part in found[0], found
    shaped = copy.deepcopy(made)
    shaped["catalog"]["groups"][0]["controls"][0]["parts"][1]["prose"] = "Where <em>this</em> holds and 1 < 2."
    run("import", FILE, "control", write(shaped))
    assert rows("show", FILE, "AC-1")["standard_text"].endswith("Guidance\nWhere this holds and 1 < 2.")
    run("undo", FILE)

    for content, says in (('{"catalog": ', "no JSON that can be read"), ("[]", "no OSCAL catalogue"), ('{"a": 1}', "no object “catalog”"),
                          ('{"profile": {}}', "kind “profile”"), ('{"catalog": {"metadata": {"title": "x"}}}', "without controls"),
                          ('{"catalog": {"groups": [1]}}', "group 1"), ('{"catalog": {"controls": [[]]}}', "is no object"),
                          ('{"catalog": ' + '{"a":[' * 5000, "nested more than 100 deep"), (b'{"catalog": "\xff"}', "not UTF-8")):
        with open("bad.json", "wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode())
        refused("import", FILE, "control", "bad.json", says=says)
    refused("import", FILE, "asset", write(made), says="catalogue of controls")
    refused("import", FILE, "control", write(catalogue(20000)), says="more than 10000 controls")
    assert not rows("list", FILE, "library") and len(rows("list", FILE, "control")) == 93


def test_inserted_parameters_stay_bounded():
    """Parameters that insert one another ten times over, ten deep, would make more text than there is memory."""
    run("new", FILE)
    made = catalogue(1)
    control = made["catalog"]["groups"][0]["controls"][0]
    control["params"] = [{"id": f"p{i}", "select": {"choice": ["{{ insert: param, p%d }}" % (i + 1)] * 10}} for i in range(7)]
    control["params"].append({"id": "p7", "label": "x" * 100})
    control["parts"][0]["prose"] = "{{ insert: param, p0 }}"
    found = problems(write(made))
    assert len(found) == 1 and "grows beyond" in found[0], found


def test_tables_come_in_as_libraries():
    run("new", FILE)
    with open("cis.csv", "w", encoding="utf-8") as stream:
        stream.write("reference,title,family\n" + "".join(f"CIS {i}.{j},Safeguard {i}.{j},Group {i}\n" for i in (1, 2) for j in (1, 2, 3)))
    report = rows("import", FILE, "control", "cis.csv", "--library", "CIS Controls 8.1", "--dry-run")
    assert report["add"] == 6 and report["bad"] == 0 and report["new_targets"][0]["title"] == "CIS Controls 8.1"
    run("import", FILE, "control", "cis.csv", "--library", "CIS Controls 8.1")
    library, = rows("list", FILE, "library")
    assert library["title"] == "CIS Controls 8.1" and library["n_controls"] == "6"
    assert len(rows("list", FILE, "control", "--where", "from_library=LIB-01", "--where", "library=other")) == 6
    refused("import", FILE, "asset", "cis.csv", "--library", "x", says="Only controls")
    with open("twice.csv", "w", encoding="utf-8") as stream:
        stream.write("reference,title\nX-1,One\nX-2,Two\nX-1,Three\n")
    report = rows("import", FILE, "control", "twice.csv", "--library", "Twice", "--dry-run", status=1)
    assert [problem["message"] for problem in report["problems"]] == ["“X-1” stands in line 2 already."], report["problems"]
    refused("import", FILE, "control", "twice.csv", "--library", "Twice", says="nothing was written")
    assert len(rows("list", FILE, "library")) == 1

    lines = out("list", FILE, "control", "--where", "library=annex_a", "--fields", "reference,title,library").splitlines()
    with open("more.tsv", "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines + ["A.5.38\tA control too many\tannex_a"]) + "\n")
    report = rows("import", FILE, "control", "more.tsv", "--dry-run", status=1)
    assert report["rows"] == 94 and report["bad"] == 1 and "A.5.38" in report["problems"][0]["message"]
    with open("fewer.tsv", "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines[:-1]) + "\n")
    report = rows("import", FILE, "control", "fewer.tsv", "--dry-run")
    assert report["unchanged"] == 92 and "A.8.34" in report["remark"], "which of the 93 is missing is said"


TOKEN = re.compile(r"[^\W\d][\w.\-]*$")
UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")

# Of NIST's JSON schema for what is written: the members that an object must have, and those that it may have.
SHAPES = {
    "catalog": ("uuid metadata", "params controls groups back-matter"),
    "metadata": ("title last-modified version oscal-version",
                 "published revisions document-ids props links roles locations parties responsible-parties actions remarks"),
    "groups": ("title", "id class params props links parts groups controls"),
    "controls": ("id title", "class params props links parts controls"),
    "params": ("id", "class depends-on props links label usage constraints guidelines values select remarks"),
    "parts": ("name", "id ns class title props prose parts links"),
    "props": ("name value", "uuid ns class group remarks"),
    "links": ("href", "rel media-type resource-fragment text"),
    "back-matter": ("", "resources"),
    "resources": ("uuid", "title description props document-ids citation rlinks base64 remarks"),
    "component-definition": ("uuid metadata", "import-component-definitions components capabilities back-matter"),
    "components": ("uuid type title description", "purpose props links responsible-roles protocols control-implementations remarks"),
    "control-implementations": ("uuid source description implemented-requirements", "props links set-parameters"),
    "implemented-requirements": ("uuid control-id description", "props links set-parameters responsible-roles statements remarks"),
    "set-parameters": ("param-id values", "remarks"),
}


def check_oscal(name, made, path="", ids=None):
    """Holds a document against the rules of the schema that an importing program relies on."""
    ids = set() if ids is None else ids
    if isinstance(made, list):
        assert made, f"{path}: an empty list"
        for number, element in enumerate(made):
            check_oscal(name, element, f"{path}[{number}]", ids)
        return
    if name in SHAPES:
        required, allowed = (set(names.split()) for names in SHAPES[name])
        assert required <= set(made) <= required | allowed, f"{path}: {set(made) ^ required}"
    if not isinstance(made, dict):
        return
    for member, value in made.items():
        where = f"{path}.{member}"
        if member == "uuid":
            assert UUID.match(value), f"{where}: {value}"
        if member == "last-modified":
            assert TIME.match(value), f"{where}: {value}"
        if (member == "id" and name != "revisions") or member in ("control-id", "param-id") or (member == "name" and name in ("props", "parts")):
            assert TOKEN.match(value), f"{where}: {value}"
        if member in ("id", "uuid"):
            assert value not in ids, f"{where}: {value} is there twice"
            ids.add(value)
        if member in ("value", "version", "type"):
            assert re.match(r"\S(.*\S)?$", value), f"{where}: {value!r}"
        if member == "href" and value.startswith("#") and UUID.match(value[1:]):
            ids.add("->" + value[1:])
        check_oscal(member, value, where, ids)
    if path == "":
        missing = {id_[2:] for id_ in ids if id_.startswith("->")} - ids
        assert not missing, f"links lead nowhere: {missing}"


def load(path):
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


def test_catalogue_goes_out_as_it_came_in():
    made = catalogue(60)
    run("new", FILE)
    run("import", FILE, "control", write(made))
    run("export", FILE, "control", "out.oscal.json", "--where", "from_library=LIB-01")
    written = load("out.oscal.json")
    assert written == made, "it is another catalogue"
    check_oscal("document", written)

    run("set", FILE, "AC-1", "title=Our practice", "standard_text=Do it.", "parameters=ac-1_prm_1 = every year")
    run("delete", FILE, "AT-1")
    run("add", FILE, "control", "reference=XX-1", "title=Added", "library=other", "from_library=LIB-01", "family=Family AC")
    run("export", FILE, "control", "out.json", "--oscal", "catalog", "--where", "from_library=LIB-01")
    written = load("out.json")["catalog"]
    check_oscal("document", {"catalog": written})
    assert written["uuid"] != made["catalog"]["uuid"] and written["back-matter"] == made["catalog"]["back-matter"]
    controls = {control["id"]: control for control in every_control(written)}
    assert "at-1" not in controls and "at-1.1" in controls, "what enhanced a control that is gone stays"
    assert controls["ac-1"]["title"] == "Our practice" and controls["ac-1"]["params"][0]["values"] == ["every year"]
    assert [part["prose"] for part in controls["ac-1"]["parts"] if part["name"] == "statement"] == ["Do it."]
    assert any(part["name"] == "assessment-method" for part in controls["ac-1"]["parts"]) and controls["xx-1"]["title"] == "Added"
    assert controls["au-1"] == next(control for control in every_control(made["catalog"]) if control["id"] == "au-1")


def test_statement_goes_out_as_implementation():
    run("new", FILE, "--sample")
    run("export", FILE, "control", "out.component.json")
    written = load("out.component.json")
    check_oscal("document", written)
    implementations = written["component-definition"]["components"][0]["control-implementations"]
    assert [(made["description"], len(made["implemented-requirements"])) for made in implementations] == [
        ("ISO/IEC 27001:2022 Annex A", 93), ("Northquay control set", 2), ("NIST Cybersecurity Framework", 11)], "each library stands for itself"
    requirements = implementations[0]["implemented-requirements"]
    controls = {control["reference"]: control for control in rows("list", FILE, "control")}
    for requirement in requirements:
        values = {prop["name"]: prop["value"] for prop in requirement["props"]}
        control = controls[values["label"]]
        assert values["decision"] == control["decision"] and requirement["control-id"] == values["label"].lower()
        assert (values.get("implementation-status") == "not-applicable") == (control["decision"] == "excluded")
    first = load("out.component.json")
    run("export", FILE, "control", "out.component.json")
    again = load("out.component.json")
    assert first["component-definition"]["components"] == again["component-definition"]["components"], "identifiers are not kept"

    run("export", FILE, "control", "annex-a.oscal.json", "--where", "library=annex_a")
    written = load("annex-a.oscal.json")
    check_oscal("document", written)
    assert [len(group["controls"]) for group in written["catalog"]["groups"]] == [37, 8, 14, 34]
    refused("export", FILE, "asset", "x.oscal.json", says="OSCAL holds controls")
    refused("export", FILE, "control", "x.oscal.json", "--search", "nowhere", says="nothing to write")
    run("export", FILE, "control", "x.json", "--oscal", "sheet", status=2)
    run("new", "bare.annex")
    refused("export", "bare.annex", "control", "x.component.json", says="Nothing has been decided")
    assert not any(name.startswith("x.") for name in os.listdir("."))


def findings():
    return {(finding["rule"], finding["reference"]) for finding in json.loads(run("check", FILE, "--json", status=1).stdout)}


def test_mappings_are_suggested_and_confirmed():
    run("new", FILE)
    run("import", FILE, "control", write(catalogue(60)))
    with open("map.tsv", "w", encoding="utf-8") as stream:
        stream.write("iso27001_2022\tpractices\tbasis\nA.5.1\tAC-1;AT-1\ttable of ours\nA.5.2\tAC-1\ttable of ours\nA.5.3\t\tnone\n")
    columns = ("--map", "iso27001_2022=meets", "--map", "practices=met_by", "--map", "basis=origin")
    assert rows("import", FILE, "mapping", "map.tsv", "--dry-run", *columns)["add"] == 3
    run("import", FILE, "mapping", "map.tsv", *columns)
    mappings = rows("list", FILE, "mapping")
    assert [mapping["title"] for mapping in mappings] == ["AC-1 → A.5.1", "AT-1 → A.5.1", "AC-1 → A.5.2"]
    assert {mapping["state"] for mapping in mappings} == {"suggested"} and {mapping["origin"] for mapping in mappings} == {"table of ours"}
    assert rows("show", FILE, "A.5.1")["coverage"] is None, "what is only suggested counts for nothing"

    run("set", FILE, "MAP-0001", "state=confirmed", "relation=superset", "note=Read and compared")
    assert rows("import", FILE, "mapping", "map.tsv", "--dry-run", *columns)["unchanged"] == 3, "the same table makes no second mapping"
    with open("unknown.tsv", "w", encoding="utf-8") as stream:
        stream.write("meets\tmet_by\nA.5.1\tAC-99\nA.9.9\tAC-1\nA.5.1\tAU-1; AU-1\n")
    report = rows("import", FILE, "mapping", "unknown.tsv", "--dry-run", "--create-missing", status=1)
    assert [(problem["line"], problem["message"]) for problem in report["problems"]] == [
        (2, "Control that meets it: “AC-99” is not in the engagement."), (3, "Control that is met: “A.9.9” is not in the engagement."),
        (4, "An earlier row belongs to the same record.")], report["problems"]
    refused("import", FILE, "mapping", "unknown.tsv", says="nothing was written")
    assert len(rows("list", FILE, "mapping")) == 3
    with open("soc.csv", "w", encoding="utf-8") as stream:
        stream.write("meets,met_by\nA.5.4,CC1.1;CC1.2\n")
    run("import", FILE, "mapping", "soc.csv", "--library", "Trust criteria")
    assert [library["n_controls"] for library in rows("list", FILE, "library")] == ["60", "2"]
    assert rows("show", FILE, "CC1.1")["library"] == "other"


def test_clauses_are_mapped_as_controls_are():
    run("new", FILE)
    run("add", FILE, "person", "name=Ann")
    with open("csf.tsv", "w", encoding="utf-8") as stream:
        stream.write("iso27001_2022\tcsf\nA.5.1\tPO-1;PO-2\n5.2\tPO-1\n7.5.3\tPO-2\n")
    columns = ("--map", "iso27001_2022=meets", "--map", "csf=met_by", "--library", "Framework")
    run("import", FILE, "mapping", "csf.tsv", *columns)
    assert [mapping["title"] for mapping in rows("list", FILE, "mapping")] == ["PO-1 → A.5.1", "PO-2 → A.5.1", "PO-1 → CL.5.2", "PO-2 → CL.7.5.3"]
    assert rows("import", FILE, "mapping", "csf.tsv", "--dry-run", *columns)["unchanged"] == 4
    assert rows("list", FILE, "library")[0]["n_controls"] == "2", "a clause is no control of the library"
    with open("unknown.tsv", "w", encoding="utf-8") as stream:
        stream.write("iso27001_2022\tcsf\n9.9\tPO-1\nA.9.9\tPO-9\n")
    report = rows("import", FILE, "mapping", "unknown.tsv", "--dry-run", *columns, status=1)
    assert [problem["message"] for problem in report["problems"]] == [
        "Control that is met: “9.9” is not in the engagement.", "Control that is met: “A.9.9” is not in the engagement."]

    run("export", FILE, "mapping", "out.csv")
    assert rows("import", FILE, "mapping", "out.csv", "--dry-run")["unchanged"] == 4, "what goes out comes back"
    run("set", FILE, "CL.5.2", "status=implemented", "approach=One page.", "kept_as=Policy", "owner=Ann", told="nothing shows it")
    run("set", FILE, "MAP-0003", "state=confirmed", "relation=equal")
    assert (rows("show", FILE, "CL.5.2")["coverage"], rows("show", FILE, "CL.5.2")["met_through"]) == ("not_yet", "PO-1")
    found = findings()
    assert {("clause-without-evidence", "CL.5.2"), ("clause-unmet", "CL.7.5.3")} <= found and ("clause-unmet", "CL.5.2") not in found
    run("set", FILE, "PO-1", "decision=applicable", "status=implemented", "owner=Ann", told="nothing shows it")
    run("add", FILE, "evidence", "title=Policy", "controls=PO-1", "valid_until=2999-01-01")
    assert rows("show", FILE, "CL.5.2")["coverage"] == "wholly" and ("clause-without-evidence", "CL.5.2") not in findings()
    assert rows("list", FILE, "library")[0]["n_clauses"] == "1"

    run("set", FILE, "MAP-0004", "meets=A.5.37")
    shown = rows("show", FILE, "MAP-0004")
    assert shown["title"] == "PO-2 → A.5.37" and not shown["meets_clause"], "a control takes the place of the clause"
    run("undo", FILE)
    assert rows("show", FILE, "MAP-0004")["title"] == "PO-2 → CL.7.5.3"
    refused("set", FILE, "MAP-0004", "meets_clause=", says="which control or which clause")
    refused("add", FILE, "mapping", "meets=A.5.1", "meets_clause=5.3", "met_by=PO-1", says="Make two of it")


def test_annex_a_is_met_through_mappings():
    run("new", FILE)
    run("add", FILE, "person", "name=Ann")
    run("import", FILE, "control", write(catalogue(60)))
    for reference in ("A.5.1", "A.5.2"):
        run("set", FILE, reference, "decision=applicable", "justification=Asked for by all our customers.", "status=implemented", "owner=Ann",
            told="applies for no reason")
    assert ("soa-unmet", "A.5.2") not in findings(), "nobody works by another library"
    run("add", FILE, "mapping", "meets=A.5.1", "met_by=AC-1", "relation=superset")
    assert ("soa-implemented-without-evidence", "A.5.1") in findings()

    run("set", FILE, "MAP-0001", "state=confirmed")
    shown = rows("show", FILE, "A.5.1")
    assert (shown["coverage"], shown["met_through"], shown["recorded_status"]) == ("not_yet", "AC-1", "not_started")
    assert ("soa-unmet", "A.5.2") in findings() and ("soa-unmet", "A.5.1") not in findings()
    assert ("soa-met-partly", "A.5.1") in findings()
    run("set", FILE, "AC-1", "decision=applicable", "status=implemented", "owner=Ann", told="nothing shows it")
    run("add", FILE, "evidence", "title=Log", "controls=AC-1", "valid_until=2999-01-01")
    shown = rows("show", FILE, "A.5.1")
    assert (shown["coverage"], shown["recorded_status"], shown["agreement"]) == ("wholly", "implemented", "agrees"), shown
    found = findings()
    assert not {("soa-met-partly", "A.5.1"), ("soa-implemented-without-evidence", "A.5.1")} & found
    run("set", FILE, "MAP-0001", "relation=subset")
    assert rows("show", FILE, "A.5.1")["coverage"] == "partly" and rows("show", FILE, "A.5.1")["recorded_status"] == "partial"
    assert ("soa-met-partly", "A.5.1") in findings()
    assert [control["reference"] for control in rows("list", FILE, "control", "--where", "coverage=partly")] == ["A.5.1"]
    assert "AC-1" in "".join(out_report("gap-list"))
    with open("gap-list.html", encoding="utf-8") as stream:
        assert "is confirmed to meet: A.5.2." in stream.read(), "what nothing meets is a gap"

    run("set", FILE, "AC-1", "decision=excluded")
    assert rows("show", FILE, "A.5.1")["coverage"] is None and ("mapping-to-excluded", "MAP-0001") in findings()
    run("set", FILE, "AC-1", "decision=applicable", "withdrawn=yes")
    assert ("mapping-to-withdrawn", "MAP-0001") in findings()
    run("add", FILE, "mapping", "meets=A.5.1", "met_by=AC-1")
    assert ("mapping-twice", "MAP-0002") in findings() or ("mapping-twice", "MAP-0001") in findings()
    refused("add", FILE, "mapping", "meets=A.5.1", "met_by=A.5.1", says="mapped to itself")
    run("add", FILE, "control", "title=Stray", "library=other")
    assert any(rule == "library-unnamed" for rule, _ in findings())
    assert rows("list", FILE, "library")[0]["n_mapped"] == "1"


def test_published_catalogue():
    """The file that NIST publishes, where ANNEX_NIST_CATALOGUE says that it lies."""
    path = os.environ.get("ANNEX_NIST_CATALOGUE")
    if path is None:
        return
    run("new", FILE)
    with open(path, encoding="utf-8") as stream:
        made = json.load(stream)
    expected = [control["id"] for control in every_control(made["catalog"])]
    run("import", FILE, "control", path)
    assert sorted(control["oscal_id"] for control in rows("list", FILE, "control", "--where", "library=other", "--fields", "oscal_id")) == sorted(expected)
    run("export", FILE, "control", "out.oscal.json", "--where", "from_library=LIB-01")
    assert load("out.oscal.json") == made
    check_oscal("document", made)
    print(f"# {len(expected)} controls and enhancements")


run_tests([function for name, function in list(globals().items()) if name.startswith("test_")])
