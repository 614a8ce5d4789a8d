#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives annex-cli as a script would. Argument: the path of annex-cli. Prints TAP."""

import datetime
import fcntl
import json
import os
import re
import subprocess

from cli_driver import CLI, ENVIRONMENT, out, refused, rows, run, run_tests

FILE = "test.annex"


def new(*options):
    run("new", FILE, *options)
    return FILE


def test_new():
    run("new", FILE, "--title", "Größe", "--organization", "Øst AS", "--scope", "Alles", "--edition", "2013", "--author", "Ann")
    engagement, = rows("list", FILE, "engagement")
    assert engagement["title"] == "Größe" and engagement["organization"] == "Øst AS" and engagement["edition"] == "2013"
    assert len(rows("list", FILE, "scale_level")) == 32
    assert rows("history", FILE)[0]["author"] == "Ann"
    refused("new", FILE, says="test.annex")
    assert rows("list", FILE, "engagement") == [engagement], "the file that was there is untouched"
    refused("new", "other.annex", "--edition", "1999")
    assert not os.path.exists("other.annex"), "nothing is left of what failed"
    run("new", "plain.annex")
    assert rows("list", "plain.annex", "engagement")[0]["title"] == "plain"
    run("new", status=2)
    run("new", "a.annex", "--sample", "--template", FILE, status=2)
    refused("new", "no/such/folder/x.annex")


def test_sample():
    new("--sample")
    assert len(rows("list", FILE, "asset")) == 40
    assert len(rows("list", FILE, "person")) == 13
    for name in ("issue", "party", "requirement", "objective", "supplier"):
        assert len(rows("list", FILE, name)) >= 7, name
    assert not [line for line in run("check", FILE, "--integrity", status=1).stdout.splitlines() if line.startswith("file-")]


def test_template():
    new("--sample")
    run("set", FILE, "E-1", "valuation=weighted")
    run("new", "next.annex", "--template", FILE, "--areas", "person,supplier", "--title", "Next", "--organization", "Next Ltd")
    assert len(rows("list", "next.annex", "person")) == 13
    assert rows("list", "next.annex", "asset") == []
    engagement, = rows("list", "next.annex", "engagement")
    assert engagement["valuation"] == "weighted" and engagement["organization"] == "Next Ltd" and engagement["scope"] is None
    assert all(supplier["rating"] is None for supplier in rows("list", "next.annex", "supplier"))
    run("new", "whole.annex", "--template", FILE, "--title", "Whole")
    for name in ("risk", "treatment", "control", "mapping", "document", "matrix_cell"):
        assert len(rows("list", "whole.annex", name)) == len(rows("list", FILE, name)), name
    for name in ("acceptance", "evidence", "soa_version", "incident", "finding", "corrective_action"):
        assert rows("list", "whole.annex", name) == [], name
    refused("new", "bad.annex", "--template", FILE, "--areas", "nonsense", says="nonsense")
    assert not os.path.exists("bad.annex")


def test_types_and_fields():
    types = rows("types")
    names = [record_type["name"] for record_type in types]
    assert len({record_type["prefix"] for record_type in types}) == len(types), "a reference tells the type"
    assert {"asset", "person", "supplier", "issue", "party", "requirement", "objective"} <= set(names)
    assert out("types").splitlines()[0].split("\t")[0] == "name"
    fields = {field["name"]: field for field in rows("fields", "asset")}
    assert fields["kind"]["kind"] == "choice" and "hardware" in fields["kind"]["values"].split(",")
    assert fields["depends_on"]["values"] == "asset" and "acyclic" in fields["depends_on"]["flags"]
    assert fields["name"]["flags"] == "required title"
    assert fields["value"]["kind"] == "computed"
    run("fields", "nonsense", status=2)
    run("fields", status=2)
    new()
    run("add", FILE, "custom_field", "record_type=asset", "label=Cost centre", "kind=number")
    own = [field for field in rows("fields", "asset", "--file", FILE) if field["flags"] == "custom"]
    assert len(own) == 1 and own[0]["label"] == "Cost centre"
    run("add", FILE, "asset", "name=x", "Cost centre=47.5")
    assert rows("show", FILE, "A-0001")[own[0]["name"]] == 47.5


