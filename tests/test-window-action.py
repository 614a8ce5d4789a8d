#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A nonconformity, driven through all its gates in the window."""

import json
import os
import subprocess
import sys
import threading
import time

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from driver import CONTROL, RETURN, SHIFT, TAB, Driver, main, until
from tour import find_id

LEFT, SPACE, F6 = 0xFF51, 0x20, 0xFFC3

# The stage, what it asks for, what is written, and where that leads.
GATES = [
    ("correction", "Write down what was done at once", "The door was locked by hand", "cause"),
    ("cause", "Write down the root cause", "The lock reports no fault", "plan"),
    ("plan", "Plan what will be done", "A lock that reports when it does not close", "implementation"),
    ("implementation", "Write down what was done.", "Two locks were exchanged", "evidence"),
    ("verification", "Write down what was looked at", "Ninety days without an open door", "closed"),
]


def cli(arguments, *words):
    return subprocess.run([arguments.cli, *words], capture_output=True, text=True, check=True).stdout


def action(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    cli(arguments, "new", path, "--sample")
    cli(arguments, "set", path, "DR-02", "waiting_days=0")
    cli(arguments, "add", path, "corrective_action", "title=Server room door stays open", "grading=minor", "raised_on=2026-01-12", "owner=Tomas Novak",
        "observed=Seen open twice", "similar=none", "similar_cases=All other doors", "verification_owner=Daniel Okafor", "effect=effective")

    def record(reference):
        shown = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=False)
        return json.loads(shown.stdout) if shown.returncode == 0 else None

    def stage():
        return record("CAR-013")["stage"]

    window = Driver(arguments, path)
    window.act("show-record", window.glib.Variant("x", find_id(path, "CAR-013")))
    for name, need, text, then in GATES:
        if name == "verification":
            window.click("Skip…")
            time.sleep(1.5)
            window.type("Seen by everybody who passes")
            window.press(RETURN)
            yield "a step can be left out with a reason", until(lambda: stage() == "verification")
        yield f"the path says what “{name}” needs", until(lambda: window.says(need))
        window.click("Pass…")
        passed = window.find("Pass")
        yield "and it cannot be passed without", until(lambda: not passed.get_state_set().contains(window.atspi.StateType.SENSITIVE))
        window.type(text)
        window.press(RETURN, CONTROL)
        yield "once that is written it can", until(lambda: passed.get_state_set().contains(window.atspi.StateType.SENSITIVE))
        window.click("Pass")
        yield f"and leads to “{then}”", until(lambda: stage() == then)
        time.sleep(0.5)

    window.press(ord("z"), CONTROL)
    yield "one undo takes the last step back, and what was written with it", until(lambda: stage() == "verification")
    yield "so that it is needed again", until(lambda: window.says("Write down what was looked at"))
    window.press(ord("z"), CONTROL, SHIFT)
    yield "and one redo closes it again", until(lambda: stage() == "closed")

    window.tab_to("Is the cause logical?", 20, key=F6)
    window.tab_to("Reviewer’s remark", 4)
    window.type("Both are right")
    window.press(TAB)
    yield "what the reviewer writes is kept", until(lambda: record("CAR-013")["review_remark"] == "Both are right")
    by = window.wait(lambda: window.focus if window.focused() == "Reviewed by" else None, "who reviewed it")
    yield "and who fills in the form stays where they are", until(lambda: 0 < by.get_component_iface().get_extents(window.atspi.CoordType.WINDOW).y < 800)

    window.click("Board")
    window.press(ord("f"), CONTROL)
    window.type("server room door")
    until(lambda: window.says("Correction, 0 records"))
    window.press(RETURN)
    yield "on the board the keyboard alone gets to a card", until(lambda: (window.focused() or "").startswith("CAR-013, Server room door"))
    window.press(LEFT, SHIFT)
    yield "where a move back asks for a reason", until(lambda: window.says("Send CAR-013 Back to “Verification”?"))
    time.sleep(0.5)
    window.type("It stood open again")
    window.press(RETURN)
    yield "and with one it goes", until(lambda: stage() == "verification" and not window.says("Send CAR-013 Back"))

    window.act("show-record", window.glib.Variant("x", find_id(path, "CAR-010")))
    yield "what came back is shown with what it repeats", until(lambda: window.says("Access key committed to a repository"))

    window.act("show-record", window.glib.Variant("x", find_id(path, "MD-001")))
    window.click("Request Corrective Action")
    yield "a decision of a management review begins one", until(lambda: (record("CAR-014") or {}).get("source") == "review")
    yield "and both are linked", until(lambda: window.says("CAR-014")) and record("MD-001")["corrective_actions"] == ["CAR-014"]

    window.act("show-record", window.glib.Variant("x", find_id(path, "IND-001")))
    window.tab_to("Indicator", 12, key=F6)
    window.tab_to("Value for ", 4, held=(SHIFT,))
    window.type("11")
    window.press(RETURN)
    yield "a value beyond the limit is out of bounds", until(lambda: record("IND-001")["status"] == "out")
    window.click("Request Corrective Action")
    yield "which begins one as well", until(lambda: (record("CAR-015") or {}).get("source") == "indicator")
    yield "that says by how much", "IND-001 is 11 persons" in record("CAR-015")["observed"]

    window.act("show-room", window.glib.Variant("s", "exception"))
    row = window.find("Exceptions", "list item").get_component_iface()
    yield "the sidebar scrolls to the room", until(lambda: row.get_extents(window.atspi.CoordType.WINDOW).y < 800 - 36)

    window.act("show-room", window.glib.Variant("s", "overview"))
    yield "the overview says whom a delay concerns", until(lambda: window.says("CAR-011 Restore test") and window.says("is so late that it concerns"))
    window.close()

    report = os.path.join(folder, "car.html")
    cli(arguments, "report", path, "car", report, "--of", "CAR-013")
    text = open(report, encoding="utf-8").read()
    missing = [part for part in ("Two locks were exchanged", "Seen by everybody who passes", "It stood open again", "Signatures") if part not in text]
    yield "the report tells all of it, the step left out and why it went back" + "".join(f"\n# not {part}" for part in missing), not missing


