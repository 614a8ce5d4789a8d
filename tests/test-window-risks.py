#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows a risk through the real window, as an auditor does, and treats one, as its owner does."""

import json
import os
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import CONTROL, DOWN, ESCAPE, RETURN, RIGHT, Driver, main, until  # noqa: E402
from tour import find_id  # noqa: E402


# The place of what is in a window is told from within the shadow that its window casts.
SHADOW = 10


def values(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def begin(arguments, folder, prepare=None):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    if prepare:
        prepare(arguments, path)
    return path, Driver(arguments, path)


def age(arguments, path):
    """All that is there is two months old, but for what became of R-020 today."""
    with sqlite3.connect(path) as database:
        database.execute("""UPDATE "commit" SET time = strftime ('%Y-%m-%dT%H:%M:%fZ', time, '-60 days')""")
    subprocess.run([arguments.cli, "set", path, "R-020", "title=What it is called today", "current_likelihood=Very likely"], check=True,
                   stdout=subprocess.DEVNULL)


def middle(window, node):
    """Where a hand takes a node. The bus leaves out the shadow beside the window."""
    place = node.get_component_iface().get_extents(window.atspi.CoordType.WINDOW)
    return place.x + SHADOW + place.width // 2, place.y + SHADOW + place.height // 2


def click(window, at, *held):
    kind = window.atspi.KeySynthType
    for code in held:
        window.atspi.generate_keyboard_event(code, None, kind.PRESS)
    window.atspi.generate_mouse_event(*at, "b1c")
    time.sleep(0.2)
    for code in held:
        window.atspi.generate_keyboard_event(code, None, kind.RELEASE)
    time.sleep(0.3)


def go(window, path, title, reference):
    """Takes the row that leads to another record; rows have no action on the bus, so theirs is done."""
    window.find(title, "list item")
    window.act("show-record", window.glib.Variant("x", find_id(path, reference)))


def follow_thread(arguments, folder):
    """Production database, all developers have access: from the asset to the acceptance and back."""
    path, window = begin(arguments, folder)
    show = lambda reference: window.act("show-record", window.glib.Variant("x", find_id(path, reference)))
    shows = lambda *texts: until(lambda: all(window.says(text) for text in texts))

    show("A-0001")
    go(window, path, "Insider misuse of production data by developers", "R-001")
    yield "the asset leads to its risk, with owner, level and decision", shows("R-001", "Ruben de Wit", "Critical", "Treat")
    yield "the risk shows what is left and that its owner accepted it", shows("Medium", "Accepted")
    yield "and where it stands on the matrix", shows("● Current: likelihood 4, consequence 5")
    yield "its measures are one click away", shows("Introduce role-based access control for the production database",
                                                   "Review all access to production data every quarter")
    go(window, path, "Review all access to production data every quarter", "TM-004")
    yield "the measure shows owner and control", shows("TM-004", "Daniel Okafor", "Information access restriction")
    go(window, path, "Information access restriction", "A.8.3")
    yield "the control shows the measures that implement it", shows("A.8.3", "Review all access to production data every quarter")
    go(window, path, "Review all access to production data every quarter", "TM-004")
    go(window, path, "Insider misuse of production data by developers", "R-001")
    yield "and the way back is as short", shows("R-001")
    go(window, path, "Accepted as what is left when the standing grants are gone and the first full review is done.", "AC-001")
    yield "the acceptance says who, when and until when", shows("AC-001", "Ruben de Wit", "2026-10-21", "2027-10-21")

    show("R-006")
    yield "a property of the engagement’s own is affected, with its reason", shows("C, I, Authenticity") and (
        window.text_of("Authenticity").startswith("A release would pass as ours"))

    show("R-022")
    yield "a stale acceptance is told where the risk is shown", shows("was accepted at another rating than it has today")
    window.click("Properties affected", "toggle button")
    until(lambda: window.focused() == "Confidentiality affected")
    window.tab_to("Authenticity", key=DOWN)
    window.press(ord(" "))
    window.press(ESCAPE)
    yield "risks are filtered by such a property", shows("Properties affected: Authenticity", "2 of 35 records")
    window.act("show-room", window.glib.Variant("s", "overview"))
    window.close()


def decide(arguments, folder):
    """A new risk gets its estimates, a measure and a decision, each where the person is."""
    path, window = begin(arguments, folder)
    variant = window.glib.Variant

    window.act("show-room", variant("s", "risk"))
    window.act("new-record")
    window.type_into("Title", "Visitors read the screens in the lobby")
    window.press(RETURN)
    yield "a new risk is kept", until(lambda: values(arguments, path, "R-036")["title"].startswith("Visitors"))
    yield "it is told that it has no owner yet", until(lambda: window.says("R-036 has no owner"))
    risk = find_id(path, "R-036")

    window.act("add-linked", variant("(ssx)", ("acceptance", "risk", risk)))
    window.click("Add", "button")
    yield "who decides is asked for", until(lambda: window.says("This is needed."))
    window.click("Cancel", "button")

    window.act("add-linked", variant("(ssx)", ("treatment", "risks", risk)))
    until(lambda: window.focused() == "Title", 5)
    window.type("Turn the screens away from the door")
    window.click("Add", "button")
    yield "a measure made from the risk is linked to it", until(lambda: values(arguments, path, "R-036")["measures"] == "1" or values(arguments, path, "R-036")["measures"] == 1)
    window.act("undo")
    yield "and undone in one step", until(lambda: values(arguments, path, "R-036")["measures"] in ("0", 0))
    window.close()


def walk_map(arguments, folder):
    """The heat map by keyboard: cells in words, the list beside, a move with its reason, undo, and how it looked before."""
    path, window = begin(arguments, folder, age)

    window.act("show-room", window.glib.Variant("s", "risk"))
    window.click("Map")
    cell = window.find("Likelihood 4, consequence 5, Critical, 1 risk")
    yield "each cell is read in words", cell is not None and window.find("Likelihood 2, consequence 3, Medium, 12 risks") is not None
    first = window.tab_to("Likelihood ")
    window.press(DOWN)
    yield "arrow keys walk the cells", first.startswith("Likelihood 5, consequence 1") and window.focused().startswith("Likelihood 4, consequence 1")
    for _ in range(4):
        window.press(RIGHT)
    window.press(DOWN)
    window.press(RETURN)
    yield "Enter lists the risks of a cell", until(lambda: window.says("Current: likelihood 3, consequence 5"))
    window.type("r-001")
    yield "a typed reference finds its cell", until(lambda: window.says("Current: likelihood 4, consequence 5"))
    window.click("Move To…")
    until(lambda: window.look_for("Rationale", "text"), 5)
    window.press(DOWN)
    window.type_into("Rationale", "Nobody has standing access any more")
    window.click("Move", "button")
    moved = lambda: values(arguments, path, "R-001")
    yield "a risk is moved with its reason", until(
        lambda: moved()["current_rationale"] == "Nobody has standing access any more")
    window.act("undo")
    yield "and moved back by undo", until(lambda: moved()["current_rationale"].startswith("At the gap analysis"))

    window.click("Likelihood 2, consequence 3, Medium, 12 risks")
    trio = ("R-003", "R-012", "R-013")
    # A toast lies over the list for a while.
    until(lambda: not window.says("Undone"), 15)
    for reference in trio:
        # The first opens beside the map, and the list moves below it.
        click(window, middle(window, window.find(reference, "label")), *([CONTROL] if reference != trio[0] else []))
        until(lambda: window.says("On the Matrix"), 5)
        until(lambda: middle(window, window.find(reference, "label")) == (time.sleep(0.4) or middle(window, window.find(reference, "label"))), 5)
    window.drag(middle(window, window.find(trio[1], "label")), middle(window, window.find("Likelihood 1, consequence 2, Low, 1 risk")))
    until(lambda: window.look_for("Rationale", "text"), 5)
    window.type_into("Rationale", "Judged anew together")
    window.click("Move", "button")
    rated = lambda reference: [values(arguments, path, reference)["current_" + what] for what in ("likelihood", "consequence", "rationale")]
    yield "risks that are selected are dragged to another cell together, with their reason", until(
        lambda: [rated(reference) for reference in trio] == [[1, 2, "Judged anew together"]] * 3)
    window.act("undo")
    yield "and come back together", until(lambda: [rated(reference)[:2] for reference in trio] == [[2, 3]] * 3)

    window.find("Likelihood 5, consequence 1, Medium, 1 risk")
    window.find("Day to Show", "slider").get_value_iface().set_current_value(30)
    yield "the map of a day before is that of the log", until(
        lambda: window.look_for("Likelihood 3, consequence 1, Low, 1 risk") and window.look_for("Likelihood 5, consequence 1, Medium, 0 risks"))
    window.click("Likelihood 3, consequence 1, Low, 1 risk")
    yield "and the list beside it is of that day", until(lambda: window.says("Laptop lost or stolen")) and not window.says("What it is called today")
    yield "of which nothing is moved", not window.look_for("Move To…", "button").get_state_set().contains(window.atspi.StateType.SENSITIVE)
    window.act("show-record", window.glib.Variant("x", find_id(path, "R-020")))
    yield "a risk shows the way that it has gone on the matrix", until(
        lambda: window.says("likelihood 5, consequence 1 (methodology, version 1)") and window.says("likelihood 3, consequence 1 (methodology, version 1)"))
    window.close()


if __name__ == "__main__":
    sys.exit(main(follow_thread, decide, walk_map))