def test_list():
    new("--sample")

    def names(*options):
        return [row["reference"] for row in rows("list", FILE, "asset", *options)]

    everything = names()
    assert everything == sorted(everything) and len(everything) == 40
    sites = names("--where", "kind=site")
    assert sites == ["A-0026", "A-0027"]
    assert names("--where", "kind=Site") == sites, "the label does as well as the key"
    assert names("--where", "kind=site", "--where", "kind=people") == ["A-0026", "A-0027", "A-0028", "A-0029"]
    assert len(names("--where", "kind!=site")) == 38
    assert names("--where", "owner=") == ["A-0031", "A-0039"]
    assert len(names("--where", "owner!=")) == 38
    assert names("--where", "owner=P-004", "--where", "kind=people") == ["A-0029"]
    assert names("--where", "owner=Ruben de Wit", "--where", "kind=people") == ["A-0029"]
    assert set(names("--where", "review_date<2026-11-01")) >= {"A-0025", "A-0031"}
    assert "A-0001" not in names("--where", "review_date>2026-12-31")
    assert names("--where", "name~reputation") == ["A-0038"]
    assert set(names("--where", "classification=Restricted")) == set(names("--where", "classification=4"))
    assert set(names("--where", "value=Very high")) > {"A-0034"}, "computed values filter too"
    assert "A-0001" in names("--where", "tags=developer access")
    assert names("--search", "produc datab")[0] == "A-0001"
    assert names("--search", "nosuchword") == []
    assert names("--sort", "-reference") == everything[::-1]
    by_name = [row["name"] for row in rows("list", FILE, "asset", "--sort", "name")]
    assert by_name == sorted(by_name, key=str.lower)
    table = out("list", FILE, "asset", "--where", "kind=site", "--fields", "name,reference,classification").splitlines()
    assert table == ["name\treference\tclassification", "Rotterdam office (two leased floors)\tA-0026\tInternal",
                     "Home workplaces\tA-0027\tInternal"]
    refused("list", FILE, "asset", "--where", "colour=red", says="colour")
    refused("list", FILE, "asset", "--where", "kind=furniture", says="furniture")
    refused("list", FILE, "asset", "--sort", "colour", says="colour")
    refused("list", FILE, "asset", "--fields", "name,colour", says="colour")
    run("list", FILE, "asset", "--where", "kind", status=2)
    run("list", FILE, "nonsense", status=2)
    run("list", FILE, status=2)
    run("list", FILE, "asset", "--nonsense", status=2)
    refused("list", "missing.annex", "asset", says="missing.annex")


def test_cells_keep_to_their_line():
    new()
    run("add", FILE, "asset", "name=Tab\there", "description=Two\nlines")
    lines = out("list", FILE, "asset", "--fields", "name,description").splitlines()
    assert lines[1] == "Tab here\tTwo lines", lines
    assert rows("show", FILE, "A-0001")["description"] == "Two\nlines"


