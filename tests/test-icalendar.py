#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars as iCalendar, read back by a program that is not ours. Speaks TAP."""

import datetime
import os
import pathlib
import subprocess
import sys
import tempfile

import icalendar

CLI = sys.argv[1]


def run(*arguments, status=0, environment=None):
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True, env={**os.environ, **(environment or {})})
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    return done.stdout + done.stderr


def set_setting(path, key, value):
    subprocess.run(["sqlite3", path, f"INSERT OR REPLACE INTO setting (key, value) VALUES ('{key}', '{value}')"], check=True)


def export(folder, path, what="calendar", name="out.ics", zone=None):
    out = folder / name
    run("export", str(path), what, str(out), environment={"TZ": zone} if zone else None)
    return out.read_bytes()


def events(data):
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    return calendar.walk("VEVENT")


def by_summary(found, part):
    hits = [event for event in found if part in str(event["SUMMARY"])]
    assert len(hits) == 1, (part, len(hits))
    return hits[0]


def sample(folder):
    path = folder / "sample.annex"
    run("new", str(path), "--sample")
    return path


def the_sample_reads_back(folder):
    path = sample(folder)
    data = export(folder, path)
    assert b"\n" not in data.replace(b"\r\n", b""), "lines end in CRLF"
    assert max(len(line) for line in data.split(b"\r\n")) <= 75, "lines are folded"
    data.decode("utf-8")
    found = events(data)
    uids = [str(event["UID"]) for event in found]
    assert len(set(uids)) == len(uids), "each event has a UID of its own"
    assert all("DTSTAMP" in event for event in found)
    due = by_summary(found, "TM-042")
    assert type(due["DTSTART"].dt) is datetime.date
    assert due["DTSTART"].params["VALUE"] == "DATE"
    assert due["DTEND"].dt - due["DTSTART"].dt == datetime.timedelta(days=1)
    assert str(due["TRANSP"]) == "TRANSPARENT"
    assert due["CATEGORIES"].cats == ["Measure"]
    stage = by_summary(found, "Stage 2")
    assert stage["DTSTART"].dt == datetime.date(2027, 5, 11) and str(stage["TRANSP"]) == "OPAQUE"


def uids_stay(folder):
    path = sample(folder)
    before = {str(event["UID"]): event["DTSTART"].dt for event in events(export(folder, path))}
    run("set", str(path), "TM-042", "due=2031-02-03", "title=Another name")
    after = events(export(folder, path))
    assert {str(event["UID"]) for event in after} == set(before)
    moved = by_summary(after, "Another name")
    assert moved["DTSTART"].dt == datetime.date(2031, 2, 3) != before[str(moved["UID"])]


def text_is_escaped(folder):
    path = folder / "text.annex"
    run("new", str(path), "--title", "Commas, semicolons; and \\ backslashes")
    title = "Wörter, die; brechen \\ " + "ä€😀" * 40
    run("add", str(path), "treatment", f"title={title}", "due=2031-01-31")
    found = events(export(folder, path, "treatment"))
    assert len(found) == 1 and str(found[0]["SUMMARY"]) == f"TM-001 {title}"
    assert "Commas, semicolons; and \\ backslashes" in str(found[0]["DESCRIPTION"])


def alarms_follow_the_preference(folder):
    path = folder / "alarm.annex"
    run("new", str(path), "--title", "Alarms")
    run("add", str(path), "treatment", "title=Ahead", "due=2931-01-31")
    run("add", str(path), "treatment", "title=Done", "due=2931-01-31", "status=done")
    assert not [part for event in events(export(folder, path)) for part in event.walk("VALARM")]
    set_setting(path, "calendar.alarm", "3")
    found = events(export(folder, path))
    alarm = by_summary(found, "Ahead").walk("VALARM")[0]
    assert alarm["TRIGGER"].dt == datetime.timedelta(days=-3) and str(alarm["ACTION"]) == "DISPLAY"
    assert not by_summary(found, "Done").walk("VALARM")


