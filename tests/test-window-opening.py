#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window where somebody else has the engagement, or its file is lost while it is open."""

import contextlib
import fcntl
import json
import os
import pathlib
import sqlite3
import struct
import subprocess
import sys
import time

from gi.repository import GLib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_driver import Probe  # noqa: E402
from driver import ESCAPE, RETURN, Driver, Records, until, main  # noqa: E402
from tour import find_id  # noqa: E402

LOCK_BYTE = 0x40000000 + 1024
PAGE = 4096
DELAY = 1500  # milliseconds to open a file on the slow disk, of which the main loop may wait for none


def make(arguments, path, *names):
    subprocess.run([arguments.cli, "new", path, "--title", "Walk"], check=True)
    for name in names:
        subprocess.run([arguments.cli, "add", path, "asset", f"name={name}"], check=True, stdout=subprocess.DEVNULL)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def remains(folder, word):
    return [name for name in os.listdir(folder) if word in name]


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
    window.act("show-record", window.glib.Variant("x", find_id(path, "R-006")))
    yield "its form says so, too", until(lambda: window.says("The Record Could Not Be Read"))
    window.click("Board")
    yield "on the board its card does", until(lambda: any(name.startswith("R-005, ") for name in names())) and "Could not be read" in names()
    window.close()


@contextlib.contextmanager
def slow(arguments, folder):
    """Starts windows for which every file in @folder whose name begins with “slow” is on a slow disk."""
    probe, before = Probe(arguments.annex), dict(os.environ)
    library = pathlib.Path(arguments.annex).resolve().parents[2] / "tests" / "slow-files.so"
    os.environ.update(LD_PRELOAD=f"{library}:{probe.environment['LD_PRELOAD']}", BENCH_LOOP=probe.environment["BENCH_LOOP"],
                      ANNEX_TEST_SLOW=os.path.join(folder, "slow"), ANNEX_TEST_DELAY=str(DELAY), XDG_CACHE_HOME=os.path.join(folder, "slow-cache"),
                      ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
    try:
        yield probe
    finally:
        os.environ.clear()
        os.environ.update(before)


def start(arguments, folder, path=None):
    with slow(arguments, folder) as probe:
        return Driver(arguments, path), probe


def answers(probe):
    """Whether no turn of the main loop took as long as one file takes to open, since the last question."""
    longest = probe.longest().clock
    probe.begin()
    if longest >= DELAY:
        print(f"# a turn took {longest:.0f} ms")
    return longest < DELAY


def wait_for_a_slow_disk(arguments, folder):
    path, sample = os.path.join(folder, "slow-walk.annex"), GLib.Variant("s", os.path.join(folder, "slow-walk.annex"))
    make(arguments, path, "Wiki")
    before = read(path)
    window, probe = start(arguments, folder, path)
    yield "what is opened is said", until(lambda: window.look_for("Opening “slow-walk”") and window.look_for("Cancel"))
    window.press(ESCAPE)
    yield "Esc leads back", until(lambda: window.look_for("New Engagement…"))
    yield "and leaves the file as it was", until(lambda: remains(folder, "slow-walk") == ["slow-walk.annex"]) and read(path) == before
    yield "the window has answered all the while", answers(probe)
    window.act("open-path", sample, group="")
    window.wait(lambda: window.look_for("Opening “slow-walk”"), "the page")
    window.click("Cancel")
    yield "so does the button", until(lambda: window.look_for("New Engagement…"))
    time.sleep(3 * DELAY / 1000)  # until the thread has come to its end, for it has the lock until then
    window.act("open-path", sample, group="")
    yield "it is opened then", until(lambda: window.look_for("Overview", "list item"), 30)
    yield "and the window has answered", answers(probe)
    window.act("new-window", group="")
    yield "recent files are listed", until(lambda: window.look_for("New Engagement…") and window.says("changed "), 30)
    yield "and the window has answered", answers(probe)
    window.act("open-sample", group="")
    yield "the sample is made", until(lambda: window.says("Making “Northquay"))
    yield "and opened", until(lambda: window.says("Northquay Software"), 90)
    yield "and the window has answered", answers(probe)
    window.close()

    window, probe = start(arguments, folder, path)
    window.wait(lambda: window.look_for("Opening “slow-walk”"), "the page")
    window.close()
    yield "to quit while a file is opened leaves it as it was", Records(arguments.cli, path).names() == ["Wiki"] and window.process.returncode == 0


def try_to_edit_on_a_slow_disk(arguments, folder):
    path = os.path.join(folder, "slow-walk.annex")
    make(arguments, path, "Wiki")
    with open(path, "r+b") as file:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCK_BYTE, 1, 0))
        window, probe = start(arguments, folder, path)
        window.wait(lambda: window.says("is open elsewhere"), "the banner", 30)
        button = window.find("Try to Edit")
        button.get_action_iface().do_action(0)
        yield "that it is tried is said", until(lambda: button.get_name() == "Trying…")
        yield "and that it cannot be", until(lambda: window.look_for("The Engagement Cannot Be Edited Yet"), 30)
        window.click("Close")
    window.click("Try to Edit")
    yield "afterwards it can be edited", until(lambda: not window.says("is open elsewhere"), 30)
    yield "and the window has answered", answers(probe)
    add(window, "Laptop")
    yield "and is", until(lambda: Records(arguments.cli, path).names() == ["Laptop", "Wiki"])
    window.close()

    with open(path, "r+b") as file:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCK_BYTE, 1, 0))
        window, probe = start(arguments, folder, path)
        window.wait(lambda: window.look_for("Try to Edit"), "the banner", 30)
        window.click("Try to Edit")
        window.close()
    yield "a window that is closed meanwhile ends in peace", window.process.returncode == 0


def make_on_a_slow_disk(arguments, folder):
    path = os.path.join(folder, "slow-new.annex")
    window, probe = start(arguments, folder)
    for cancelled in (True, False):
        window.act("new", group="")
        window.find("Organization", "text")
        window.type("Walk")
        window.press(RETURN)
        window.wait(lambda: len(window.windows()) == 2, "the file chooser")
        time.sleep(1)
        window.type(os.path.splitext(path)[0])
        window.press(RETURN)
        yield "while it is made nothing else can be made", until(lambda: not window.look_for("Create…"))
        if cancelled:
            window.click("Cancel")
            yield "nothing is left when it is cancelled", until(lambda: remains(folder, "slow-new") == [], 30)
    yield "a new engagement is made", until(lambda: window.look_for("Overview", "list item"), 60)
    yield "and the window has answered", answers(probe)
    window.close()


if __name__ == "__main__":
    sys.exit(main(go_on_after_a_lock, tell_of_a_foreign_journal, show_the_head, lose_the_file, say_which_record_is_lost,
                  wait_for_a_slow_disk, try_to_edit_on_a_slow_disk, make_on_a_slow_disk))