def test_add_show_set_delete():
    new()
    assert out("add", FILE, "person", "name=Ann Other", "email=ann@example.org").strip() == "P-001"
    record = json.loads(out("add", FILE, "asset", "name=Laptop", "kind=Hardware", "owner=Ann Other", "classification=internal",
                            "confidentiality=3", "personal_data=yes", "introduced=24.12.2025", "tags=fleet; old", "--json"))
    assert record["reference"] == "A-0001" and record["kind"] == "hardware" and record["owner"] == "P-001"
    assert record["classification"] == 2 and record["personal_data"] is True and record["introduced"] == "2025-12-24"
    assert record["tags"] == ["fleet", "old"] and record["lifecycle"] == "in_use" and record["value"] == 3
    assert rows("show", FILE, "a-0001") == record, "references know no case"
    shown = dict(line.split("\t", 1) for line in out("show", FILE, "A-0001").splitlines())
    assert shown["owner"] == "Ann Other" and shown["kind"] == "Hardware" and shown["field"] == "value"

    run("set", FILE, "A-0001", "owner=", "name=Workstation", "reference=WS-1")
    assert rows("show", FILE, "WS-1")["owner"] is None
    refused("show", FILE, "A-0001", says="A-0001")
    refused("set", FILE, "WS-1", "value=3", says="value")
    refused("set", FILE, "WS-1", "name=", says="Name")
    refused("set", FILE, "WS-1", "owner=Nobody", says="Nobody")
    refused("set", FILE, "WS-1", "introduced=2025-02-30")
    run("set", FILE, "WS-1", "name", status=2)
    run("set", FILE, "WS-1", status=2)
    refused("add", FILE, "asset", "kind=hardware", says="Name")
    refused("add", FILE, "asset", "name=x", "reference=ws-1", says="taken")
    refused("add", FILE, "asset", "name=x", "colour=red", says="colour")

    # Several fields at once change together or not at all, in whichever order they are written.
    run("set", FILE, "WS-1", "introduced=2020-01-01", "retired_on=2021-01-01")
    run("set", FILE, "WS-1", "introduced=2022-01-01", "retired_on=2023-01-01")
    refused("set", FILE, "WS-1", "description=new", "lifecycle=disposed", "disposed_on=2999-01-01", says="future")
    assert rows("show", FILE, "WS-1")["description"] is None

    run("delete", FILE, "WS-1")
    assert rows("list", FILE, "asset") == []
    refused("delete", FILE, "WS-1", says="WS-1")
    refused("delete", FILE, "P-001", "WS-1", says="WS-1")
    assert len(rows("list", FILE, "person")) == 1, "all or nothing"


def test_links():
    new()
    for name in "abcd":
        run("add", FILE, "asset", f"name={name}")
    run("link", FILE, "A-0001", "depends_on", "A-0002", "A-0003")
    run("link", FILE, "A-0001", "depends_on", "A-0003", "A-0004")
    assert set(rows("show", FILE, "A-0001")["depends_on"]) == {"A-0002", "A-0003", "A-0004"}
    run("link", FILE, "A-0001", "depends_on", "A-0004", "--remove")
    assert set(rows("show", FILE, "A-0001")["depends_on"]) == {"A-0002", "A-0003"}
    run("link", FILE, "A-0003", "depends_on", "A-0004")
    refused("link", FILE, "A-0004", "depends_on", "A-0001", says="A-0004 → A-0001 → A-0003 → A-0004")
    refused("link", FILE, "A-0001", "depends_on", "A-9999", says="A-9999")
    refused("link", FILE, "A-0001", "name", "A-0002", says="name")
    run("add", FILE, "person", "name=Ann")
    run("add", FILE, "person", "name=Bob")
    run("link", FILE, "A-0001", "owner", "P-001")
    run("link", FILE, "A-0001", "owner", "P-002")
    assert rows("show", FILE, "A-0001")["owner"] == "P-002", "one link takes the place of another"
    refused("link", FILE, "A-0001", "owner", "P-001", "P-002", says="owner")
    refused("link", FILE, "A-0001", "owner", "A-0002", says="A-0002")
    run("link", FILE, "A-0001", "owner", status=2)


def test_undo_and_redo():
    new("--sample")
    before = rows("list", FILE, "asset")
    run("delete", FILE, "A-0019")
    assert "A-0019" not in rows("show", FILE, "A-0001")["depends_on"]
    assert out("delete", FILE, "P-004").endswith(" records lost a link\n"), "what is left with a gap is told"
    assert rows("show", FILE, "A-0001")["owner"] is None
    assert "P-004" in out("undo", FILE)
    assert "A-0019" in out("undo", FILE)
    assert rows("list", FILE, "asset") == before, "undo brings record and links back"
    run("redo", FILE)
    assert len(rows("list", FILE, "asset")) == 39
    run("undo", FILE)
    run("set", FILE, "A-0001", "name=Changed")
    refused("redo", FILE)
    run("new", "empty.annex", "--sample")
    refused("undo", "empty.annex", says="nothing to undo")


