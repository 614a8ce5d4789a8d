#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the treatment plan in the real window: board, timeline and plan."""

import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import (RETURN, ESCAPE, TAB, DOWN, CONTROL, SHIFT, ALT, Driver, until, main)  # noqa: E402

LEFT, UP, RIGHT, MENU, SPACE = 0xFF51, 0xFF52, 0xFF53, 0xFF67, ord(" ")


def begin(arguments, folder, mode):
    path = os.path.join(folder, "plan.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True, stdout=subprocess.DEVNULL)
    window = Driver(arguments, path)
    window.act("show-query", window.glib.Variant("(ss)", ("treatment", "")))
    window.click(mode, "radio button")
    return window, path


def measure(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def enter(window):
    """Takes the keyboard from the search to what is shown."""
    window.press(ord("f"), CONTROL)
    window.press(RETURN)


def walk(window, key, beginning, most=50):
    """Presses a key until what has the keyboard begins with that."""
    there = lambda: (window.focused() or "").startswith(beginning)
    for _ in range(most):
        if there():
            return True
        window.press(key)
    return there()


def work_on_the_board(arguments, folder):
    window, path = begin(arguments, folder, "Board")
    status = lambda reference="TM-009": measure(arguments, path, reference)["status"]

    yield "each column says its name and how many it has", window.find("Planned, 6 records") is not None \
        and window.find("Done, 25 records") is not None
    yield "a card says all that it shows", window.says("TM-009, Yearly penetration test, Aisha Rahmani, Due 2026-12-31")
    enter(window)
    yield "the keyboard gets from the search to the first card", until(lambda: (window.focused() or "").startswith("TM-043"))
    yield "arrows walk the columns", walk(window, RIGHT, "TM-009", 1)
    window.press(DOWN)
    yield "and the cards", window.focused().startswith("TM-012")
    window.press(RIGHT)
    yield "and back into a column at the same height", window.focused().startswith("TM-005")
    window.press(LEFT)
    window.press(RIGHT, SHIFT)
    yield "Shift and Right moves the card on", until(lambda: status("TM-012") == "in_progress")
    yield "and the keyboard goes with it", until(lambda: window.focused().startswith("TM-012"))
    window.press(RIGHT, ALT)
    yield "Alt and Right moves it to Done", until(lambda: status("TM-012") == "done")
    yield "the counts follow", window.find("Done, 26 records") is not None and window.find("Planned, 5 records") is not None
    yield "and a toast says what was done", until(lambda: window.says("TM-012 moved to Done"), 4)
    window.act("undo")
    yield "undo takes one step back", until(lambda: status("TM-012") == "in_progress")
    window.act("undo")
    yield "and the next", until(lambda: status("TM-012") == "planned") and window.find("Planned, 6 records") is not None

    yield "and takes the keyboard back to the card", until(lambda: window.focused().startswith("TM-012"))
    walk(window, UP, "TM-009", 6)
    window.press(DOWN, SHIFT)
    window.press(RIGHT, SHIFT)
    yield "a selection moves together", until(lambda: status("TM-009") == status("TM-012") == "in_progress") \
        and window.says("2 records moved to In progress")
    window.click("Undo", "button")
    yield "and comes back together", until(lambda: status("TM-009") == status("TM-012") == "planned")

    window.press(LEFT)
    walk(window, UP, "TM-009", 6)
    window.press(MENU)
    time.sleep(1)
    window.press(DOWN)
    window.press(DOWN)
    window.press(RETURN)
    yield "the card's menu moves it, too", until(lambda: status() == "done")
    window.act("undo")
    until(lambda: status() == "planned")
    until(lambda: (window.focused() or "").startswith("TM-009"))
    window.press(RETURN)
    yield "Enter opens the card's details", window.find("Due", "text") is not None
    window.press(ord("f"), CONTROL)
    window.type("penetration")
    yield "the room's search applies", until(lambda: window.look_for("Planned, 1 record")) and window.find("Done, 0 records") is not None
    window.press(ESCAPE)
    window.close()


def walk_the_timeline(arguments, folder):
    window, path = begin(arguments, folder, "Timeline")
    due = lambda: measure(arguments, path, "TM-004")["due"]

    yield "a row says what its bar shows", until(lambda: window.says(
        "Review all access to production data every quarter, due 15 December 2026, In progress"))
    yield "and what is late says so", window.says("Train support staff on what may leave the house, due 13 November 2026, Planned, late")
    window.press(ord("f"), CONTROL)
    window.type("TM-004")
    window.press(RETURN)
    yield "the keyboard gets to the rows", walk(window, TAB, "Review all access", 6)
    window.press(RIGHT, CONTROL)
    yield "Ctrl and Right moves the day by one", until(lambda: due() == "2026-12-16") and window.says("TM-004 is due 16 December 2026")
    window.press(LEFT, CONTROL, SHIFT)
    yield "with Shift by a week", until(lambda: due() == "2026-12-09")
    window.act("undo")
    window.act("undo")
    yield "and both are undone", until(lambda: due() == "2026-12-15")
    window.press(ord("+"), CONTROL)
    window.press(ord("-"), CONTROL)
    window.press(ord("0"), CONTROL)
    yield "the rows stay through zooming", (window.focused() or "").startswith("Review all access")
    window.close()


def ask_what_if(arguments, folder):
    window, path = begin(arguments, folder, "Plan")
    status = lambda: measure(arguments, path, "TM-004")["status"]
    insider = "R-001 Insider misuse of production data by developers, now Critical, when done "

    yield "the plan says where each risk gets to", until(lambda: window.says(insider + "Medium, target Medium, Reached"))
    yield "and what it costs", window.find("489500") is not None and window.find("100900") is not None and window.find("369 days") is not None
    enter(window)
    yield "the keyboard walks risks and measures", walk(window, DOWN, "TM-004 Review all access", 8)
    window.press(SPACE)
    yield "Space asks what if the measure were dropped", until(lambda: window.says(insider + "High, target Medium, Stays above"))
    yield "and what would follow", until(lambda: window.says("Without TM-004, R-001 would stay above its target. Saves 0 once and 10000 a year."))
    yield "the totals are those without it", window.find("90900") is not None
    yield "nothing is written by asking", status() == "in_progress"
    window.press(SPACE)
    yield "Space again takes the question back", until(lambda: window.says(insider + "Medium, target Medium, Reached"))
    window.press(SPACE)
    window.click("Drop", "button")
    yield "the button drops it", until(lambda: status() == "dropped") and window.says("TM-004 dropped")
    yield "and the plan is read anew", until(lambda: window.says("TM-004 Review all access to production data every quarter, Dropped")) \
        and window.says(insider + "High, target Medium, Stays above")
    window.act("undo")
    yield "which is undone", until(lambda: status() == "in_progress" and window.says(insider + "Medium, target Medium, Reached"))
    window.press(ord("f"), CONTROL)
    window.type("TM-006")
    yield "the room's search applies", until(lambda: window.says("R-002 Compromised") and not window.says(insider))
    window.close()


if __name__ == "__main__":
    sys.exit(main(work_on_the_board, walk_the_timeline, ask_what_if))
