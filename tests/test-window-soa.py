#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the Statement of Applicability by keyboard alone, and follows a line to its evidence and back."""

import json
import os
import subprocess
import sys

from driver import CONTROL, DOWN, ESCAPE, RETURN, RIGHT, SHIFT, Driver, main, until
from tour import find_id

SPACE = ord(" ")


def values(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def begin(arguments, folder, *options):
    path = os.path.join(folder, "soa.annex")
    subprocess.run([arguments.cli, "new", path, *options], check=True)
    window = Driver(arguments, path)
    window.act("show-room", window.glib.Variant("s", "control"))
    window.click("Statement")
    return path, window


def decide(arguments, folder):
    """Without a mouse, and without anything that only a test can do."""
    path = os.path.join(folder, "soa.annex")
    for command in (["new", path, "--title", "New"], ["add", path, "person", "name=Ana Silva", "role=Managing Director"]):
        subprocess.run([arguments.cli, *command], stdout=subprocess.DEVNULL, check=True)
    window = Driver(arguments, path)
    window.press(ord("k"), CONTROL)
    until(lambda: "Find" in (window.focused() or ""))
    window.type("Applicability")
    window.press(RETURN)
    until(lambda: window.says("93 records"))
    window.tab_to("Table", held=(SHIFT,))
    window.press(RIGHT)
    window.press(SPACE)
    yield "the statement begins with the first theme", until(lambda: window.says("Organizational: 0 of 37 decided"))
    window.tab_to("A.5.1, ")
    for _ in range(10):
        window.press(SPACE)
        window.press(DOWN)
    yield "Space and Down decide on ten controls", until(
        lambda: all(values(arguments, path, f"A.5.{i}")["decision"] == "applicable" for i in range(1, 11)))
    window.press(ord("4"))
    yield "a digit sets the status", until(lambda: values(arguments, path, "A.5.11")["status"] == "implemented")
    window.press(ord("z"), CONTROL)
    yield "and Ctrl+Z takes it back", until(lambda: values(arguments, path, "A.5.11")["status"] == "not_started")
    window.press(SPACE)
    yield "a warning appears", until(lambda: window.says("has no justification. Say why it applies, or why not."))
    window.press(ord("b"))
    yield "a letter chooses a reason", until(lambda: values(arguments, path, "A.5.11")["reason_business"] is True)

    window.press(ord("V"), CONTROL, SHIFT)
    yield "the first version is begun, and the rules say what they find in it", until(
        lambda: window.look_for("Review Version 1.0") and window.says("faults in the statement as it stands. The first 8 are:"))
    window.tab_to("Reviewed Today")
    window.press(SPACE)
    yield "it is reviewed", until(lambda: values(arguments, path, "SOA-01")["state"] == "reviewed")
    window.press(ord("V"), CONTROL, SHIFT)
    until(lambda: window.look_for("Approve Version 1.0"))
    window.tab_to("Approve and Freeze")
    window.press(SPACE)
    yield "and then approved, with the role that the register knows", until(
        lambda: values(arguments, path, "SOA-01")["state"] == "approved") and values(arguments, path, "SOA-01")["approved_as"] == "Managing Director"
    until(lambda: (window.focused() or "").startswith("A.5.11, "))
    window.press(SPACE)
    yield "the next change opens the next draft", until(lambda: values(arguments, path, "SOA-02")["title"] == "1.1")
    window.press(ord("D"), CONTROL, SHIFT)
    yield "and the comparison shows it", until(lambda: window.says("Decision: Applicable → Excluded"))
    window.press(ESCAPE)
    until(lambda: (window.focused() or "").startswith("A.5.11, "))
    window.press(ord("p"), CONTROL)
    yield "the statement can be printed", until(lambda: [one for one in window.windows() if one.get_name() == "Print"], 30)
    window.press(ESCAPE)
    window.close()


def justify(arguments, folder):
    path, window = begin(arguments, folder, "--sample")
    window.act("show-record", window.glib.Variant("x", find_id(path, "A.6.4")))
    window.act("toggle-detail")  # which lies over the statement where there is little room
    missing = "has no justification. Say why it applies, or why not."
    yield "the margin says what is missing", until(lambda: window.says(missing) and (window.focused() or "").startswith("A.6.4, "))
    window.press(RETURN)
    yield "Enter goes into the justification", until(lambda: window.focused() == "Justification")
    window.type("Agreed with the works council")
    yield "the margin falls silent while one types", until(lambda: not window.look_for(missing, "label"))
    yield "before anything is written", values(arguments, path, "A.6.4")["justification"] is None
    window.press(ESCAPE)
    yield "leaving it writes it", until(lambda: values(arguments, path, "A.6.4")["justification"] == "Agreed with the works council")
    window.press(SPACE)
    yield "a control that a requirement relies on is not excluded without a word", until(
        lambda: window.says("is excluded, yet a risk, a measure or a requirement relies on it."))
    window.press(ord("z"), CONTROL)
    yield "undone, it applies again", until(lambda: values(arguments, path, "A.6.4")["decision"] == "applicable")

    window.act("show-record", window.glib.Variant("x", find_id(path, "A.8.3")))
    yield "a line leads to its risk, its measures and its evidence", until(
        lambda: all(window.says(text) for text in ("Review all access to production data every quarter", "Access review: production database and cloud")))
    window.act("show-record", window.glib.Variant("x", find_id(path, "EV-0001")))
    yield "and the evidence leads back", until(lambda: window.says("EV-0001") and window.says("Information access restriction"))
    window.act("show-record", window.glib.Variant("x", find_id(path, "SOA-01")))
    yield "a version says as which document it is kept", until(
        lambda: window.says("Kept as document") and values(arguments, path, "SOA-01")["document"] == "DOC-004")
    window.act("show-record", window.glib.Variant("x", find_id(path, "DOC-004")))
    yield "and the document, which versions it is of, and its own that were approved", until(
        lambda: all(window.says(text) for text in ("Versions of the Statement of Applicability", "SOA-01", "SOA-02", "DV-0021")))
    window.close()

    report = os.path.join(folder, "changes.html")
    done = subprocess.run([arguments.cli, "report", path, "soa-changes", "--of", "1.2", report], check=False)
    text = open(report, encoding="utf-8").read() if done.returncode == 0 else ""
    yield "the draft says what is new in it", "Agreed with the works council" in text


def tools(arguments, folder):
    path, window = begin(arguments, folder, "--sample")
    window.act("show-record", window.glib.Variant("x", find_id(path, "A.8.3")))
    window.act("toggle-detail")
    until(lambda: (window.focused() or "").startswith("A.8.3, "))
    before = values(arguments, path, "A.8.3")["justification"]
    window.press(RETURN)
    sentence = "Keeps down R-001 (Insider misuse of production data by developers)."
    yield "a sentence from the linked risk is offered", until(lambda: window.says(f"Insert: {sentence}"))
    window.press(SPACE, CONTROL)
    yield "Ctrl+Space takes it, and it is not offered again", until(lambda: not window.look_for(f"Insert: {sentence}"))
    window.press(ESCAPE)
    yield "it is written when one leaves", until(lambda: values(arguments, path, "A.8.3")["justification"] == f"{before} {sentence}")
    window.press(ord("z"), CONTROL)
    until(lambda: values(arguments, path, "A.8.3")["justification"] == before)

    window.press(DOWN, SHIFT)
    window.press(DOWN, SHIFT)
    yield "several lines can be selected", until(lambda: window.says("3 Records Selected") or window.look_for("Edit the Selected Controls"))
    window.press(ord("2"))
    yield "a key says the same of all of them", until(
        lambda: all(values(arguments, path, f"A.8.{i}")["status"] == "planned" for i in (3, 4, 5)))
    window.press(ord("z"), CONTROL)
    yield "and is undone in one step", until(
        lambda: [values(arguments, path, f"A.8.{i}")["status"] for i in (3, 4, 5)] == ["partial", "implemented", "implemented"])

    window.press(ord("H"), CONTROL, SHIFT)
    until(lambda: window.look_for("Find and Replace"))
    window.type("policy")
    yield "every place is shown in its context", until(
        lambda: window.says("3 places") and window.says("Access control policy written for R-001 and contract demands."))
    window.tab_to("A.5.15 · Justification")
    window.press(SPACE)
    window.type_into("Replace With", "rule")
    window.click("Replace in 2 Places")
    yield "what is ticked is replaced", until(lambda: "rule" in values(arguments, path, "A.5.1")["justification"])
    yield "what is not stays", "policy" in values(arguments, path, "A.5.15")["justification"]
    window.click("Compare with a Version or Day")
    yield "what changed since the version before is listed", until(lambda: window.says("Justification: Main policy") and window.says("6 changes"))
    window.press(ESCAPE)
    window.press(ord("z"), CONTROL)
    yield "one undo takes all replacements back", until(lambda: "policy" in values(arguments, path, "A.5.1")["justification"])

    window.find("Gap", "toggle button").get_action_iface().do_action(0)
    window.tab_to("Not implemented yet", 6)
    window.press(SPACE)
    window.press(ESCAPE)
    yield "those with a gap are filtered", until(lambda: window.says("14 of 107 records"))
    yield "and what they are a part of is told", window.says("In all: ISO/IEC 27001:2022 Annex A 93, Own control 2, Another library 12")
    window.find("Clear Filters").get_action_iface().do_action(0)
    window.find("Information security properties", "toggle button").get_action_iface().do_action(0)
    window.tab_to("Integrity", 6)
    window.press(SPACE)
    window.press(ESCAPE)
    yield "so are those with an attribute", until(lambda: window.says("84 of 107 records"))
    window.find("Clear Filters").get_action_iface().do_action(0)

    window.click("Attributes")
    yield "bars count the controls by theme", until(lambda: window.look_for("Physical, Excluded, 4"))
    window.click("Physical, Excluded, 4")
    yield "a bar leads to its controls in the table", until(lambda: window.says("4 of 107 records"))

    report = os.path.join(folder, "statement.csv")
    window.act("reports")
    until(lambda: window.focused() == "Risk Assessment Report")
    window.tab_to("Statement of Applicability")
    window.press(RETURN)
    window.click("Write…")
    window.choose_file("Write the Report", report)
    yield "the report is written from the window", until(lambda: window.look_for("Open", "button") and os.path.getsize(report) > 0)
    os.remove(report)
    window.click("Open", "button")
    yield "what cannot be opened is told of, with its place", until(lambda: window.says(f"There is no file here any more: {report}"))
    window.close()


if __name__ == "__main__":
    sys.exit(main(decide, justify, tools))
