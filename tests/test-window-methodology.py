#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the methodology through the real window: what moves is shown before it does."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import RETURN, UP, Driver, main, until  # noqa: E402
from tour import find_id  # noqa: E402


def level(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)["current_level"]


def levels(arguments, path):
    output = subprocess.run([arguments.cli, "list", path, "scale_level", "--where", "scale=likelihood", "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def names(arguments, path):
    return [record["name"] for record in levels(arguments, path)]


def apply_and_cancel(window):
    """While another program writes, for which Annex waits five seconds. To look through the window takes a busy machine
    longer, so that the button is taken from the keyboard, which is put on it; and if that was too late, once more."""
    too_late = lambda: window.says("The Methodology Could Not Be Changed")
    for _ in range(6):
        window.find("Apply", "button").get_action_iface().do_action(0)
        if until(lambda: window.last_focus() == "Cancel", 5):
            dialog = window.focus
            with contextlib.suppress(window.glib.Error, AttributeError):  # it may be gone
                while not any(node.get_name() == "Every risk is reassessed." for node in window.walk(dialog)):
                    dialog = dialog.get_parent()
                window.focus.get_action_iface().do_action(0)
                until(lambda: window.last_focus() != "Cancel")
                if not too_late():
                    return True
        if until(too_late):
            window.click("Close", "button")
            until(lambda: not too_late())
    return False


def change(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    window = Driver(arguments, path)

    window.act("show-room", window.glib.Variant("s", "methodology"))
    window.find("Likelihood 4, consequence 5, Critical, 1 risk")
    window.tab_to("Likelihood 5, consequence 1")
    window.type("4")
    yield "a digit paints the cell that the keyboard is on", until(
        lambda: window.look_for("Likelihood 5, consequence 1, Critical, 0 risks"))
    yield "what contradicts itself is told at once", until(lambda: window.says("has a lower level than a cell beside it"))
    window.act("undo")
    yield "undo takes back what was painted, not what the file had last", until(
        lambda: window.look_for("Likelihood 5, consequence 1, Medium, 0 risks")) and not window.says("cell of the matrix painted")
    window.act("redo")
    yield "and redo paints it again", until(lambda: window.look_for("Likelihood 5, consequence 1, Critical, 0 risks"))
    window.click("Discard", "button")
    yield "a draft can be thrown away", until(lambda: window.look_for("Likelihood 5, consequence 1, Medium, 0 risks"))

    window.click("High")
    window.click("Likelihood 4, consequence 5, Critical, 1 risk")
    yield "what would move is said before it does", until(lambda: window.says("Current, 4 × 5: Critical → High (1)"))
    yield "and nothing has moved yet", level(arguments, path, "R-001") == 4
    busy = sqlite3.connect(path, isolation_level=None)
    busy.execute("BEGIN EXCLUSIVE")
    yield "while it takes long, what goes on is said, and it can be cancelled", apply_and_cancel(window)
    busy.execute("ROLLBACK")
    busy.close()
    yield "and cancelled, nothing has moved and the draft is still there", until(
        lambda: not window.says("Every risk is reassessed.") and window.says("Current, 4 × 5: Critical → High (1)")) and (
            level(arguments, path, "R-001") == 4)
    until(lambda: window.find("Apply", "button").get_state_set().contains(window.atspi.StateType.SENSITIVE))
    window.click("Apply", "button")
    yield "then it moves", until(lambda: level(arguments, path, "R-001") == 3)
    yield "and how much did is said", until(lambda: window.says("3 ratings moved"))
    window.act("undo")
    yield "and back by undo", until(lambda: level(arguments, path, "R-001") == 4)

    window.process.kill()
    window.process.wait()
    reference = next(record["reference"] for record in levels(arguments, path) if record["name"] == "Unlikely")
    subprocess.run([arguments.cli, "delete", path, reference], check=True, stdout=subprocess.DEVNULL)
    window = Driver(arguments, path)
    window.act("show-room", window.glib.Variant("s", "methodology"))
    yield "a gap in a scale is told", until(lambda: window.says("The scale Likelihood has no level 2."))
    window.act("show-record", window.glib.Variant("x", find_id(path, "R-006")))
    yield "and at the risks that are judged by it", until(lambda: window.says("has an estimate that the scales no longer have"))
    window.act("undo")
    yield "until it is closed again", until(lambda: not window.says("has an estimate that the scales no longer have"))
    window.close()


def choose(window, from_below):
    """Items of a menu have no name on the bus, so they are counted."""
    window.click("Presets", "toggle button")
    for _ in range(from_below):
        window.press(UP)
    window.press(RETURN)


def draft(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    before = names(arguments, path)
    window = Driver(arguments, path)

    window.act("show-room", window.glib.Variant("s", "methodology"))
    window.find("Likelihood 4, consequence 5, Critical, 1 risk")
    window.click("Add a Level", "button")
    yield "another level is drafted", until(lambda: window.says("Likelihood 6, Level 6: new"))
    yield "and its row of the matrix is there to be painted", until(lambda: window.look_for("Likelihood 6, consequence 1, not painted, 0 risks"))
    window.type_into("Name", "Every day")
    window.press(RETURN)
    yield "it is named in the draft", until(lambda: window.says("Likelihood 6, Every day: new"))
    yield "of which the file knows nothing", names(arguments, path) == before
    window.click("Discard", "button")
    yield "and which can be thrown away", until(lambda: not window.says("Every day"))

    window.click("Remove the Highest Level", "button")
    yield "what would go is said before", until(lambda: window.says("Likelihood 5, Very likely: removed"))
    yield "and that nothing is judged so", window.says("No rating moves.")
    yield "and nothing is changed", names(arguments, path) == before
    window.click("Apply", "button")
    yield "then it is, all at once", until(lambda: names(arguments, path) == before[:-1])
    window.act("undo")
    yield "and one undo takes all of it back", until(lambda: names(arguments, path) == before) and level(arguments, path, "R-001") == 4

    other = os.path.join(folder, "other.annex")
    subprocess.run([arguments.cli, "new", other, "--title", "Other"], check=True)
    subprocess.run([arguments.cli, "methodology", other, "--preset", "3"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([arguments.cli, "set", other, "M-1", "title=How we judge"], check=True, stdout=subprocess.DEVNULL)
    choose(window, 2)  # 3 × 3
    yield "a preset is drafted, and what it would move is said", until(lambda: window.says("Consequence 5, Severe: removed") and window.says("ratings move"))
    window.act("undo")
    yield "and undone in the draft", until(lambda: not window.says("removed"))
    choose(window, 1)  # Take Over From…
    window.choose_file("Take Over the Methodology From", other)
    yield "a methodology of another engagement is drafted with its text", until(
        lambda: window.says("Likelihood 4, Likely: removed") and window.says("The text of the methodology"))
    yield "and the file is as it was", names(arguments, path) == before
    window.click("Apply", "button")
    yield "until it is applied", until(lambda: len(names(arguments, path)) == 3) and level(arguments, path, "R-001") is None
    window.act("undo")
    yield "which no estimate was lost by", until(lambda: level(arguments, path, "R-001") == 4)
    window.close()


if __name__ == "__main__":
    sys.exit(main(change, draft))
