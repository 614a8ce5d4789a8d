#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window from outside, through the accessibility bus. Speaks TAP.

test-window.py ANNEX CLI: needs a display and a session bus; takes both from xvfb-run and
dbus-run-session when there is no display.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tour import Window  # noqa: E402


RETURN = 0xFF0D


class Driver(Window):
    """A window with hands: it also types."""

    def text_of(self, name):
        node = self.find(name, "text")
        return node.get_text_iface().get_text(0, -1)

    def type_into(self, name, text):
        node = self.find(name, "text")
        if not node.get_editable_text_iface().set_text_contents(text):
            raise SystemExit(f"cannot type into “{name}”")
        time.sleep(0.2)

    def press(self, keysym):
        self.atspi.generate_keyboard_event(keysym, None, self.atspi.KeySynthType.SYM)
        time.sleep(0.3)


class Records:
    """What the file holds, as annex-cli says."""

    def __init__(self, cli, path):
        self.cli, self.path = cli, path

    def list(self):
        output = subprocess.run([self.cli, "list", self.path, "asset", "--json"], capture_output=True, text=True, check=True).stdout
        return json.loads(output)

    def names(self):
        return sorted(record["name"] for record in self.list())

    def whole(self):
        return subprocess.run([self.cli, "check", self.path, "--integrity"], check=False).returncode == 0


def until(look, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if look():
            return True
        time.sleep(0.2)
    return False


def steps(arguments, folder):
    path = os.path.join(folder, "walk.annex")
    table = os.path.join(folder, "more.csv")
    exported = os.path.join(folder, "out.csv")
    subprocess.run([arguments.cli, "new", path, "--title", "Walk"], check=True)
    records = Records(arguments.cli, path)
    arguments.inside, arguments.out = "test", folder
    window = Driver(arguments, path)
    variant = window.glib.Variant

    window.act("show-query", variant("(ss)", ("asset", "")))
    yield "the empty register says what to keep there", window.find("Assets") is not None

    for name in ("Laptop", "Database", "Backup"):
        window.act("new-record")
        window.type_into("Name", name)
        window.press(RETURN)
        window.act("show-query", variant("(ss)", ("asset", "")))
        until(lambda name=name: name in records.names(), 5)
    yield "three assets added in the window are in the file", records.names() == ["Backup", "Database", "Laptop"]

    linked = subprocess.run([arguments.cli, "set", path, "A-0001", "name=Elsewhere"], capture_output=True, text=True, check=False)
    yield "a second writer is refused while the window has the file", linked.returncode == 1 and "open elsewhere" in linked.stderr

    window.act("show-query", variant("(ss)", ("asset", "search lap\n")))
    yield "searching shows the one that matches", until(lambda: window.look_for("Laptop")) and not window.look_for("Backup")
    window.act("show-query", variant("(ss)", ("asset", "")))

    window.act("undo")
    yield "undo takes the last step back", until(lambda: records.names() != ["Backup", "Database", "Laptop"])
    window.act("redo")
    yield "redo does it again", until(lambda: records.names() == ["Backup", "Database", "Laptop"])

    with open(table, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Name", "Kind", "Owner"], ["Wiki", "Software", "Ada Bell"], ["Archive", "Site", "Ada Bell"],
                                    ["Broken", "no such kind", ""]])
    window.act("import")
    window.type_into("CSV or XLSX File", table)
    window.click("Apply")
    window.wait(lambda: window.look_for("Line 4"), "the bad row with its line")
    yield "the dry run names the bad row by its line and has written nothing", len(records.list()) == 3
    window.click("Import", "button")
    yield "the import brings the good rows in", until(lambda: len(records.list()) == 5)
    window.act("undo")
    yield "one undo takes the whole import back", until(lambda: len(records.list()) == 3)
    window.act("redo")
    until(lambda: len(records.list()) == 5)
    window.close()

    subprocess.run([arguments.cli, "export", path, "asset", exported], check=True)
    with open(exported, encoding="utf-8-sig") as file:
        yield "everything is exported", len(list(csv.DictReader(file))) == 5
    window = Driver(arguments, path)
    window.act("show-query", variant("(ss)", ("asset", "")))
    yield "everything is there after reopening", window.find("Wiki") is not None and window.find("Laptop") is not None
    yield "a person unknown until the import was created", "Ada Bell" in subprocess.run(
        [arguments.cli, "list", path, "person"], capture_output=True, text=True, check=True).stdout
    window.close()
    yield "the file and its history are whole", records.whole()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("annex")
    parser.add_argument("cli")
    arguments = parser.parse_args()
    if not os.environ.get("DISPLAY"):
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24 -noreset", "dbus-run-session", "--", sys.executable, *sys.argv])
    os.environ.update(GTK_A11Y="atspi", GSK_RENDERER="cairo", LC_ALL="C.UTF-8")
    failed = count = 0
    with tempfile.TemporaryDirectory(prefix="annex-window-") as folder:
        try:
            for what, held in steps(arguments, folder):
                count += 1
                failed += not held
                print(f"{'ok' if held else 'not ok'} {count} {what}", flush=True)
        except SystemExit as problem:
            count += 1
            failed += 1
            print(f"not ok {count} {problem}", flush=True)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
