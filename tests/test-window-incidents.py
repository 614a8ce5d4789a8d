#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An incident, from its report to what was learned from it, and back along the thread that the sample has."""

import datetime
import html
import json
import os
import re
import subprocess
import time

import driver
from driver import ALT, CONTROL, DELETE, ESCAPE, RETURN, TAB, Driver, main, until
from tour import find_id

UP, F6 = 0xFF52, 0xFFC3


def listed(arguments, path, kind):
    output = subprocess.run([arguments.cli, "list", path, kind, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def one(arguments, path, kind, reference):
    return next((record for record in listed(arguments, path, kind) if record["reference"] == reference), None)


def follow(window, path, beginning, reference):
    """Finds the row of a link in the details, and does what it does when it is activated: the forms are long for Tab."""
    window.wait(lambda: next((node for node in window.walk() if (node.get_name() or "").startswith(beginning) and node.get_role_name() == "list item"
                              and node.get_state_set().contains(window.atspi.StateType.SHOWING)), None), f"a link to “{beginning}”")
    window.act("show-record", window.glib.Variant("x", find_id(path, reference)))
    time.sleep(0.8)


def report(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    long_ago, now = (driver.now() - datetime.timedelta(hours=hours) for hours in (90, 0))
    subprocess.run([arguments.cli, "add", path, "incident", "title=Mail to all customers", "kind=incident", "status=triaged", "personal_data=yes",
                    f"noticed_at={long_ago:%Y-%m-%d %H:%M}"], check=True, stdout=subprocess.DEVNULL)
    window = Driver(arguments, path)
    yield "the overview begins with the 72 hours that are over", until(lambda: window.says("INC-009 Mail to all customers") and window.says("are over without a decision"))
    window.act("show-record", window.glib.Variant("x", find_id(path, "INC-009")))
    yield "the incident says so, too", until(lambda: window.says("INC-009 may have hit personal data"))
    window.tab_to("Personal data affected", 12, key=F6)
    window.tab_to("Authority told", 20)
    window.type(f"{now:%Y-%m-%d %H:%M}")
    window.press(RETURN)
    yield "the clock ends when the authority was told", until(lambda: window.says("Told after 72 hours") and not window.says("INC-009 may have hit personal data"))

    window.press(ord("i"), CONTROL, ALT)
    yield "the key opens the report", until(lambda: window.says("Report an Incident"))
    window.type("Badge found in the lift")
    window.press(RETURN)
    yield "an incident is reported with one line and Enter, from anywhere", until(
        lambda: (one(arguments, path, "incident", "INC-010") or {}).get("title") == "Badge found in the lift")
    made = one(arguments, path, "incident", "INC-010")
    yield "it is noticed now, and reported", made["status"] == "reported" and len(made["noticed_at"]) == len("2026-11-25 10:00")
    yield "it is shown, with what it still lacks", until(lambda: window.says("INC-010 has nobody who leads it"))

    window.tab_to("What Happened Now", 150)
    window.type("0:00 Guard called")
    window.press(RETURN)
    yield "an entry is one line with its time before it", until(
        lambda: [entry["at"][11:] for entry in listed(arguments, path, "incident_entry") if entry["title"] == "Guard called"] == ["00:00"])
    yield "and stands in the timeline", until(lambda: window.says("Guard called"))
    window.press(ord("z"), CONTROL)
    yield "undo takes it back", until(lambda: not window.says("Guard called"))

    window.act("show-room", window.glib.Variant("s", "incident"))
    window.click("Statistics")
    yield "incidents are counted by month and severity", until(lambda: window.says("2026-03, Medium, 1"))


def thread(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    window = Driver(arguments, path)

    window.act("show-record", window.glib.Variant("x", find_id(path, "INC-003")))
    yield "the incident has its timeline", until(lambda: window.says("Key revoked, a new one is in the vault."))
    window.tab_to("Access key committed to a repository", 25, key=F6)
    yield "F6 goes from group to group of the details, and so to its links", (window.focused() or "").startswith("Access key committed")
    follow(window, path, "Access key committed to a repository", "CAR-009")
    yield "it leads to its corrective action", until(lambda: window.says("CAR-009") and window.says("Root Causes"))
    window.tab_to("Root Causes", 150)
    window.press(RETURN)
    yield "that one leads to its root causes", until(
        lambda: window.says("handbook for development has no owner for its chapters on security, cause 1 of 1, Systemic cause"))
    yield "the keyboard is in the drawing", until(lambda: (window.focused() or "").startswith("Nonconformity: CAR-009"))
    time.sleep(0.5)

    window.press(TAB)
    time.sleep(0.5)
    window.type("Nobody was asked")
    window.press(RETURN)
    yield "Tab asks why", until(lambda: (window.focused() or "").startswith("People: Nobody was asked, cause 2 of 2"))
    window.press(RETURN)
    time.sleep(0.5)
    window.type("Deadline")
    window.press(RETURN)
    yield "Enter adds a cause beside", until(lambda: (window.focused() or "") == "People: Deadline, cause 3 of 3")
    window.press(ord("3"), CONTROL)
    yield "it is called systemic", until(lambda: (window.focused() or "") == "People: Deadline, cause 3 of 3, Systemic cause")
    window.press(UP, ALT)
    yield "it moves up", until(lambda: (window.focused() or "") == "People: Deadline, cause 2 of 3, Systemic cause")
    window.press(DELETE)
    yield "Delete removes it", until(lambda: len([c for c in listed(arguments, path, "cause") if c["title"] == "Deadline"]) == 0)
    window.press(ord("z"), CONTROL)
    yield "and undo brings it back", until(lambda: len([c for c in listed(arguments, path, "cause") if c["title"] == "Deadline"]) == 1)
    picture = os.path.join(folder, "causes.svg")
    window.press(ord("s"), CONTROL)
    window.choose_file("Save the Drawing as SVG or PNG", picture)
    yield "the drawing is saved", until(lambda: window.says("Drawing saved"))
    drawn = re.sub(r"<[^>]*>|\s", "", open(picture, encoding="utf-8").read())
    causes = [cause["title"] for cause in listed(arguments, path, "cause") if cause["corrective_action"] == "CAR-009"]
    yield "with every cause in it", len(causes) >= 9 and all(re.sub(r"\s", "", html.escape(cause, quote=False)) in drawn for cause in causes)
    window.press(ESCAPE)
    time.sleep(0.8)

    follow(window, path, "Secrets in source code", "R-013")
    yield "the corrective action leads to the risk", until(lambda: window.says("R-013"))
    yield "whose likelihood was judged after the incident", (
        one(arguments, path, "risk", "R-013")["assessed_on"] > one(arguments, path, "incident", "INC-003")["noticed_at"])
    follow(window, path, "Access key of the test account", "INC-003")
    yield "the risk knows its incidents", until(lambda: window.says("INC-003"))
    follow(window, path, "Access to source code", "A.8.4")
    yield "the incident leads to the control that failed", until(lambda: window.says("A.8.4"))
    follow(window, path, "Access key committed to a repository", "CAR-009")
    yield "the control leads back to what was changed and found to work", until(lambda: window.says("CAR-009") and window.says("Effective"))


if __name__ == "__main__":
    raise SystemExit(main(report, thread))
