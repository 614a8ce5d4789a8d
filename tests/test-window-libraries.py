#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a catalogue of controls into the window, and maps one of them to Annex A."""

import json
import os
import subprocess

from driver import CONTROL, DOWN, RETURN, SHIFT, Driver, Records, main, until
from oscal_catalogue import catalogue
from tour import find_id


def values(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)


def imported(arguments, path):
    """How many controls of the imported library there are."""
    output = subprocess.run([arguments.cli, "list", path, "control", "--where", "library=other", "--fields", "from_library"],
                            capture_output=True, text=True, check=True).stdout
    return output.count("Practices 5")


def listed(arguments, path, type_name):
    return subprocess.run([arguments.cli, "list", path, type_name], capture_output=True, text=True, check=True).stdout


def write(made, path):
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(made, stream)
    return path


def open_narrow(arguments, path, folder):
    """A window as on a telephone, where dialogs are sheets."""
    settings = os.path.join(folder, "glib-2.0", "settings")
    os.makedirs(settings)
    with open(os.path.join(settings, "keyfile"), "w", encoding="utf-8") as stream:
        stream.write("[io/github/annex_isms/Annex]\nwindow-width=360\nwindow-height=640\n")
    before = {name: os.environ.get(name) for name in ("GSETTINGS_BACKEND", "XDG_CONFIG_HOME")}
    os.environ.update(GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=folder)
    window = Driver(arguments, path)
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
    return window


def import_catalogue(arguments, folder):
    path = os.path.join(folder, "libraries.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    whole, broken = write(catalogue(), os.path.join(folder, "whole.json")), catalogue(24, "Broken practices")
    del broken["catalog"]["groups"][1]["controls"][0]["id"]
    broken = write(broken, os.path.join(folder, "broken.json"))
    records = Records(arguments.cli, path)
    window = Driver(arguments, path)
    variant = window.glib.Variant

    window.act("show-room", variant("s", "control"))
    until(lambda: window.says("A.5.3 "))
    window.drop(broken, next(node for node in window.walk() if (node.get_name() or "").startswith("A.5.3 ")))
    yield "a catalogue dropped on the register goes into the dialog", until(lambda: window.text_of("CSV, XLSX or OSCAL File") == broken)
    yield "a catalogue that is broken is told of by control", until(lambda: window.says("Control 2") and window.says("has no id"))
    window.drop(whole, window.find("CSV, XLSX or OSCAL File", "text"))
    yield "another is dropped on the dialog, even over the entry", until(lambda: window.text_of("CSV, XLSX or OSCAL File") == whole)
    yield "the dry run counts every control", until(lambda: window.says("1196 rows: 1196 added"))
    yield "and proposes the name of the library", window.text_of("Make Them Controls of This Library") == "Practices 5"
    yield "nothing is written yet", not imported(arguments, path)
    window.click("Import", "button")
    yield "the import brings all of them in", until(lambda: imported(arguments, path) == 1196, 20)
    window.close()

    subprocess.run([arguments.cli, "set", path, "P-002", "name=Zora Quist"], check=True, stdout=subprocess.DEVNULL)
    window = Driver(arguments, path)
    window.act("show-room", variant("s", "control"))
    yield "the room shows Annex A and own controls first", until(lambda: window.says("Library: ISO/IEC 27001:2022 Annex A, Own control"))
    window.click("Statement")
    yield "and the statement says of 37 as before", until(lambda: window.says("of 37 decided"))
    yield "and of the owner's name", until(lambda: window.says("Owner: Zora Quist"))
    window.act("show-room", variant("s", "library"))
    yield "the library stands in a room of its own", until(lambda: window.says("Practices 5"))
    window.act("undo")
    window.act("show-query", variant("(ss)", ("control", "")))
    yield "a name that is another elsewhere is another in the statement", until(lambda: window.says("Owner: Daniel Okafor"))
    window.act("show-query", variant("(ss)", ("control", "search stronger\n")))
    yield "the statement says when only another library has what is looked for", until(lambda: window.says("Those of other libraries"))
    window.act("show-query", variant("(ss)", ("control", "search nowhere\n")))
    yield "and when there is nothing at all", until(lambda: window.says("No record matches"))

    table = os.path.join(folder, "ours.csv")
    with open(table, "w", encoding="utf-8") as stream:
        stream.write("ours,Control that is met,Relation\nXC-1,A.5.1,equal\nXC-2,A.8.6,intersects\nXC-3,A.9.99,equal\n")
    window.act("show-room", variant("s", "mapping"))
    window.act("import")
    window.type_into("CSV, XLSX or OSCAL File", table)
    window.click("Apply")
    yield "a table of mappings is read, and asks for its columns", until(lambda: window.says("No column says “Control that meets it”"))
    window.tab_to("ours")
    window.press(ord(" "))
    for _ in range(5):
        window.press(DOWN)
    window.press(RETURN)
    yield "a column is given a field", until(lambda: window.says("“XC-1” is not in the engagement."))
    window.tab_to("Library of Controls That Are New", held=(SHIFT,))
    window.type("Ours")
    window.press(RETURN)
    yield "a library for new controls keeps what the columns were given, and a control that is not there is named", until(
        lambda: window.says("3 rows: 2 added, 1 left out") and window.says("“A.9.99” is not in the engagement."))
    window.press(RETURN)
    yield "nothing is half-imported", window.says("Nothing, for 1 row has an error") and "XC-" not in listed(arguments, path, "control")
    window.tab_to("Leave Out the 1 Row with Errors")
    window.press(ord(" "))
    window.tab_to("Library of Controls That Are New", held=(SHIFT,))
    window.press(RETURN)
    yield "where the bad row is left out, the mappings come in, and their controls with them", until(
        lambda: all(f"\nXC-{i}\t" in listed(arguments, path, "control") for i in (1, 2)))
    yield "and lead to the controls that they meet", "XC-2 → A.8.6" in listed(arguments, path, "mapping")
    until(lambda: not window.look_for("Import: Mappings"))
    window.act("undo")
    yield "one undo takes all of it back", until(lambda: "XC-" not in listed(arguments, path, "mapping") + listed(arguments, path, "control"))

    window.act("add-linked", variant("(ssx)", ("mapping", "met_by", find_id(path, "AC-1"))))
    yield "a mapping is asked for", until(lambda: window.look_for("Mapping") is not None)
    window.close()

    window = open_narrow(arguments, path, folder)
    window.act("show-room", variant("s", "incident"))
    window.click("Board")
    card = window.wait(lambda: next((node for node in window.walk() if (node.get_name() or "").startswith("INC-008, ")), None), "the incident that is open")
    yield "in a narrow window a board begins where cards are", until(
        lambda: 0 <= card.get_component_iface().get_extents(window.atspi.CoordType.WINDOW).x < 180)
    for _ in range(2):
        window.act("show-room", variant("s", "incident"))
        yield "where the keyboard is led to, and stays", until(lambda: (window.focused() or "").startswith("INC-008, "))
    window.act("show-room", variant("s", "mapping"))
    window.press(ord("i"), CONTROL)
    yield "in a narrow window, too, the keyboard begins at the file", until(lambda: window.focused() == "CSV, XLSX or OSCAL File")
    window.type(table)
    window.press(RETURN)
    yield "and Enter reads it", until(lambda: window.says("Nothing, for 3 rows have errors"))
    window.close()
    del records


main(import_catalogue)