def times_have_their_zone(folder):
    path = folder / "zone.annex"
    run("new", str(path), "--title", "Zones")
    run("add", str(path), "audit", "title=Audit", "starts_on=2027-03-26", "ends_on=2027-03-29")
    for number, (day, begin, end) in enumerate([("2027-03-26", "09:00", "10:30"), ("2027-03-28", "09:00", "10:00")]):
        run("add", str(path), "audit_session", f"topic=Session {number}", "audit=AU-001", f"held_on={day}", f"starts_at={begin}", f"ends_at={end}")
    data = export(folder, path, zone="Europe/Amsterdam")
    assert data.count(b"BEGIN:VTIMEZONE") == 1 and b"TZID:Europe/Amsterdam" in data
    found = events(data)
    # Clocks go forward between the two: the same time of day is another hour of UTC.
    for number, hour in ((0, 8), (1, 7)):
        session = by_summary(found, f"Session {number}")
        assert session["DTSTART"].params["TZID"] == "Europe/Amsterdam"
        assert session["DTSTART"].dt.astimezone(datetime.timezone.utc).hour == hour, session["DTSTART"].dt
    # Without a name that others know, the moments are told in UTC.
    data = export(folder, path, zone="ABC-1")
    assert b"VTIMEZONE" not in data
    assert by_summary(events(data), "Session 0")["DTSTART"].dt == datetime.datetime(2027, 3, 26, 8, tzinfo=datetime.timezone.utc)
    audit = by_summary(found, "Audit")
    assert (audit["DTSTART"].dt, audit["DTEND"].dt) == (datetime.date(2027, 3, 26), datetime.date(2027, 3, 30))


def activities_repeat(folder):
    path = folder / "repeat.annex"
    run("new", str(path), "--title", "Repeats")
    run("add", str(path), "activity", "title=Month end", "starts_on=2031-01-31", "every=1", "unit=month", "until=2031-12-31")
    run("add", str(path), "activity", "title=Leap day", "starts_on=2028-02-29", "every=1", "unit=year")
    found = events(export(folder, path, "activity"))
    rule = by_summary(found, "Month end")["RRULE"]
    assert rule["FREQ"] == ["MONTHLY"] and rule["BYMONTHDAY"] == [28, 29, 30, 31] and rule["BYSETPOS"] == [-1]
    assert rule["UNTIL"] == [datetime.date(2031, 12, 31)]
    assert by_summary(found, "Leap day")["RRULE"]["BYMONTHDAY"] == [28, 29]
    # In a calendar of everything the open occurrence stands for itself, and the rest follows it.
    found = events(export(folder, path))
    first, rest = sorted((event for event in found if "Month end" in str(event["SUMMARY"])), key=lambda event: event["DTSTART"].dt)
    assert "RRULE" not in first and first["DTSTART"].dt == datetime.date(2031, 1, 31)
    assert "RRULE" in rest and rest["DTSTART"].dt == datetime.date(2031, 2, 28)


def what_cannot_be_a_calendar_is_refused(folder):
    path = sample(folder)
    assert "no day by which" in run("export", str(path), "person", str(folder / "people.ics"), status=1)
    assert ".ics" in run("export", str(path), "calendar", str(folder / "all.csv"), status=1)
    assert not (folder / "people.ics").exists() and not (folder / "all.csv").exists()


def an_older_file_stays_when_writing_fails(folder):
    path = sample(folder)
    old = folder / "old.ics"
    old.write_text("old")
    assert "no day by which" in run("export", str(path), "person", str(old), status=1)
    assert old.read_text() == "old" and [item.name for item in folder.glob("old.ics*")] == ["old.ics"]


TESTS = [the_sample_reads_back, uids_stay, text_is_escaped, alarms_follow_the_preference, times_have_their_zone, activities_repeat,
         what_cannot_be_a_calendar_is_refused, an_older_file_stays_when_writing_fails]

print(f"1..{len(TESTS)}")
failed = False
for number, test in enumerate(TESTS, 1):
    with tempfile.TemporaryDirectory() as name:
        try:
            test(pathlib.Path(name))
            print(f"ok {number} {test.__name__}", flush=True)
        except Exception as problem:  # every test is to be told of
            failed = True
            print(f"not ok {number} {test.__name__}\n# {type(problem).__name__}: {problem}".replace("\n", "\n# ").replace("# #", "#"), flush=True)
sys.exit(failed)