def test_history():
    new()
    run("add", FILE, "asset", "name=Laptop", "--author", "Ann Other")
    run("set", FILE, "A-0001", "kind=hardware", "--author", "Bob")
    run("set", FILE, "A-0001", "name=Workstation")
    assert out("delete", FILE, "A-0001") == ""
    log = rows("history", FILE)
    assert [entry["commit"] for entry in log] == list(range(len(log), 0, -1))
    assert len(rows("history", FILE, "--limit", "2")) == 2
    assert log[3]["author"] == "Ann Other" and "Laptop" in log[3]["label"]
    record = rows("history", FILE, "A-0001")
    assert [entry["operation"] for entry in record] == ["delete", "update", "update", "create"]
    assert record[1]["field"] == "name" and record[1]["old"] == "Laptop" and record[1]["new"] == "Workstation"
    assert record[2]["author"] == "Bob"
    assert out("history", FILE).startswith("commit\ttime\tauthor\tlabel\tkind\n")
    refused("history", FILE, "A-0002", says="A-0002")
    run("history", FILE, "--limit", "0", status=2)


def test_as_of():
    # Midnight may fall anywhere in here.
    yesterday = str(datetime.date.today() - datetime.timedelta(days=1))
    new("--sample")
    run("delete", FILE, "A-0001")
    today = datetime.date.today()
    assert rows("list", FILE, "asset", "--as-of", yesterday) == []
    assert rows("list", FILE, "asset", "--as-of", str(today)) == rows("list", FILE, "asset")
    assert len(rows("list", FILE, "asset", "--as-of", "2999-12-31", "--where", "kind=site")) == 2
    refused("show", FILE, "A-0002", "--as-of", yesterday)
    assert rows("show", FILE, "A-0002", "--as-of", str(today)) == rows("show", FILE, "A-0002")
    refused("list", FILE, "asset", "--as-of", "yesterday")


def test_today():
    """The chosen day counts everywhere, an earlier state has its own, and the log keeps the true time."""
    new()
    start = datetime.date.today()
    due, after, before = (str(start + datetime.timedelta(days=days)) for days in (100, 101, 99))
    run("add", FILE, "person", "name=Ann")
    run("add", FILE, "risk", "title=Fire", "owner=Ann")
    run("add", FILE, "treatment", "title=Extinguisher", "risks=R-001", "owner=Ann", f"due={due}", "--today", "2001-01-01")
    added = str(datetime.date.today())
    assert rows("history", FILE)[0]["time"][:10] >= str(start - datetime.timedelta(days=1)), "the log says when it was really done"
    late = ("list", FILE, "treatment", "--where", "due<today")
    assert rows(*late, "--today", due) == rows(*late, "--today", before) == []
    assert len(rows(*late, "--today", after)) == 1
    assert "treatment-late" in run("check", FILE, "--today", after, status=1).stdout
    assert "treatment-late" not in run("check", FILE, "--today", due, status=1).stdout
    assert rows("show", FILE, "TM-001", "--today", after)["lateness"] == "late"
    assert rows("show", FILE, "TM-001", "--today", after, "--as-of", added)["lateness"] is None, "it was not late then"
    assert rows(*late, "--today", after, "--as-of", added) == []
    assert len(rows(*late, "--as-of", after)) == 1, "nor is it today, but on that day it will be"

    chosen = {**ENVIRONMENT, "ANNEX_TODAY": after}
    assert "treatment-late" in run("check", FILE, status=1, environment=chosen).stdout
    assert "treatment-late" not in run("check", FILE, "--today", due, status=1, environment=chosen).stdout
    for wrong in ("soon", "2027-02-29", ""):
        assert "Write it as" in run("check", FILE, "--today", wrong, status=2).stderr
        assert "ANNEX_TODAY" in run("check", FILE, status=2, environment={**ENVIRONMENT, "ANNEX_TODAY": wrong}).stderr
    for line in out("--help").split("\n\n")[1].splitlines()[1:]:
        assert "--today" in out(line.split()[0], "--help"), line


