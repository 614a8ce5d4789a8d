#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the calendar in the real window: keys, moving with undo, adding, filters, another calendar."""

import datetime
import json
import os
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import driver  # noqa: E402
from driver import (RETURN, ESCAPE, DOWN, HOME, RIGHT, CONTROL, SHIFT, Driver, until, main)  # noqa: E402

LEFT, UP, PAGE_UP, PAGE_DOWN, INSERT, SPACE = 0xFF51, 0xFF52, 0xFF55, 0xFF56, 0xFF63, ord(" ")

OTHER = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Company outing\r
DTSTART;VALUE=DATE:{day:%Y%m%d}\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
SUMMARY:Never\r
DTSTART;VALUE=DATE:20270230\r
END:VEVENT\r
END:VCALENDAR\r
"""


def spoken(day):
    return f"{day.day} {day:%B} {day.year}"


def show(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def make(arguments, folder):
    """A file with three measures that are due in the month after this one, on its 10th."""
    path = os.path.join(folder, "calendar.annex")
    today = driver.today()
    day = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=10)
    subprocess.run([arguments.cli, "new", path, "--title", "Calendar"], check=True)
    for title in ("Patch", "Lock"):
        subprocess.run([arguments.cli, "add", path, "treatment", f"title={title}", f"due={day}"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([arguments.cli, "add", path, "objective", "title=Aim", f"due={day}"], check=True, stdout=subprocess.DEVNULL)
    return path, today, day


# The accessible tree counts from where the window's shadow ends; the display from its corner.
SHADOW = 10


def place_of(window, beginning):
    """Where on the display that stands which is called so: x, y, width, height."""
    showing = window.atspi.StateType.SHOWING
    node = window.wait(lambda: next((node for node in window.walk() if (node.get_name() or "").startswith(beginning)
                                     and node.get_role_name() != "list item" and node.get_state_set().contains(showing)), None), f"“{beginning}”")
    place = node.get_component_iface().get_extents(window.atspi.CoordType.WINDOW)
    return place.x + SHADOW, place.y + SHADOW, place.width, place.height


def move_with_the_pointer(arguments, folder):
    """A measure in the month, and the day of an audit of the certification cycle on the lane of three years."""
    path = os.path.join(folder, "pointer.annex")
    today = driver.today()
    day = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=10)
    decision = datetime.date(today.year + 1, 2, 1)
    subprocess.run([arguments.cli, "new", path, "--title", "Pointer"], check=True)
    for values in (["treatment", "title=Patch", f"due={day}"], ["certification", "title=Cycle", f"decision_on={decision}"]):
        subprocess.run([arguments.cli, "add", path, *values], check=True, stdout=subprocess.DEVNULL)
    window = Driver(arguments, path)
    due = lambda: show(arguments, path, "TM-001")["due"]
    audit = lambda: datetime.date.fromisoformat(show(arguments, path, "CC-01")["surveillance1_on"])

    window.act("show-room", window.glib.Variant("s", "calendar"))
    window.press(PAGE_DOWN)
    x, y, width, height = place_of(window, spoken(day))
    later = day + datetime.timedelta(days=9)
    to_x, to_y, width, height = place_of(window, spoken(later))
    window.drag((x + width // 2, y + 34), (to_x + width // 2, to_y + height // 2))
    yield "an entry is dragged to another day", until(lambda: due() == str(later))
    window.act("undo")
    yield "and one undo takes it back", until(lambda: due() == str(day))

    window.click("3 Years")
    before = audit()
    x, y, width, height = place_of(window, "CC-01 Cycle")
    names = 260
    begin = datetime.date(today.year, 1, 1)
    pixels = (width - names) / (datetime.date(today.year + 3, 1, 1) - begin).days
    at = x + names + int((before - begin).days * pixels)
    window.drag((at, y + height // 2), (at - int(120 * pixels), y + height // 2), 0.1)
    yield "the day of an audit is dragged along its lane", until(lambda: 115 <= (before - audit()).days <= 125)
    yield "which says that its window is missed", until(lambda: window.says("1 window missed"))
    window.act("undo")
    yield "and comes back, too", until(lambda: audit() == before)
    window.close()


def work_in_the_month(arguments, folder):
    path, today, day = make(arguments, folder)
    window = Driver(arguments, path)
    focused = lambda beginning: until(lambda: (window.focused() or "").startswith(beginning))
    due = lambda reference: show(arguments, path, reference)["due"]

    window.press(ord("c"), CONTROL, SHIFT)
    yield "a key of its own leads to the calendar, and today has the keyboard", focused(f"{spoken(today)}, today")
    window.press(RIGHT)
    yield "Right goes to the next day", focused(spoken(today + datetime.timedelta(days=1)))
    window.press(DOWN)
    yield "Down to the next week", focused(spoken(today + datetime.timedelta(days=8)))
    window.press(HOME)
    yield "Home back to today", focused(f"{spoken(today)}, today")
    window.press(PAGE_DOWN)
    yield "Page Down to the next month", until(lambda: f"{day:%B} {day.year}" in (window.focused() or ""))
    while True:
        at = window.focused()
        if at.startswith(spoken(day)):
            break
        number = int(at.split(" ")[0])
        if number == 10:
            break
        window.press(RIGHT if number < 10 else LEFT)
        until(lambda: window.focused() != at)
    yield "a day says how many entries it has and which", \
        until(lambda: (window.focused() or "").startswith(f"{spoken(day)}, 3 entries: ") and "TM-001 Patch" in window.focused())

    window.press(SPACE)
    window.press(SPACE)
    yield "Space goes through the entries", until(lambda: "Chosen: TM-001 Patch" in (window.focused() or ""))
    window.press(RIGHT, CONTROL)
    later = day + datetime.timedelta(days=1)
    yield "Ctrl and Right moves the entry by a day", until(lambda: due("TM-001") == str(later))
    yield "and says so", until(lambda: window.says(f"TM-001 moved to {spoken(later)}"))
    yield "and the keyboard goes with it", focused(f"{spoken(later)}, 1 entry: TM-001 Patch")
    window.act("undo")
    yield "one undo takes it back", until(lambda: due("TM-001") == str(day))
    window.press(LEFT)
    yield "and the month shows it", until(lambda: (window.focused() or "").startswith(f"{spoken(day)}, 3 entries"))

    window.press(RETURN)
    yield "Enter opens the day", until(lambda: window.look_for("Add on This Day", "button") is not None)
    window.press(ESCAPE)
    window.click("Objectives", "toggle button")
    yield "a chip leaves only its kind", until(lambda: window.says(f"{spoken(day)}, 1 entry: O-001 Aim"))
    window.click("Objectives", "toggle button")
    yield "and without it all are back", until(lambda: window.says(f"{spoken(day)}, 3 entries"))
    window.press(ord("f"), CONTROL)
    window.type("lock")
    yield "search leaves what has the word", until(lambda: window.says(f"{spoken(day)}, 1 entry: TM-002 Lock"))
    window.press(ESCAPE)
    yield "and gives the others back", until(lambda: window.says(f"{spoken(day)}, 3 entries"))

    window.act("show-room", window.glib.Variant("s", "calendar"))
    yield "the selected day has the keyboard again", focused(spoken(day))
    window.press(INSERT)
    yield "Insert asks for the kind", until(lambda: window.look_for("Add on the Selected Day", "menu") is not None)
    for _ in range(4):
        window.press(DOWN)
    window.press(RETURN)
    yield "which is added with that day", until(lambda: window.look_for("New: Measure", "dialog") is not None)
    window.type_into("Title", "Added here")
    window.click("Add", "button")
    yield "on the day", until(lambda: due("TM-003") == str(day))
    yield "and shows at once", until(lambda: window.says(f"{spoken(day)}, 4 entries"))

    window.click("Year")
    yield "the year tells how full its months are", until(lambda: window.says(f"{day:%B} {day.year}, 4 entries"))
    window.click("Agenda")
    yield "the agenda lists the days", until(lambda: window.says("TM-003 Added here, Measure"))
    window.click("3 Years")
    yield "three years have a lane for each kind", until(lambda: window.says("Treatment, 3 entries"))
    window.close()


def see_another_calendar(arguments, folder):
    path, today, day = make(arguments, folder)
    other = os.path.join(folder, "other.ics")
    with open(other, "w", encoding="utf-8", newline="") as file:
        file.write(OTHER.format(day=today))
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO setting (key, value) VALUES ('calendar.external', ?)", (other,))
    window = Driver(arguments, path)
    window.act("show-room", window.glib.Variant("s", "calendar"))
    yield "another calendar is shown beside ours", until(lambda: window.says(f"{spoken(today)}, today, 1 entry: Company outing"))
    yield "what it lacks is said", until(lambda: window.says("1 event has no day that exists"))
    window.click("Treatment", "toggle button")
    yield "only treatment leaves it out", until(lambda: window.says(f"{spoken(today)}, today, no entries"))
    window.click("Treatment", "toggle button")
    window.click("other", "toggle button")
    yield "it has a chip of its own", until(lambda: window.says("1 entry: Company outing") and not window.says("3 entries:"))
    window.click("other", "toggle button")
    with open(other, "w", encoding="utf-8", newline="") as file:
        file.write(OTHER.format(day=today).replace("Company outing", "Summer party"))
    yield "it is read again when it changes", until(lambda: window.says(f"{spoken(today)}, today, 1 entry: Summer party"))
    large = os.path.join(folder, "large.ics")
    with open(large, "w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\n" + 900_000 * "BEGIN:VEVENT\r\nDTSTART:20200101T090000Z\r\nDESCRIPTION:Bring a lot of time for this\r\nEND:VEVENT\r\n")
    window.click("Calendars…")
    window.tab_to("Show Another Calendar…")
    window.press(RETURN)
    window.choose_file("Show Another Calendar", large)
    yield "reading one of 100 MB says how far it is", until(lambda: window.says("Being read: ") or window.says("Reading “large”: "))
    if window.look_for("Stop", "button"):
        window.click("Stop")
    window.click("Remove “large”")
    yield "each can be removed alone", until(lambda: window.look_for("large", "toggle button") is None) and \
        window.look_for("other", "toggle button") is not None
    window.press(ESCAPE)
    os.unlink(other)
    yield "and when it is gone that is said", until(lambda: window.says("could not be opened"))
    window.close()


main(work_in_the_month, move_with_the_pointer, see_another_calendar)
