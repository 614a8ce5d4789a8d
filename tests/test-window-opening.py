#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window where somebody else has the engagement, or its file is lost while it is open."""

import fcntl
import json
import os
import sqlite3
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import RETURN, Driver, Records, until, main  # noqa: E402

LOCK_BYTE = 0x40000000 + 1024
PAGE = 4096


def make(arguments, path, *names):
    subprocess.run([arguments.cli, "new", path, "--title", "Walk"], check=True)
    for name in names:
        subprocess.run([arguments.cli, "add", path, "asset", f"name={name}"], check=True, stdout=subprocess.DEVNULL)


def add(window, name):
    window.act("show-query", window.glib.Variant("(ss)", ("asset", "")))
    window.act("new-record")
    window.type_into("Name", name)
    window.press(RETURN)


def go_on_after_a_lock(arguments, folder):
    path = os.path.join(folder, "walk.annex")
    make(arguments, path, "Wiki")
    with open(path, "r+b") as file:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCK_BYTE, 1, 0))
        window = Driver(arguments, path)
        yield "a file that is open elsewhere is shown read-only", until(lambda: window.says("is open elsewhere"))
        window.click("Try to Edit")
        yield "while it is, trying says so", until(lambda: window.look_for("The Engagement Cannot Be Edited Yet"))
        window.click("Close")
    window.click("Try to Edit")
    yield "afterwards it can be edited", until(lambda: not window.says("is open elsewhere"))
    add(window, "Laptop")
    yield "and is", until(lambda: Records(arguments.cli, path).names() == ["Laptop", "Wiki"])
    window.close()


def tell_of_a_foreign_journal(arguments, folder):
    path = os.path.join(folder, "walk.annex")
    make(arguments, path, "Wiki")
    with open(path + "-journal", "wb") as file:
        file.write(b"The journal of another file")
    window = Driver(arguments, path)
    kept = os.path.realpath(path) + "-journal.foreign-1"
    yield "a journal that was not applied is told, and where it is", until(lambda: window.says(kept)) and os.path.exists(kept)
    window.click("Dismiss")
    yield "until somebody has read it", until(lambda: not window.says(kept))
    add(window, "Laptop")
    yield "and the file can be edited", until(lambda: Records(arguments.cli, path).names() == ["Laptop", "Wiki"])
    window.close()


def show_the_head(arguments, folder):
    path = os.path.join(folder, "walk.annex")
    make(arguments, path, "Wiki")
    head = json.loads(subprocess.run([arguments.cli, "check", path, "--integrity", "--json"], capture_output=True, text=True, check=True).stdout)[0]
    with sqlite3.connect(path) as database:
        database.execute('UPDATE "commit" SET time = \'2999-01-01T00:00:00.000000Z\' WHERE id = 1')
    database.close()
    window = Driver(arguments, path)
    window.find("Assets")
    window.act("history")
    yield "the history says its hash", until(lambda: window.says(head["head"]))
    yield "and of how many commits it is", window.says(f"of {head['commits']} commits")
    yield "times that run backwards are told", window.says("does not fit")
    # The toast may be gone when click() has waited.
    window.find("Copy Hash").get_action_iface().do_action(0)
    yield "the hash can be copied", until(lambda: window.says("Hash copied"))
    window.close()


def lose_the_file(arguments, folder):
    path, other, copy = (os.path.join(folder, name) for name in ("walk.annex", "other.annex", "copy.annex"))
    make(arguments, path, "Ours")
    make(arguments, other, "Theirs", "Theirs as well")
    window = Driver(arguments, path)
    add(window, "Ours, too")
    yield "an edit is in the file", until(lambda: len(Records(arguments.cli, path).names()) == 2)
    os.replace(other, path)
    yield "that another version came is told", until(lambda: window.says("was replaced by another version"))
    window.act("save-copy")
    window.choose_file("Save a Copy", copy)
    yield "what was open can be saved", until(lambda: os.path.exists(copy)) and Records(arguments.cli, copy).names() == ["Ours", "Ours, too"]
    yield "and the other version is untouched", Records(arguments.cli, path).names() == ["Theirs", "Theirs as well"]
    window.close()

    window = Driver(arguments, path)
    window.find("Assets")
    moved = os.path.join(folder, "moved.annex")
    os.rename(path, moved)
    yield "that the file was moved is told", until(lambda: window.says("was moved to"))
    window.click("Try to Edit")
    yield "it can be edited where it is", until(lambda: not window.says("was moved to"))
    add(window, "At the new place")
    yield "and is", until(lambda: "At the new place" in Records(arguments.cli, moved).names())
    os.unlink(moved)
    yield "that it was deleted is told", until(lambda: window.says("was deleted while it was open"))
    window.close()


def damage_one_record(arguments, path, reference):
    """Fills with zeros what has no room in the record's own page, of the record and of the log."""
    subprocess.run([arguments.cli, "set", path, reference, "target_rationale=" + "Long and lost. " * 2000], check=True, stdout=subprocess.DEVNULL)
    with open(path, "r+b") as file:
        content = file.read()
        for page in range(len(content) // PAGE):
            if content[page * PAGE:(page + 1) * PAGE].count(b"and lost. Long") > 200:
                file.seek(page * PAGE)
                file.write(bytes(PAGE))


def say_which_record_is_lost(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    damage_one_record(arguments, path, "R-006")
    window = Driver(arguments, path)
    names = lambda: [node.get_name() for node in window.walk()]
    window.act("show-query", window.glib.Variant("(ss)", ("risk", "")))
    yield "the others are listed", until(lambda: "R-005" in names() and "R-007" in names())
    yield "a record that cannot be read says so in its row", until(lambda: "Could not be read" in names()) and "R-006" not in names()
    yield "and no other does", all(f"R-{number:03}" in names() for number in range(1, 12) if number != 6)
    window.click("Board")
    yield "on the board its card does", until(lambda: any(name.startswith("R-005, ") for name in names())) and "Could not be read" in names()
    window.close()


if __name__ == "__main__":
    sys.exit(main(go_on_after_a_lock, tell_of_a_foreign_journal, show_the_head, lose_the_file, say_which_record_is_lost))
