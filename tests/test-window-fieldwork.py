#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An audit on the spot, by keyboard alone, cut off in the middle of a note and taken up again."""

import json
import os
import subprocess
import sys
import time

import driver
from driver import CONTROL, ESCAPE, RETURN, UP, Driver, main, until

PAGE_DOWN, PAGE_UP = 0xFF56, 0xFF55


def listed(arguments, path, kind):
    output = subprocess.run([arguments.cli, "list", path, kind, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def plan(arguments, path):
    """An audit of today with a session of the whole day. Returns its reference."""
    def cli(*words):
        return subprocess.run([arguments.cli, *words], capture_output=True, text=True, check=True).stdout.strip()

    today = driver.today().isoformat()
    lead = listed(arguments, path, "person")[0]["reference"]
    audit = cli("add", path, "audit", "title=Audit of access on the spot", "kind=internal", f"starts_on={today}", f"ends_on={today}", f"lead={lead}")
    controls = [*(f"A.5.{number}" for number in range(19, 29)), "A.8.3", "A.8.4"]
    cli("link", path, audit, "controls", *controls)
    session = cli("add", path, "audit_session", "topic=Access to production", f"audit={audit}", "kind=session", f"held_on={today}",
                  "starts_at=00:00", "ends_at=23:59", "place=Room 2")
    cli("link", path, session, "controls", *controls)
    return audit.split()[-1]


def begin(window):
    window.act("start-fieldwork")
    window.tab_to("Audit of access on the spot")
    window.press(RETURN)
    window.find("Checklist", "list")


def fieldwork(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    audit = plan(arguments, path)

    def items():
        return {item["controls"][0] if isinstance(item["controls"], list) else item["controls"]: item
                for item in listed(arguments, path, "audit_item") if item["audit"] == audit}

    window = Driver(arguments, path)
    begin(window)
    yield "the checklist is made from the scope, today's session first", until(
        lambda: window.says("Today 00:00–23:59 · Access to production · Room 2") and window.says("0 of 12 answered"))

    for _ in range(10):
        window.press(ord("1"))
        window.press(PAGE_DOWN)
    window.press(PAGE_DOWN)
    window.press(ord("3"))
    yield "a digit answers a question", until(lambda: window.says("11 of 12 answered · 1 found"))
    yield "what was found asks for a finding", until(lambda: window.says("“Minor nonconformity” wants a finding in the report."))

    window.press(ord("n"))
    window.type("seen the list of accounts")
    window.press(RETURN)
    yield "a note is kept with its time", until(
        lambda: any(note["text"] == "seen the list of accounts" and note["noted_at"] for note in listed(arguments, path, "audit_note")))
    window.press(ESCAPE)

    photograph = os.path.join(folder, "door.jpg")
    with open(photograph, "wb") as file:
        file.write(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(90_000))
    window.press(ord("a"))
    window.choose_file("Attach Files", photograph)
    yield "a photograph is kept with the question", until(lambda: "door.jpg" in str(items()["A.8.4"]["files"]) and window.says("door.jpg"))

    plate = os.path.join(folder, "plate.jpg")
    with open(plate, "wb") as file:
        file.write(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(9_000))
    window.drop(plate, window.find("New Note", "text"))
    yield "so is one that is dropped, even on the note", until(
        lambda: "plate.jpg" in str(items()["A.8.4"]["files"])) and window.text_of("New Note") == ""

    window.press(ord("f"))
    window.type("Accounts of people who left")
    window.press(RETURN)
    finding = None

    def raised():
        nonlocal finding
        finding = next((one for one in listed(arguments, path, "finding") if one["title"] == "Accounts of people who left"), None)
        return finding is not None

    yield "a finding has grade, requirement and the notes as evidence", (
        until(raised) and finding["grade"] == "minor" and "A.8.4" in str(finding["controls"]) and "seen the list of accounts" in finding["observed"])
    window.click("Corrective Action", "button")
    yield "one click makes a corrective action of it", until(lambda: raised() and finding["corrective_action"])
    window.press(PAGE_UP)
    window.press(PAGE_DOWN)
    window.find("New Note", "text")

    window.press(ord("n"))
    window.type("two of them have left")
    time.sleep(2)
    window.process.kill()
    window.process.wait()

    window = Driver(arguments, path)
    begin(window)
    window.press(PAGE_DOWN)
    answers = {control: item["result"] for control, item in items().items()}
    yield "ten answers, the finding and the photograph are there after a crash", (
        list(answers.values()).count("conform") == 10 and answers["A.8.4"] == "minor" and answers["A.8.3"] == "open" and raised()
        and "door.jpg" in str(items()["A.8.4"]["files"]))
    window.find("New Note", "text")
    yield "what was typed two seconds before the crash stands there to go on with", until(lambda: window.text_of("New Note") == "two of them have left")
    window.press(ord("n"))
    window.press(RETURN)
    yield "and becomes a note", until(lambda: any(note["text"] == "two of them have left" for note in listed(arguments, path, "audit_note")))
    window.press(ESCAPE)
    window.press(PAGE_UP)

    window.press(ord("s"))
    window.type_into("What is looked at", "Changes of rights")
    window.type_into("Which list, from which system, as of which day", "The ticket system, as of today")
    window.type_into("The list to draw from, one identifier a line", "\n".join(f"CHG-{number:03}" for number in range(1, 41)))
    window.type_into("Seed, drawn by Annex when empty", "4711")
    window.tab_to("Draw")
    window.press(RETURN)
    yield "a sample is drawn", until(lambda: len(listed(arguments, path, "sample_item")) >= 5)
    sample = next(one for one in listed(arguments, path, "sample") if one["title"] == "Changes of rights")
    picked = [one["identifier"] for one in listed(arguments, path, "sample_item") if one["sample"] == sample["reference"]]
    yield "its size and seed are noted", sample["population"] == 40 and sample["size"] == len(picked) and sample["seed"] == 4711
    window.tab_to(picked[0])
    window.press(ord("2"))
    yield "each item has a result of its own", until(
        lambda: next(one["result"] for one in listed(arguments, path, "sample_item") if one["identifier"] == picked[0]) == "exception")
    window.press(ord("z"), CONTROL)
    yield "which is undone", until(
        lambda: next(one["result"] for one in listed(arguments, path, "sample_item") if one["identifier"] == picked[0]) == "open")

    window.press(PAGE_DOWN)
    window.find("New Note", "text")
    window.press(ord("i"))
    window.type("A developer")
    window.press(RETURN)
    yield "an interview is noted at the question", until(
        lambda: any(one["audit"] == audit and one["role"] == "A developer" and one["item"] == items()["A.8.4"]["reference"]
                    and one["topic"] == items()["A.8.4"]["question"] for one in listed(arguments, path, "interview")))

    window.press(ord("q"))
    window.type("Who else may see it")
    window.press(RETURN)
    yield "a question of one's own is asked at once", until(lambda: window.says("Who else may see it") and window.says("of 13 answered"))
    window.press(ord("z"), CONTROL)
    yield "and taken back", until(lambda: window.says("of 12 answered"))

    window.press(ord("r"))
    window.type("R-001")
    window.press(RETURN)
    window.click("Ask about This", "button")
    yield "a risk becomes a question with the controls that keep it down", until(
        lambda: any("R-001" in str(item["risks"]) and "A.8.15" in str(item["controls"])
                    for item in listed(arguments, path, "audit_item") if item["audit"] == audit))
    window.press(ord("z"), CONTROL)
    until(lambda: window.says("of 12 answered"))

    window.process.kill()
    window.process.wait()
    subprocess.run([arguments.cli, "set", path, audit, "verdict=except", "conclusion=It works but for people who left."], check=True, capture_output=True)
    window = Driver(arguments, path)
    begin(window)
    window.click("Menu", "toggle button")
    window.press(UP)
    window.press(RETURN)
    yield "a finished audit counts what is open as not audited", until(lambda: window.says("12 of 12 answered"))
    window.press(PAGE_DOWN)
    window.press(ord("1"))
    yield "and refuses another answer in words", until(lambda: window.says("The Result Could Not Be Noted"))
    window.process.kill()
    window.process.wait()


if __name__ == "__main__":
    sys.exit(main(fieldwork))
