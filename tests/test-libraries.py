#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings catalogues of controls in and out, and maps them to Annex A. Argument: the path of annex-cli. Prints TAP."""

import copy
import json
import os

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
    assert rows("import", FILE, "control", "fewer.tsv", "--dry-run")["unchanged"] == 92


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
    print(f"# {len(expected)} controls and enhancements")


run_tests([function for name, function in list(globals().items()) if name.startswith("test_")])