def test_check():
    new()
    assert out("check", FILE) == ""
    head = out("check", FILE, "--integrity").split("\t")
    assert head[0] == "head" and re.fullmatch(r"[0-9]+ commits; the hash of the history is [0-9a-f]{64}", head[4].strip()), head
    noted = head[4].split()[-1]
    told = json.loads(out("check", FILE, "--integrity", "--json"))
    assert [finding["rule"] for finding in told] == ["head"] and told[0]["head"] == noted and told[0]["commits"] == int(head[4].split()[0]), told
    assert noted in out("check", FILE, "--expect", noted.upper())
    assert "no commit has it" in run("check", FILE, "--expect", "0" * 64, status=1).stdout
    run("check", FILE, "--expect", "0" * 63, status=2)
    run("add", FILE, "person", "name=Ann Archer")
    assert "1 came after it" in run("check", FILE, "--integrity", "--expect", noted, status=1).stdout
    run("undo", FILE)
    run("add", FILE, "risk", "title=Fire")
    first = run("check", FILE, status=1).stdout.splitlines()[0]
    assert first.startswith("risk-without-owner\t6.1.2 c)\tR-001\tFire\t"), first
    os.unlink(FILE)
    new("--sample")
    found = {(finding["rule"], finding["reference"]) for finding in json.loads(run("check", FILE, "--json", status=1).stdout)}
    # What is late, stuck or expired grows from day to day.
    actions = {finding for finding in found if finding[0].startswith(("action-", "exception-"))}
    assert actions >= {("exception-expired", "EX-003"), ("action-repeats", "CAR-010"), ("action-came-back", "CAR-009"), ("action-risk-not-judged", "CAR-006")}, actions
    # So do audits that should be over, and what three years of them cover.
    audits = {finding for finding in found if finding[0].startswith("audit-")}
    assert audits >= {("audit-session-too-short", "SE-024"), ("audit-session-too-short", "SE-028")}, audits
    # And what has to be done by a day.
    dated = {finding for finding in found if finding[0] in ("document-review-overdue", "training-not-held", "decision-late", "indicator-not-measured",
                                                            "review-interval-passed", "review-not-held")}
    assert dated >= {("document-review-overdue", "DOC-032"), ("training-not-held", "TR-004")}, dated
    found -= actions | audits | dated
    assert found == {("document-without-owner", "DOC-020"), ("document-approved-by-nobody", "DOC-021"), ("document-replaced-in-use", "DOC-032"),
                     ("control-document-draft", "A.6.6"), ("training-not-confirmed", "TP-0004"), ("training-effect-unknown", "TR-003"),
                     ("incident-lessons-without-owner", "INC-002"), ("indicator-out-of-bounds", "IND-005"),
                     ("risk-review-overdue", "R-032"), ("risk-acceptance-stale", "R-022"),
                     ("risk-acceptance-expired", "R-031"), ("treatment-late", "TM-042"),
                     ("soa-without-justification", "A.6.4"), ("soa-without-owner", "A.5.6"),
                     ("soa-implemented-without-evidence", "A.8.18")}, found
    import sqlite3
    with sqlite3.connect(FILE) as database:
        database.execute("UPDATE change SET new = 'Somebody else' WHERE commit_id = 2 AND position = 1")
    database.close()
    findings = json.loads(run("check", FILE, "--integrity", "--json", status=1).stdout)
    assert "file-integrity" in {finding["rule"] for finding in findings}, "an altered history is found"


def test_export():
    new("--sample")
    for ending in ("csv", "tsv", "xlsx", "json"):
        run("export", FILE, "asset", f"out.{ending}")
        assert os.path.getsize(f"out.{ending}") > 1000
    exported = json.load(open("out.json", encoding="utf-8"))
    assert len(exported) == 40
    run("export", FILE, "asset", "sites.json", "--where", "kind=site", "--sort", "-name")
    assert [row["reference"] for row in json.load(open("sites.json", encoding="utf-8"))] == ["A-0026", "A-0027"]
    refused("export", FILE, "asset", "out.pdf", says="out.pdf")
    refused("export", FILE, "asset", "no/such/folder/out.csv")
    refused("export", FILE, "asset", "out.csv", "--fields", "colour", says="colour")
    run("export", FILE, "asset", status=2)


def write(path, text, encoding="utf-8"):
    with open(path, "w", encoding=encoding, newline="") as file:
        file.write(text)


