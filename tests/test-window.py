#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window from outside, through the accessibility bus: assets from beginning to end."""

import csv
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import (RETURN, ESCAPE, TAB, DOWN, HOME, F2, F6, F9, DELETE, CONTROL, SHIFT, ALT, Driver, Records, until, main)  # noqa: E402
from tour import find_id  # noqa: E402


def can_press(window, name):
    button = window.look_for(name, "button")
    return button is not None and button.get_state_set().contains(window.atspi.StateType.SENSITIVE)


def begin(arguments, path):
    """Makes an engagement as a person does: the dialog, then the file chooser, all by keyboard."""
    window = Driver(arguments)
    window.find("New Engagement…")
    window.act("new", group="")
    window.find("Organization", "text")
    window.type("Walk")
    window.press(RETURN)
    window.wait(lambda: len(window.windows()) == 2, "the file chooser")
    time.sleep(1)
    window.type(os.path.splitext(path)[0])
    window.press(RETURN)
    window.wait(lambda: os.path.exists(path) and window.look_for("Overview", "list item"), "the new engagement")
    return window


def keep_assets(arguments, folder):
    path = os.path.join(folder, "walk.annex")
    table = os.path.join(folder, "more.csv")
    exported = os.path.join(folder, "out.csv")
    records = Records(arguments.cli, path)
    window = begin(arguments, path)
    variant = window.glib.Variant
    yield "a new engagement is made through the dialog and the file chooser", window.find("Walk") is not None

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
    window.type_into("CSV, XLSX or OSCAL File", table)
    window.click("Apply")
    window.wait(lambda: window.look_for("Line 4"), "the bad row with its line")
    yield "the dry run names the bad row by its line and has written nothing", len(records.list()) == 3
    yield "as long as a row is bad nothing is imported, and it says so", window.says("Nothing, for 1 row has an error") and not can_press(window, "Import")
    window.tab_to("Leave Out the 1 Row with Errors")
    window.press(ord(" "))
    window.wait(lambda: can_press(window, "Import"), "the import without the bad row")
    window.click("Import", "button")
    yield "without it the good rows come in", until(lambda: len(records.list()) == 5)
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
    yield "a closed engagement leaves nothing beside it", sorted(os.listdir(folder)) == ["more.csv", "out.csv", "walk.annex"]