class Desktop(threading.Thread):
    """What takes notifications on the session bus where there is no desktop."""

    XML = """<node><interface name="org.freedesktop.Notifications">
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
        <arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
        <arg type="u" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
      <method name="GetCapabilities"><arg type="as" direction="out"/></method>
      <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
        <arg type="s" direction="out"/></method>
    </interface></node>"""

    def __init__(self):
        super().__init__(daemon=True)
        self.told, self.ready = [], threading.Event()
        self.start()
        self.ready.wait(10)

    def called(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        if method == "Notify":
            self.told.append((parameters[3], parameters[4]))
            invocation.return_value(GLib.Variant("(u)", (len(self.told),)))
        elif method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["body", "actions"],)))
        elif method == "GetServerInformation":
            invocation.return_value(GLib.Variant("(ssss)", ("test", "test", "1", "1.2")))
        else:
            invocation.return_value(None)

    def run(self):
        context = GLib.MainContext()
        context.push_thread_default()
        bus = Gio.DBusConnection.new_for_address_sync(
            os.environ["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        bus.register_object("/org/freedesktop/Notifications", Gio.DBusNodeInfo.new_for_xml(self.XML).interfaces[0], self.called, None, None)
        bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                      GLib.Variant("(su)", ("org.freedesktop.Notifications", 0)), None, 0, 5000, None)
        self.ready.set()
        GLib.MainLoop(context).run()


def switch(window):
    """In the preferences, by keyboard."""
    window.act("preferences")
    window.tab_to("Delays of Corrective Actions")
    window.press(SPACE)


def delays(arguments, folder):
    """A file with one action that is late, whatever the day; the settings are kept in the folder."""
    os.environ.update(GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=folder)
    path, other = os.path.join(folder, "late.annex"), os.path.join(folder, "other.annex")
    for file in (path, other):
        cli(arguments, "new", file)
        cli(arguments, "add", file, "corrective_action", "title=Nobody reads the log", "grading=minor", "raised_on=2026-01-12", "correction_due=2026-02-12")
    desktop = Desktop()
    window = Driver(arguments, path)
    yield "whom a delay concerns is told by the desktop", until(lambda: desktop.told == [("CAR-001 Is Late and Concerns: Top management", "Nobody reads the log")])
    switch(window)
    window.close()
    window = Driver(arguments, other)
    window.find("Overview")
    time.sleep(3)
    yield "and not where the preference is off", len(desktop.told) == 1
    switch(window)
    window.close()
    window = Driver(arguments, path)
    window.find("Overview")
    time.sleep(3)
    yield "nor twice", len(desktop.told) == 1
    window.close()
    window = Driver(arguments, other)
    yield "switched on again, it tells what it has not told", until(lambda: len(desktop.told) == 2)
    window.close()
    os.environ["GSETTINGS_BACKEND"] = "memory"


if __name__ == "__main__":
    sys.exit(main(action, delays))
