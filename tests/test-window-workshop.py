#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workshop, held by keyboard alone, cut off in the middle and taken up again."""

import json
import os
import subprocess
import sys
import time

from driver import CONTROL, ESCAPE, RETURN, Driver, main, until

PAGE_DOWN, PAGE_UP, BACKSPACE = 0xFF56, 0xFF55, 0xFF08


def listed(arguments, path, kind):
    output = subprocess.run([arguments.cli, "list", path, kind, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def one(arguments, path, kind, **wanted):
    return next((record for record in listed(arguments, path, kind) if all(record[key] == value for key, value in wanted.items())), None)


def start(window, title):
    window.act("start-workshop")
    window.tab_to(title)
    window.press(RETURN)


def add_participant(window, name):
    window.press(ord("a"), CONTROL)
    window.type(name)
    window.press(RETURN)


def workshop(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    window = Driver(arguments, path)

    start(window, "Suppliers and the office")
    yield "a workshop with nobody there asks who is there", until(lambda: window.says("Participants"))
    time.sleep(1)
    for name in ("Elena Costa", "Jonas Lindqvist", "Lotte Janssens"):
        add_participant(window, name)
    window.press(ESCAPE)
    yield "its first scenario is shown with the keyboard on the first estimate", until(
        lambda: window.says("Supplier breach exposes support tickets") and window.focused() == "Elena Costa, Likelihood: not yet")

    window.type("23")
    yield "two digits are an estimate, and the keyboard goes on", until(lambda: window.focused() == "Jonas Lindqvist, Likelihood: not yet")
    window.type("4")
    window.type("9")
    yield "a digit that is not on the scale is not taken", until(lambda: window.says("Jonas Lindqvist, Consequence: not yet"))

    window.process.kill()
    window.process.wait()
    kept = listed(arguments, path, "estimate")
    item = one(arguments, path, "agenda_item", workshop="WS-02", risk="R-022")
    of_this = [record for record in kept if record["agenda_item"] == item["reference"]]
    yield "what was entered is there after a crash", sorted(record["likelihood"] for record in of_this) == [2, 4]

    window = Driver(arguments, path)
    start(window, "Suppliers and the office")
    yield "the workshop goes on where it was", until(lambda: window.focused() == "Jonas Lindqvist, Likelihood: Likely")
    window.type("4435")
    yield "spread and median are shown", until(lambda: window.says("2 to 4, median 3"))

    window.type("s")
    time.sleep(0.5)
    window.type("3")
    yield "a secret round covers what is entered", until(lambda: window.says("Elena Costa, Likelihood: covered"))
    window.type("3333" "3")
    window.type("r")
    yield "revealing shows it", until(lambda: window.says("Elena Costa, Likelihood: Possible") and window.says("all 3"))

    window.type("a")
    window.type("Tickets hold more than we thought")
    window.press(RETURN)
    yield "what is agreed is written to the risk with the reason", until(
        lambda: (one(arguments, path, "risk", reference="R-022") or {}).get("current_rationale") == "Tickets hold more than we thought")
    risk = one(arguments, path, "risk", reference="R-022")
    yield "with the median as its levels", (risk["current_likelihood"], risk["current_consequence"]) == (3, 3)
    yield "and the next scenario is shown", until(lambda: window.says("Key supplier stops service") and window.focused() == "Elena Costa, Likelihood: not yet")

    window.type("n")
    window.type("Badge system fails")
    window.press(RETURN)
    yield "two keystrokes and a title make a scenario", until(lambda: one(arguments, path, "risk", title="Badge system fails") is not None)
    window.type("m")
    window.type("Keep a drawer of keys")
    window.press(RETURN)
    scenario = one(arguments, path, "risk", title="Badge system fails")["reference"]
    yield "a measure is noted for the scenario", until(
        lambda: scenario in (one(arguments, path, "treatment", title="Keep a drawer of keys") or {}).get("risks", ""))
    window.type("d")
    window.type("2")
    yield "two keys decide what is done about it", until(
        lambda: one(arguments, path, "risk", title="Badge system fails")["treatment"] == "tolerate")
    yield "which the agenda keeps", one(arguments, path, "agenda_item", topic="Badge system fails")["decision"] == "tolerate"
    window.type("p")
    window.type("Ask the landlord")
    window.press(RETURN)
    yield "a scenario can be parked with what is missing", until(
        lambda: (one(arguments, path, "agenda_item", topic="Badge system fails") or {}).get("outcome") == "parked")
    window.press(ord("z"), CONTROL)
    yield "and taken back with Ctrl+Z", until(
        lambda: (one(arguments, path, "agenda_item", topic="Badge system fails") or {}).get("outcome") == "open")
    for _ in range(5):
        window.press(PAGE_UP)
    yield "a presenter’s keys walk the agenda", until(lambda: window.says("R-022"))

    window.type("e")
    yield "it can be ended", until(lambda: one(arguments, path, "workshop", title="Suppliers and the office")["status"] == "held")
    minutes = os.path.join(folder, "minutes.html")
    done = subprocess.run([arguments.cli, "report", path, "workshop-minutes", minutes], check=False)
    text = open(minutes, encoding="utf-8").read() if done.returncode == 0 else ""
    yield "the minutes say who was there, what was agreed and why, and the measure", all(
        part in text for part in ("Lotte Janssens", "Tickets hold more than we thought", "Keep a drawer of keys", "R-022", "Tolerate"))
    window.click("Keep as Evidence", "button")
    said = until(lambda: window.says("with the minutes"))
    evidence = one(arguments, path, "evidence", title="Workshop: Suppliers and the office")
    yield "the workshop is evidence of the assessment, with its minutes", said and bool(evidence) and (
        evidence["workshops"] == ["WS-02"] and evidence["clauses"] == ["CL.8.2"] and "Minutes of WS-02.pdf" in str(evidence["files"]))
    window.press(ord("w"), CONTROL)
    yield "closing it leaves the engagement open", until(lambda: len(window.windows()) == 1)
    window.close()


if __name__ == "__main__":
    sys.exit(main(workshop))
