#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaches files through the window, removes one and takes that back, and finds them again, byte by byte."""

import json
import os
import subprocess
import sys
import time

from driver import DOWN, RETURN, Driver, main, until

EVIDENCE = "EV-0019"


def attachments(arguments, path):
    shown = subprocess.run([arguments.cli, "show", path, EVIDENCE, "--json"], capture_output=True, text=True, check=True).stdout
    return [file["name"] for file in json.loads(shown)["files"]]


def show(window, path):
    output = subprocess.run(["sqlite3", path, f"SELECT id FROM record WHERE reference = '{EVIDENCE}'"], capture_output=True, text=True, check=True)
    window.act("show-record", window.glib.Variant("x", int(output.stdout)))
    window.find("Attach: Files")


def attach(window, path):
    window.click("Attach: Files")
    window.choose_file("Attach Files", path)


def choose(window, name, position):
    """From the menu of a file, by keyboard: Open, Save a Copy, Checksum, Remove."""
    window.click(f"What to do with {name}", "toggle button")
    time.sleep(0.6)
    for _ in range(position):
        window.press(DOWN)
    window.press(RETURN)


def files(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    photograph = os.path.join(folder, "door.bin")
    lie = os.path.join(folder, "minutes.txt")
    with open(photograph, "wb") as file:
        file.write(os.urandom(700_000))
    with open(lie, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + bytes(200))
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)

    note = os.path.join(folder, "note.txt")
    with open(note, "w", encoding="utf-8") as file:
        file.write("A note.\n")
    window = Driver(arguments, path)
    # A record without files, and fields that are none of a record: nothing is written.
    asset = subprocess.run([arguments.cli, "show", path, "A-0001", "--json"], capture_output=True, text=True, check=True).stdout
    window.act("show-record", window.glib.Variant("x", int(json.loads(asset)["id"])))
    time.sleep(1)
    title = window.text_of("Name")
    window.drop(note, window.find("Name", "text"))
    yield "a drop on a record without files is answered", until(lambda: window.says("Nothing here takes what was dropped"))
    yield "and an entry does not take the path", window.text_of("Name") == title
    description = window.text_of("Description")
    window.drop(note, window.find("Description", "text"))
    yield "a long text does not take it either", window.text_of("Description") == description
    again = subprocess.run([arguments.cli, "show", path, "A-0001", "--json"], capture_output=True, text=True, check=True).stdout
    yield "the record is as it was", again == asset

    show(window, path)
    before = attachments(arguments, path)
    attach(window, photograph)
    yield "a file chosen in the dialog is attached", until(lambda: "door.bin" in attachments(arguments, path))
    attach(window, lie)
    yield "so is another", until(lambda: "minutes.txt" in attachments(arguments, path))
    yield "the form lists it", until(lambda: window.says("minutes.txt"))
    yield "and says that its name does not tell what it is", window.says("not what its name says")

    choose(window, "door.bin", 3)
    yield "a file can be removed", until(lambda: "door.bin" not in attachments(arguments, path))
    window.act("undo")
    yield "and comes back with undo", until(lambda: "door.bin" in attachments(arguments, path))

    choose(window, "minutes.txt", 2)
    yield "the checksum is shown and verified", until(lambda: window.says("unchanged"))
    window.click("Close")

    location = window.text_of("Where it is kept")
    window.drop(note, window.find("Where it is kept", "text"))
    yield "a file dropped on the form is attached", until(lambda: "note.txt" in attachments(arguments, path))
    yield "even over an entry, which does not take it for text", window.text_of("Where it is kept") == location
    window.close()

    window = Driver(arguments, path)
    show(window, path)
    yield "after a restart they are there", until(lambda: window.says("door.bin") and window.says("minutes.txt"))
    window.close()
    out = os.path.join(folder, "out")
    subprocess.run([arguments.cli, "extract", path, EVIDENCE, out], check=True, stdout=subprocess.DEVNULL)
    same = all(open(source, "rb").read() == open(os.path.join(out, os.path.basename(source)), "rb").read() for source in (photograph, lie, note))
    yield "what comes out is what went in", same
    yield "nothing else has come or gone", sorted(attachments(arguments, path)) == sorted(before + ["door.bin", "minutes.txt", "note.txt"])


if __name__ == "__main__":
    sys.exit(main(files))
