#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives audits in the real window: coverage, an audit planned from it, a finding, its action, readiness."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import (CONTROL, ESCAPE, RETURN, Driver, until, main)  # noqa: E402
from tour import find_id  # noqa: E402


def records(arguments, path, kind):
    output = subprocess.run([arguments.cli, "list", path, kind, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def from_coverage_to_report(arguments, folder):
    path = os.path.join(folder, "audits.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    # Three years that stay the same whatever day it is.
    engagement = records(arguments, path, "engagement")[0]["reference"]
    subprocess.run([arguments.cli, "set", path, engagement, "audit_years_from=2026"], check=True, stdout=subprocess.DEVNULL)
    window = Driver(arguments, path)
    variant = window.glib.Variant
    listed = lambda kind: records(arguments, path, kind)

    def show(reference):
        window.act("show-record", variant("x", find_id(path, reference)))

    window.act("show-query", variant("(ss)", ("audit", "")))
    window.click("Coverage", "radio button")
    yield "the matrix says what each year holds", until(lambda: window.says("6.2 Information security objectives and planning to achieve them, 2026: Audited AU-001, AU-002, 2027: Planned AU-006"))
    yield "and counts what is in no audit", window.says("9 of 120 are in no audit of these years")
    window.click("Only What Is Missing", "toggle button")
    yield "what is missing can be seen alone", until(lambda: window.says("A.8.12 Data leakage prevention, 2026: Not in any audit")) and \
        not window.says("6.2 Information security objectives")

    window.click("By Site", "radio button")
    yield "by site it says where, and in which year", until(lambda: window.says("A.8.12 Data leakage prevention, Rotterdam office: Not in any audit, Home workplaces: Not"))
    window.click("Only What Is Missing", "toggle button")
    yield "an audit counts at the sites that it names", until(lambda: window.says("6.3 Planning of changes, Rotterdam office: Audited AU-001 2026, AU-005 2026, AU-006 2027, Home workplaces: Planned AU-005 2026"))
    window.press(ord("f"), CONTROL)
    window.type("leak")
    yield "the search is for clauses and controls", until(lambda: window.says("A.8.12 Data leakage prevention")) and until(lambda: not window.says("6.3 Planning of changes"))
    window.press(ESCAPE)

    window.click("Plan an Audit of It", "button")
    planned = lambda: [audit for audit in listed("audit") if audit["title"] == "Internal audit of what is in no other"]
    yield "one click plans an audit of it", until(lambda: len(planned()) == 1)
    reference = planned()[0]["reference"]
    yield "and opens it", until(lambda: window.says(reference))
    window.click("Make Checklist", "button")
    questions = lambda: [item for item in listed("audit_item") if item["audit"] == reference]
    yield "its checklist is made from its scope", until(lambda: len(questions()) >= 9)
    window.click("Begin Fieldwork", "button")
    yield "fieldwork begins", until(lambda: planned()[0]["status"] == "fieldwork") and window.find("Finish", "button") is not None

    window.click("Draw a Sample…", "button")
    window.type_into("What is looked at", "Badges")
    window.type_into("Which list, from which system, as of which day", "The door system")
    window.type_into("The list to draw from, one identifier a line", "B-1\nB-2\nB-3")
    window.tab_to("Draw")
    window.press(RETURN)
    yield "a sample is drawn from there, too", until(lambda: any(sample["audit"] == reference and sample["population"] == 3 for sample in listed("sample")))
    show(reference)

    window.click("Finish", "button")
    yield "without a conclusion it is not finished", window.says("has no conclusion yet")
    window.click("Close", "button")
    window.click("Open Fieldwork", "button")
    yield "its questions open in a window of their own", until(lambda: len(window.windows()) == 2)
    window.press(ord("3"))
    yield "a key answers the first", until(lambda: any(item["result"] != "open" for item in questions()))

    show("F-014")
    yield "an auditor of a certification body has no place for causes and remedies", until(lambda: window.says("whose auditors propose neither")) and \
        not window.says("Possible cause")
    show("F-015")
    yield "one of our own has", until(lambda: window.says("Possible cause"))
    window.click("Request Corrective Action", "button")
    action = lambda: [finding for finding in listed("finding") if finding["reference"] == "F-015"][0]["corrective_action"]
    yield "a finding becomes a corrective action in one click", until(lambda: action() is not None)
    window.act("undo")
    yield "and one step of undo takes it back", until(lambda: action() is None)

    window.act("show-query", variant("(ss)", ("audit", "")))
    window.click("Readiness", "radio button")
    yield "readiness says what is missing first", until(lambda: window.says("Missing: 6.1.2 · Risk assessment methodology"))
    window.click("Stage 2", "radio button")
    yield "for stage 2 it goes through the controls", until(lambda: window.says("A.8.18 · Use of privileged utility programs"))

    window.click("Stage 1", "radio button")
    yield "a document that nobody approved is missing", until(lambda: window.says("Missing: A.6.6 · Confidentiality agreements"))
    document = lambda reference: [found for found in listed("document") if found["reference"] == reference][0]
    show("DOC-005")
    yield "the versions of a document that were approved stand below it", until(lambda: window.says("Versions approved"))
    window.type_into("Title", "Access rules")
    show("MR-01")
    yield "a document that changes after its approval becomes the next draft", until(lambda: document("DOC-005")["status"] == "draft") and \
        document("DOC-005")["version"] == "1.2" and document("DOC-005")["in_force"] == "1.1"
    yield "a management review shows its inputs and what was decided", until(lambda: window.says("Chances to improve")) and window.says("Scope and policy stay as they are")
    window.close()
    yield "quitting takes the fieldwork window along", window.process.returncode == 0


if __name__ == "__main__":
    sys.exit(main(from_coverage_to_report))