def refuse(arguments, folder):
    path = os.path.join(folder, "loop.annex")
    cli = [arguments.cli]
    subprocess.run(cli + ["new", path, "--title", "Loop"], check=True)
    for name in ("Alpha", "Beta", "Gamma"):
        subprocess.run(cli + ["add", path, "asset", f"name={name}"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(cli + ["set", path, "A-0001", "confidentiality=4"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(cli + ["link", path, "A-0001", "depends_on", "A-0002"], check=True, stdout=subprocess.DEVNULL)
    records = Records(arguments.cli, path)
    window = Driver(arguments, path)
    variant = window.glib.Variant

    def depend_on(name):
        window.find("Add: Depends on", "toggle button").get_action_iface().do_action(0)
        time.sleep(0.5)
        if not window.look_for("Find a record to link"):
            window.press(RETURN)
        window.find("Find a record to link")
        window.type(name)
        window.press(RETURN)

    window.act("show-record", variant("x", find_id(path, "A-0002")))
    window.find("A-0002")
    depend_on("gamma")
    yield "two assets are linked in the form", until(lambda: records.value("A-0002", "depends_on") == ["A-0003"])
    window.act("show-record", variant("x", find_id(path, "A-0003")))
    yield "a need that is inherited names its source", window.find("from A-0001", "button") is not None
    depend_on("alpha")
    yield "a loop is refused with its path", until(lambda: window.says("A-0003 → A-0001 → A-0002 → A-0003"))
    window.type_into("Next review", "soon")
    window.type_into("Name", "Delta")
    window.act("quit", group="")
    window.process.wait(timeout=10)
    yield "what was typed is kept when the program is quit", records.value("A-0003", "name") == "Delta"


def keep_many(arguments, folder):
    path = os.path.join(folder, "many.annex")
    cli = [arguments.cli]
    subprocess.run(cli + ["new", path, "--title", "Many"], check=True)
    subprocess.run(cli + ["add", path, "person", "name=Ada Bell"], check=True, stdout=subprocess.DEVNULL)
    for name, kind in (("Alpha", "software"), ("Beta", "software"), ("Gamma", "hardware")):
        subprocess.run(cli + ["add", path, "asset", f"name={name}", f"kind={kind}"], check=True, stdout=subprocess.DEVNULL)
    records = Records(arguments.cli, path)
    window = Driver(arguments, path)

    def select_first(count):
        window.press(ord("f"), CONTROL)
        window.press(RETURN)
        window.press(DOWN)
        window.press(HOME)
        for _ in range(count - 1):
            window.press(DOWN, SHIFT)

    window.act("show-query", window.glib.Variant("(ss)", ("asset", "")))
    select_first(3)
    window.click("Edit Records…")
    window.find("Empty the Field")
    window.click("Apply")
    yield "applying nothing to many empties nothing", window.says("Nothing is given") and records.value("A-0001", "kind") == "software"
    window.press(ord(" "))
    time.sleep(0.5)
    window.type("Own")
    window.press(DOWN)
    window.press(RETURN)
    window.press(TAB)
    window.press(RETURN)
    window.type("ada")
    window.press(RETURN)
    window.click("Apply")
    yield "three assets get an owner at once", until(lambda: all(record["owner"] for record in records.list()))

    select_first(1)
    window.press(ord("c"), CONTROL)
    yield "a row is copied as a table", window.says("1 row copied")
    window.press(ord("d"), CONTROL)
    yield "a record is duplicated", until(lambda: "Alpha (copy)" in records.names())
    select_first(1)
    window.press(DELETE)
    yield "a record is deleted, and that is said at once", until(lambda: len(records.list()) == 3) and window.look_for("Undo", "button")
    window.click("Undo", "button")
    yield "undo on the toast brings it back", until(lambda: len(records.list()) == 4)

    window.act("show-query", window.glib.Variant("(ss)", ("asset", "search gamma\n")))
    select_first(1)
    window.press(F2)
    until(lambda: window.focused() == "Name")
    window.type("Omega")
    window.press(RETURN)
    yield "an edited record that is not looked for any more leaves the table", until(lambda: window.says("Nothing Found"))
    yield "with its new name", "Omega" in records.names()
    window.act("undo")
    yield "and comes back with the old one", until(lambda: window.look_for("Gamma", "table cell"))
    window.act("show-query", window.glib.Variant("(ss)", ("asset", "")))

    def open_menu(name):
        window.find(name, "toggle button").get_action_iface().do_action(0)
        time.sleep(0.6)

    open_menu("Kind")
    yield "a filter's menu is for the keyboard too", window.focused() == "Information"
    window.press(TAB)
    window.press(ord(" "))
    window.press(ESCAPE)
    yield "and filters", until(lambda: not window.look_for("Gamma", "table cell")) and window.look_for("Beta", "table cell")
    open_menu("Saved Filters")
    window.type("Programs")
    window.press(RETURN)
    window.click("Clear Filters")
    window.wait(lambda: window.look_for("Gamma", "table cell"), "all of them again")
    open_menu("Saved Filters")
    window.press(RETURN)
    yield "a saved filter is used again", until(lambda: not window.look_for("Gamma", "table cell")) and window.look_for("Kind: Software")
    open_menu("Saved Filters")
    window.click("Remove filter “Programs”")
    open_menu("Saved Filters")
    yield "and removed", until(lambda: not window.look_for("Remove filter “Programs”"))
    window.close()


def keep_cells(arguments, folder):
    path = os.path.join(folder, "cells.annex")
    cli = [arguments.cli]
    subprocess.run(cli + ["new", path], check=True)
    for name in ("Alpha", "Beta", "Gamma"):
        subprocess.run(cli + ["add", path, "asset", f"name={name}", "kind=software"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(cli + ["set", path, "A-0003", "name=Gamma Ray"], check=True, stdout=subprocess.DEVNULL)
    records = Records(arguments.cli, path)
    window = Driver(arguments, path)

    def edit(search, name):
        window.act("show-query", window.glib.Variant("(ss)", ("asset", f"search {search}\n")))
        window.wait(lambda: window.look_for(name, "table cell"), name)
        for _ in range(4):
            place = window.find(name, "table cell").get_component_iface().get_extents(window.atspi.CoordType.WINDOW)
            window.atspi.generate_mouse_event(place.x + 20, place.y + place.height // 2, "b1c")
            time.sleep(0.5)
            window.press(F2)
            if until(lambda: window.focused() == "Name", 3):
                return
        raise SystemExit(f"no editor opens on {name}")

    # The row goes because of something else while one of its cells is edited.
    edit("ray", "Gamma Ray")
    window.act("undo")
    yield "a row that is undone while its cell is edited leaves the table", until(lambda: "Gamma Ray" not in records.names() and window.says("Nothing Found"))

    edit("alpha", "Alpha")
    window.type(" ")
    window.press(RETURN)
    yield "a refused value is told in the cell's editor", until(lambda: window.says("Name may not be empty"))
    yield "which keeps the keyboard", window.focused() == "Name"
    window.type("Kept")
    window.press(RETURN)
    yield "and takes what is typed next", until(lambda: any("Kept" in name for name in records.names()))

    edit("beta", "Beta")
    window.type("Dropped")
    window.press(ESCAPE)
    yield "Escape leaves a cell as it was", until(lambda: window.focused() != "Name") and "Beta" in records.names()
    window.close()


def go_by_keyboard(arguments, folder):
    path = os.path.join(folder, "keys.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    window = Driver(arguments, path)
    palette = "Find a record or command"

    window.press(ord("k"), CONTROL)
    yield "Ctrl+K finds", window.focused() == palette
    window.press(ESCAPE)
    yield "Escape leaves it", until(lambda: not window.look_for(palette))
    window.press(ord("k"), CONTROL)
    window.type("wiki")
    window.press(DOWN)
    window.press(RETURN)
    yield "the second record found is shown, and the keyboard is there", until(lambda: (window.focused() or "").startswith("A-0011"))
    window.press(ord("k"), CONTROL)
    window.type("suppl")
    window.press(RETURN)
    yield "a room is found", until(lambda: (window.focused() or "").startswith("SU-001"))
    window.press(ord("3"), ALT)
    yield "Alt+7 goes to the seventh room", until(lambda: (window.focused() or "").startswith("A-00"))
    window.press(ord("f"), CONTROL)
    window.type("laptop")
    yield "Ctrl+F searches", until(lambda: window.says("of 40 records"))
    window.press(ESCAPE)
    yield "Escape in the search shows all again", until(lambda: window.says("40 records ") and not window.says("of 40 records"))
    window.press(F9)
    closed = until(lambda: not window.look_for("Close Details"))
    window.press(F9)
    yield "F9 hides and shows the details", closed and until(lambda: window.look_for("Close Details"))
    window.act("new-record")
    made = until(lambda: window.says("41 records "))
    window.act("show-record", window.glib.Variant("x", find_id(path, "A-0001")))
    output = subprocess.run([arguments.cli, "list", path, "risk", "--json"], capture_output=True, text=True, check=True).stdout
    risk = next(record["title"] for record in json.loads(output) if record["reference"] == "R-001")
    window.tab_to(risk, key=F6)
    window.act("undo")
    undone = made and until(lambda: window.says("40 records "))
    time.sleep(1)
    yield "the keyboard stays on a link below while another record goes", undone and (window.focused() or "").startswith(risk)
    window.close()


if __name__ == "__main__":
    sys.exit(main(keep_assets, refuse, keep_many, keep_cells, go_by_keyboard))
