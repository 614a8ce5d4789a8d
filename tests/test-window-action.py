#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A nonconformity, driven through all its gates in the window."""

import json
import os
import subprocess
import sys
import time

from driver import CONTROL, RETURN, SHIFT, Driver, main, until
from tour import find_id

LEFT = 0xFF51

# The stage, what it asks for, what is written, and where that leads.
GATES = [
    ("correction", "Write down what was done at once", "The door was locked by hand", "cause"),
    ("cause", "Write down the root cause", "The lock reports no fault", "plan"),
    ("plan", "Plan what will be done", "A lock that reports when it does not close", "implementation"),
    ("implementation", "Write down what was done.", "Two locks were exchanged", "evidence"),
    ("verification", "Write down what was looked at", "Ninety days without an open door", "closed"),
]


def cli(arguments, *words):
    return subprocess.run([arguments.cli, *words], capture_output=True, text=True, check=True).stdout


def action(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    cli(arguments, "new", path, "--sample")
    cli(arguments, "set", path, "DR-02", "waiting_days=0")
    cli(arguments, "add", path, "corrective_action", "title=Server room door stays open", "grading=minor", "raised_on=2026-01-12", "owner=Tomas Novak",
        "observed=Seen open twice", "similar=none", "similar_cases=All other doors", "verification_owner=Daniel Okafor", "effect=effective")

    def stage():
        return json.loads(cli(arguments, "show", path, "CAR-013", "--json"))["stage"]

    window = Driver(arguments, path)
    window.act("show-record", window.glib.Variant("x", find_id(path, "CAR-013")))
    for name, need, text, then in GATES:
        if name == "verification":
            window.click("Skip…")
            window.type("Seen by everybody who passes")
            window.press(RETURN)
            yield "a step can be left out with a reason", until(lambda: stage() == "verification")
        yield f"the path says what “{name}” needs", until(lambda: window.says(need))
        window.click("Pass…")
        passed = window.find("Pass")
        yield "and it cannot be passed without", until(lambda: not passed.get_state_set().contains(window.atspi.StateType.SENSITIVE))
        window.type(text)
        window.press(RETURN, CONTROL)
        yield "once that is written it can", until(lambda: passed.get_state_set().contains(window.atspi.StateType.SENSITIVE))
        window.click("Pass")
        yield f"and leads to “{then}”", until(lambda: stage() == then)
        time.sleep(0.5)

    window.press(ord("z"), CONTROL)
    yield "one undo takes the last step back, and what was written with it", until(lambda: stage() == "verification")
    yield "so that it is needed again", until(lambda: window.says("Write down what was looked at"))
    window.press(ord("z"), CONTROL, SHIFT)
    yield "and one redo closes it again", until(lambda: stage() == "closed")

    window.click("Board")
    window.press(ord("f"), CONTROL)
    window.type("server room door")
    window.press(RETURN)
    yield "the keyboard gets to its card", until(lambda: (window.focused() or "").startswith("CAR-013, Server room door"))
    window.press(LEFT, SHIFT)
    yield "on the board a move back asks for a reason", until(lambda: window.says("Send CAR-013 Back to “Verification”?"))
    window.type("It stood open again")
    window.press(RETURN)
    yield "and with one it goes", until(lambda: stage() == "verification")

    window.act("show-record", window.glib.Variant("x", find_id(path, "CAR-010")))
    yield "what came back is shown with what it repeats", until(lambda: window.says("Access key committed to a repository"))
    window.close()

    report = os.path.join(folder, "car.html")
    cli(arguments, "report", path, "car", report, "--of", "CAR-013")
    text = open(report, encoding="utf-8").read()
    missing = [part for part in ("Two locks were exchanged", "Seen by everybody who passes", "It stood open again", "Signatures") if part not in text]
    yield "the report tells all of it, the step left out and why it went back" + "".join(f"\n# not {part}" for part in missing), not missing


if __name__ == "__main__":
    sys.exit(main(action))
