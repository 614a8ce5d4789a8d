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
    today = datetime.date.today()
    day = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=10)
    subprocess.run([arguments.cli, "new", path, "--title", "Calendar"], check=True)
    for title in ("Patch", "Lock"):
        subprocess.run([arguments.cli, "add", path, "treatment", f"title={title}", f"due={day}"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([arguments.cli, "add", path, "objective", "title=Aim", f"due={day}"], check=True, stdout=subprocess.DEVNULL)
    return path, today, day


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
    yield "what it lacks is said", until(lambda: window.says("1 events have no day that exists"))
    with open(other, "w", encoding="utf-8", newline="") as file:
        file.write(OTHER.format(day=today).replace("Company outing", "Summer party"))
    yield "it is read again when it changes", until(lambda: window.says(f"{spoken(today)}, today, 1 entry: Summer party"))
    os.unlink(other)
    yield "and when it is gone that is said", until(lambda: window.says("could not be opened"))
    window.close()


main(work_in_the_month, see_another_calendar)