def test_import():
    new()
    run("add", FILE, "person", "name=Ann Other")
    write("a.csv", "Ref;Bezeichnung;Kind;Owner;Colour\nA-0007;Drucker;hardware;Ann Other;red\n;Scanner;Hardware;;blue\n")
    plan = json.loads(out("import", FILE, "asset", "a.csv", "--map", "Ref=reference", "--map", "Bezeichnung=name", "--dry-run", "--json"))
    assert plan["applied"] is False and plan["rows"] == 2 and plan["add"] == 2 and plan["bad"] == 0
    assert rows("list", FILE, "asset") == [], "a dry run writes nothing"
    run("import", FILE, "asset", "a.csv", "--map", "1=reference", "--map", "Bezeichnung=name")
    assets = rows("list", FILE, "asset")
    assert [(row["reference"], row["name"], row["kind"], row["owner"]) for row in assets] == \
        [("A-0007", "Drucker", "hardware", "P-001"), ("A-0008", "Scanner", "hardware", None)]

    write("b.csv", "reference,name,location\nA-0007,Printer,Hall\nA-0008,Scanner,\n")
    plan = rows("import", FILE, "asset", "b.csv", "--dry-run")
    assert plan["update"] == 1 and plan["unchanged"] == 1
    assert {(change["reference"], change["field"], change["old"], change["new"]) for change in plan["changes"]} == \
        {("A-0007", "name", "Drucker", "Printer"), ("A-0007", "location", "", "Hall")}
    text = out("import", FILE, "asset", "b.csv", "--dry-run")
    assert "Drucker" in text and "Printer" in text
    assert rows("import", FILE, "asset", "b.csv", "--existing", "skip")["skip"] == 2
    assert rows("list", FILE, "asset") == assets
    run("import", FILE, "asset", "b.csv")
    assert rows("show", FILE, "A-0007")["location"] == "Hall"
    run("import", FILE, "asset", "b.csv", "--existing", "add")
    assert len(rows("list", FILE, "asset")) == 4
    run("undo", FILE)
    run("undo", FILE)
    assert rows("list", FILE, "asset") == assets, "one undo takes a whole import back"


def test_import_refusals():
    new()
    write("bad.csv", "name,kind,owner,introduced\nGood,hardware,,2024-01-01\nBad,furniture,Nobody,2024-13-01\n,hardware,,\n")
    result = run("import", FILE, "asset", "bad.csv", "--dry-run", status=1)
    for part in ("line 3", "furniture", "Nobody", "line 4"):
        assert part in result.stdout, result.stdout
    report = json.loads(run("import", FILE, "asset", "bad.csv", "--json", status=1).stdout)
    assert report["applied"] is False and report["bad"] == 2 and {problem["line"] for problem in report["problems"]} == {3, 4}
    assert rows("list", FILE, "asset") == [], "bad rows: nothing is written"
    run("import", FILE, "asset", "bad.csv", "--leave-out-bad", status=1)
    assert [row["name"] for row in rows("list", FILE, "asset")] == ["Good"]

    write("people.csv", "name,owner\nDesk,New Person\n")
    run("import", FILE, "asset", "people.csv", status=1)
    report = rows("import", FILE, "asset", "people.csv", "--create-missing")
    assert report["applied"] and report["new_targets"] == [{"line": 2, "type": "person", "title": "New Person"}]
    assert rows("list", FILE, "person")[0]["name"] == "New Person"
    write("tags.csv", "name,tags\nChair,new tag\n")
    run("import", FILE, "asset", "tags.csv", "--known-tags", status=1)
    run("import", FILE, "asset", "tags.csv")

    refused("import", FILE, "asset", "missing.csv", says="missing.csv")
    refused("import", FILE, "asset", "tags.csv", "--map", "colour=name", says="colour")
    refused("import", FILE, "asset", "tags.csv", "--map", "name=colour", says="colour")
    run("import", FILE, "asset", "tags.csv", "--map", "name", status=2)
    run("import", FILE, "asset", "tags.csv", "--existing", "burn", status=2)
    run("import", FILE, "asset", "tags.csv", "--delimiter", "long", status=2)
    run("import", FILE, "asset", status=2)


def test_import_of_odd_files():
    new()
    write("semicolon.txt", "name;location\nA;Here\n", "utf-16")
    run("import", FILE, "asset", "semicolon.txt")
    write("latin.csv", "name|location\nGerät|Büro\n", "latin-1")
    run("import", FILE, "asset", "latin.csv", "--delimiter", "|", "--encoding", "ISO-8859-1")
    write("tab.tsv", "name\tlocation\nT\tThere\n", "utf-8-sig")
    run("import", FILE, "asset", "tab.tsv", "--delimiter", "tab")
    assert [(row["name"], row["location"]) for row in rows("list", FILE, "asset")] == \
        [("A", "Here"), ("Gerät", "Büro"), ("T", "There")]


