#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Corrective actions from scripts: step by step, and by the thousand from an old list."""

import json
import time

from cli_driver import out, refused, rows, run, run_tests

FILE = "test.annex"


def new(*options):
    run("new", FILE, *options)


def test_advance():
    new("--sample")
    refused("advance", FILE, "CAR-010", says="exists elsewhere")
    run("set", FILE, "CAR-010", "similar=none", "similar_cases=All repositories of contractors")
    assert out("advance", FILE, "CAR-010", "--on", "2026-11-20") == "CAR-010\tplan\n"
    shown = json.loads(out("show", FILE, "CAR-010", "--json"))
    assert (shown["stage"], shown["cause_done_on"]) == ("plan", "2026-11-20"), shown
    refused("advance", FILE, "CAR-010", "--skip", " ", says="reason")
    assert out("advance", FILE, "CAR-010", "--skip", "Done by the contractor") == "CAR-010\timplementation\n"
    assert "Done by the contractor" in out("history", FILE)
    refused("set", FILE, "CAR-010", "stage=closed", says="cannot be passed yet")
    assert out("advance", FILE, "CAR-010", "--back", "cause", "--reason", "Too shallow") == "CAR-010\tcause\n"
    refused("advance", FILE, "CAR-010", "--back", "nowhere", "--reason", "X", says="nowhere")
    refused("advance", FILE, "CAR-001", says="closed")
    refused("advance", FILE, "A-0001", says="corrective action")
    run("advance", FILE, "CAR-010", "--back", "cause", status=2)
    run("undo", FILE)
    assert json.loads(out("show", FILE, "CAR-010", "--json"))["stage"] == "implementation"


def test_owner_who_left():
    """Taken, for the record may be of old, and told at once; what work to come will bring is not asked of a new record."""
    new("--sample")
    run("set", FILE, "P-004", "active=no")
    told = "annex-cli: CAR-0%s waits for somebody who has left. Hand it over.\n"
    assert run("set", FILE, "CAR-004", "owner=P-004", told="left").stderr == told % "04"
    assert run("link", FILE, "CAR-010", "owner", "P-004", told="left").stderr == told % "10"
    assert run("add", FILE, "corrective_action", "title=New", "owner=P-004", told="left").stderr == told % "13"
    run("set", FILE, "CAR-004", "title=Accounts of leavers")  # what was so before is not told again
    run("set", FILE, "CAR-005", "owner=P-004")  # which is closed
    assert json.loads(out("show", FILE, "CAR-004", "--json"))["owner"] == "P-004", "nothing is lost"


def test_verifier_who_does_it():
    """The gate refuses it in the end; who names them hears of it at once."""
    new("--sample")
    assert rows("show", FILE, "CAR-003")["owner"] == "P-004"
    run("set", FILE, "CAR-003", "verification_owner=P-004", told="CAR-003 is to be verified by who carries it out.")
    assert ["CAR-003"] == [finding["reference"] for finding in rows("check", FILE, status=1) if finding["rule"] == "action-verifier-is-doer"]
    refused("advance", FILE, "CAR-003", says="somebody else has to verify it")
    run("set", FILE, "CAR-003", "verification_owner=P-002")
    run("set", FILE, "CAR-003", "verification_owner=P-004", "implementation_owner=P-003")
    assert not [finding for finding in rows("check", FILE, status=1) if finding["rule"] == "action-verifier-is-doer"]


def test_measure():
    new("--sample")
    lines = [line.split("\t") for line in out("measure", FILE).splitlines()]
    assert [line[0] for line in lines] == ["IND-005", "IND-006"], lines
    measured = {row["period"]: row for row in rows("list", FILE, "measurement", "--where", "indicator=IND-005")}
    assert measured[lines[0][1]]["value"] == int(lines[0][2]) and "Annex" in measured[lines[0][1]]["note"], measured
    run("undo", FILE)
    assert len(rows("list", FILE, "measurement")) == 64
    assert len(out("measure", FILE, "IND-006").splitlines()) == 1
    refused("measure", FILE, "IND-001", says="by hand")
    refused("measure", FILE, "A-0001", says="no indicator")
    refused("add", FILE, "measurement", "indicator=IND-001", "period=2026-11", "value=2", says="already")
    refused("add", FILE, "measurement", "indicator=IND-001", "period=2025-Q3", "value=2", says="each Month")
    refused("add", FILE, "measurement", "indicator=IND-001", "period=November", "value=2", says="names no period")


def test_old_actions_come_in():
    new()
    with open("old.csv", "w", encoding="utf-8", newline="") as file:
        file.write("Nonconformity,Grading,Raised on,Closed on,Root cause,Implemented on,Owner\n")
        for i in range(5000):
            file.write(f"Finding {i},{'Minor nonconformity' if i % 2 else ''},{'2024-03-01' if i % 3 else ''},{'2024-09-01' if i % 5 == 0 else ''},"
                       f"{'Nobody was told' if i % 4 == 0 else ''},{'2024-06-01' if i % 7 == 0 else ''},{'Olga' if i % 2 else ''}\n")
    begun = time.monotonic()
    refused("import", FILE, "corrective_action", "old.csv", says="nothing was written")
    run("import", FILE, "corrective_action", "old.csv", "--create-missing")
    # A minute is far more than it takes, and far less than a person would wait for.
    assert time.monotonic() - begun < 60
    came = rows("list", FILE, "corrective_action")
    assert len(came) == 5000
    for record in came:
        i = int(record["title"].split()[1])
        assert record["stage"] == ("closed" if i % 5 == 0 else "evidence" if i % 7 == 0 else "correction"), record
        assert (record["root_cause"] is not None) == (i % 4 == 0), record
        if record["stage"] == "closed":
            assert record["verification_skipped"], record
    assert not any(finding["rule"] == "file-integrity" for finding in rows("check", FILE, "--integrity", status=1))


run_tests([function for name, function in list(globals().items()) if name.startswith("test_")])
