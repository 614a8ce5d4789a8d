#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the Statement of Applicability by keyboard alone, and follows a line to its evidence and back."""

import json
import os
import subprocess
import sys

from driver import CONTROL, DOWN, ESCAPE, RETURN, SHIFT, Driver, main, until
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
    path, window = begin(arguments, folder, "--title", "New")
    yield "the statement begins with the first theme", until(lambda: window.says("Organizational: 0 of 37 decided"))
    window.act("show-record", window.glib.Variant("x", find_id(path, "A.5.1")))
    window.act("toggle-detail")
    yield "a control can be reached", until(lambda: (window.focused() or "").startswith("A.5.1, "))
    for _ in range(10):
        window.press(SPACE)
        window.press(DOWN)
    yield "Space and Down decide on ten controls", until(
        lambda: all(values(arguments, path, f"A.5.{i}")["decision"] == "applicable" for i in range(1, 11)))
    window.press(ord("4"))
    yield "a digit sets the status", until(lambda: values(arguments, path, "A.5.11")["status"] == "implemented")
    window.press(ord("z"), CONTROL)
    yield "and Ctrl+Z takes it back", until(lambda: values(arguments, path, "A.5.11")["status"] == "not_started")
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
    window.close()

    approve = subprocess.run([arguments.cli, "add", path, "soa_version", "title=1.2", "state=approved", "approved_by=Marit Hoekstra"], stdout=subprocess.DEVNULL, check=False)
    report = os.path.join(folder, "changes.html")
    done = subprocess.run([arguments.cli, "report", path, "soa-changes", "--of", "1.2", report], check=False)
    text = open(report, encoding="utf-8").read() if done.returncode == 0 else ""
    yield "an approved version says what is new in it", approve.returncode == 0 and "Agreed with the works council" in text


if __name__ == "__main__":
    sys.exit(main(decide, justify))
