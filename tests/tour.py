#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the real window through every screen and photographs each.

tour.py --annex PROGRAM --cli PROGRAM --out DIR [--schemas DIR]

Every size and colour scheme gets a virtual display and a session bus of its own. Buttons are found
by accessible name, as a person with a screen reader would find them; a screen that does not show
what it should ends the tour with an error.
"""
import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

SIZES = [(1280, 800), (360, 640)]
SCHEMES = ["light", "dark"]
APP_ID = "io.github.annex_isms.Annex"
APP_PATH = "/io/github/annex_isms/Annex"


def outside(arguments):
    os.makedirs(arguments.out, exist_ok=True)
    failed = False
    for width, height in SIZES:
        for scheme in SCHEMES:
            with tempfile.TemporaryDirectory(prefix="annex-tour-") as home:
                settings = os.path.join(home, "glib-2.0", "settings")
                os.makedirs(settings)
                with open(os.path.join(settings, "keyfile"), "w", encoding="utf-8") as file:
                    file.write(f"[{APP_ID.replace('.', '/')}]\ncolor-scheme='{scheme}'\n"
                               f"window-width={width}\nwindow-height={height}\n")
                environment = dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, GSETTINGS_BACKEND="keyfile",
                                   GSK_RENDERER="cairo", GTK_A11Y="atspi", LC_ALL="C.UTF-8", NO_AT_BRIDGE="0")
                if arguments.schemas:
                    environment["GSETTINGS_SCHEMA_DIR"] = arguments.schemas
                command = ["xvfb-run", "-a", "-n", str(random.randint(200, 60000)), "-s", f"-screen 0 {width}x{height}x24 -noreset", "dbus-run-session", "--",
                           sys.executable, os.path.abspath(__file__), "--inside", f"{width}x{height}-{scheme}", "--home", home,
                           "--annex", arguments.annex, "--cli", arguments.cli, "--out", arguments.out]
                done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False)
                complaints = [line for line in done.stderr.splitlines()
                              if "WARNING" in line or "CRITICAL" in line or "Traceback" in line or "Error" in line]
                complaints = [line for line in complaints if "fd limit" not in line and "dconf" not in line]
                if done.returncode != 0 or any("CRITICAL" in line for line in complaints):
                    failed = True
                    print(done.stderr, file=sys.stderr)
                for line in complaints:
                    print(f"{width}x{height}-{scheme}: {line}", file=sys.stderr)
    return 1 if failed else 0


class Window:
    """The running program, seen from outside."""

    def __init__(self, arguments, file=None, stderr=None):
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, Gio, GLib
        self.atspi, self.glib = Atspi, GLib
        self.out, self.prefix = arguments.out, arguments.inside
        self.process = subprocess.Popen([arguments.annex] + ([file] if file else []), stderr=stderr)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        self.application = self.wait(self.find_application, "the window")
        self.atspi.generate_mouse_event(0, 0, "abs") # where it brings up no tooltip

    def find_application(self):
        desktop = self.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid and child.get_child_count() > 0:
                return child
        return None

    def wait(self, look, what, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"the window ended with {self.process.returncode} while waiting for {what}")
            try:
                found = look()
            except self.glib.Error:
                found = None
            if found:
                return found
            time.sleep(0.1)
        raise SystemExit(f"not found: {what}")

    def walk(self, node=None):
        """What is on the screen, or within @node: there is nothing to see in what is hidden."""
        node = node or self.application
        yield node
        for i in range(node.get_child_count()):
            child = node.get_child_at_index(i)
            if child is not None and child.get_state_set().contains(self.atspi.StateType.SHOWING):
                yield from self.walk(child)

    def look_for(self, name, role=None):
        return next((node for node in self.walk() if node.get_name() == name and (role is None or node.get_role_name() == role)), None)

    def find(self, name, role=None):
        return self.wait(lambda: self.look_for(name, role), f"“{name}”")

    def click(self, name, role=None):
        node = self.find(name, role)
        node.get_action_iface().do_action(0)
        time.sleep(0.3)

    def act(self, action, *parameters, group="window/1"):
        """Activates an action that the program exports on the session bus."""
        self.bus.call_sync(APP_ID, f"{APP_PATH}/{group}" if group else APP_PATH, "org.gtk.Actions", "Activate",
                           self.glib.Variant("(sava{sv})", (action, list(parameters), {})), None, 0, 5000, None)
        time.sleep(0.4)

    def shoot(self, name):
        time.sleep(0.6)
        path = os.path.join(self.out, f"{self.prefix}-{name}.png")
        subprocess.run(["import", "-window", "root", path], check=True)
        print(path)

    def close(self):
        self.act("quit", group="")
        self.process.wait(timeout=10)


def find_id(path, reference):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return database.execute("SELECT id FROM record WHERE reference = ?", (reference,)).fetchone()[0]


def inside(arguments):
    sample = os.path.join(arguments.home, "sample.annex")
    subprocess.run([arguments.cli, "new", sample, "--sample"], check=True)

    window = Window(arguments)
    window.find("New Engagement…")
    window.shoot("01-welcome")
    window.act("new", group="")
    window.shoot("02-new")
    window.close()
    settings = os.path.join(arguments.home, "glib-2.0", "settings")
    if not os.path.isdir(settings):
        raise SystemExit("the settings are gone")

    window = Window(arguments, sample)
    window.shoot("03-overview")
    rooms = [line.split("\t") for line in subprocess.run([arguments.cli, "types"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]]
    for position, room in enumerate([name for name, _, _, phase, _ in rooms if phase], 1):
        window.act("show-room", window.glib.Variant("s", room))
        window.shoot(f"1{position:02}-{room}")
    for room, mode in (("risk", "Map"), ("risk", "Board"), ("treatment", "Board"), ("treatment", "Timeline"),
                       ("control", "Statement"), ("control", "Attributes"), ("audit", "Coverage"), ("audit", "Readiness"),
                       ("document", "Board"), ("incident", "Board"), ("incident", "Statistics"), ("corrective_action", "Board"), ("corrective_action", "Figures")):
        window.act("show-room", window.glib.Variant("s", room))
        window.click(mode)
        window.shoot(f"19-{room}-{mode.lower()}")
    window.act("show-room", window.glib.Variant("s", "calendar"))
    for mode in ("Year", "Agenda", "3 Years", "Month"):
        window.click(mode)
        window.shoot(f"19-calendar-{mode.lower().replace(' ', '-')}")
    window.act("show-room", window.glib.Variant("s", "control"))
    window.click("Statement")
    for tool, name in (("Find and Replace", "replace"), ("Compare with a Version or Day", "compare")):
        window.click(tool)
        window.shoot(f"19-control-{name}")
        window.click("Close")
    window.act("start-workshop")
    window.shoot("19-workshop-start")
    window.click("Close")
    window.act("start-fieldwork")
    window.shoot("19-fieldwork-start")
    window.click("Close")
    window.act("show-query", window.glib.Variant("(ss)", ("asset", "")))
    window.shoot("20-assets")
    window.act("show-record", window.glib.Variant("x", find_id(sample, "A-0016")))
    window.find("A-0016")
    window.shoot("21-asset-detail")
    window.act("show-record", window.glib.Variant("x", find_id(sample, "EV-0018")))
    window.find("Attach: Files")
    window.shoot("21-evidence-detail")
    for record in ("DOC-005", "TR-001", "MR-01", "IND-005"):
        window.act("show-record", window.glib.Variant("x", find_id(sample, record)))
        window.find(record)
        window.shoot(f"21-{record.lower()}-detail")
    window.act("show-record", window.glib.Variant("x", find_id(sample, "A-0016")))
    window.find("A-0016")
    window.act("toggle-detail")
    if window.look_for("Tree by Dependency"):
        window.click("Tree by Dependency")
        window.shoot("22-assets-tree")
        window.click("Tree by Dependency")
    window.act("find")
    window.shoot("30-find")
    window.click("Close")
    for position, (action, name) in enumerate([("history", "31-history"), ("preferences", "32-preferences"),
                                               ("shortcuts", "33-shortcuts"), ("import", "34-import")]):
        window.act(action)
        window.shoot(name)
        window.click("Close")
    window.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--annex", required=True)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--schemas", default=os.environ.get("GSETTINGS_SCHEMA_DIR"))
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    parser.add_argument("--home", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.annex, arguments.cli = os.path.abspath(arguments.annex), os.path.abspath(arguments.cli)
    arguments.out = os.path.abspath(arguments.out)
    if arguments.inside:
        inside(arguments)
        return 0
    for tool in ("xvfb-run", "dbus-run-session", "import"):
        if shutil.which(tool) is None:
            print(f"tour: {tool} is missing", file=sys.stderr)
            return 2
    return outside(arguments)


if __name__ == "__main__":
    sys.exit(main())