def test_round_trip():
    new("--sample")
    for ending in ("csv", "tsv", "xlsx"):
        for name in ("asset", "person", "supplier", "issue", "party", "requirement", "objective"):
            before = rows("list", FILE, name)
            run("export", FILE, name, f"{name}.{ending}")
            report = rows("import", FILE, name, f"{name}.{ending}")
            assert report["bad"] == 0 and report["unchanged"] == len(before), (name, ending, report)
            assert rows("list", FILE, name) == before, (name, ending)


def test_refused_files():
    with open("text.annex", "w") as file:
        file.write("This is no database.\n" * 20)
    for command in (["list", "text.annex", "asset"], ["add", "text.annex", "asset", "name=x"], ["check", "text.annex"]):
        refused(*command, says="text.annex")
    assert open("text.annex").read() == "This is no database.\n" * 20
    new()
    if os.geteuid() != 0:
        os.chmod(FILE, 0o444)
        refused("add", FILE, "asset", "name=x", says="read-only")
        os.chmod(FILE, 0o644)
    with open(FILE, "rb") as file:
        content = file.read()
    with open("short.annex", "wb") as file:
        file.write(content[:len(content) // 2])
    refused("list", "short.annex", "asset", says="short.annex")


def test_second_writer():
    """Somebody else has the file open: reading goes on, writing is refused."""
    new()
    run("add", FILE, "asset", "name=x")
    with open(f".{FILE}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert len(rows("list", FILE, "asset")) == 1
        for command in (["add", FILE, "asset", "name=y"], ["set", FILE, "A-0001", "name=y"], ["delete", FILE, "A-0001"],
                        ["undo", FILE], ["link", FILE, "A-0001", "depends_on", "A-0001"]):
            refused(*command, says=FILE)
        assert rows("show", FILE, "A-0001")["name"] == "x"
    run("add", FILE, "asset", "name=y")


def test_odd_arguments():
    new()
    run("add", FILE, "asset", "name=--json", "description==a=b", "--", "location=-x")
    record = rows("show", FILE, "A-0001")
    assert (record["name"], record["description"], record["location"]) == ("--json", "=a=b", "-x")
    refused("add", FILE, "asset", b"name=\xff".decode("utf-8", "surrogateescape"))
    refused("list", FILE, "asset", "--search", b"\xff".decode("utf-8", "surrogateescape"))
    refused("list", FILE, "asset", "--where", b"name=\xff".decode("utf-8", "surrogateescape"))
    refused("list", FILE, "asset", "--where", b"name~\xff".decode("utf-8", "surrogateescape"))
    refused("add", FILE, "asset", "name=x", "--author", b"\xff".decode("utf-8", "surrogateescape"))
    assert rows("list", FILE, "asset", "--search", "'\"*()-") is not None
    assert rows("list", FILE, "asset", "--where", "name='; DROP TABLE asset; --") == []
    refused("list", ".", "asset")
    refused("show", FILE, "")
    long = "x" * 100000
    run("add", FILE, "asset", f"name={long}")
    assert rows("show", FILE, "A-0002")["name"] == long


def test_plain_locale():
    """Text is UTF-8 whatever the locale says."""
    new()
    plain = {**os.environ, "LC_ALL": "C", "LANGUAGE": ""}
    run("add", FILE, "asset", "name=Prüfgerät", "--author", "Zoë", environment=plain)
    assert "Prüfgerät" in out("list", FILE, "asset", "--search", "prüf", environment=plain)
    assert rows("history", FILE)[0]["author"] == "Zoë"


def test_help():
    for command in ("new", "types", "fields", "list", "show", "add", "set", "delete", "link", "undo", "redo", "history",
                    "import", "export", "check"):
        assert command in out("--help")
        assert f"annex-cli {command}" in out(command, "--help"), command
        assert out("help", command) == out(command, "--help")
    run(status=2)
    run("nonsense", status=2)
    assert out("--version").startswith("annex-cli ")


run_tests([function for name, function in list(globals().items()) if name.startswith("test_")])
