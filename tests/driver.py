# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the window share: hands, a look into the file, and TAP.

Such a test is called with the programs ANNEX and CLI. It needs a display and a session bus, and takes
both from xvfb-run and dbus-run-session when there is no display.
"""

import argparse
import contextlib
import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from gi.repository import GLib
from tour import Window


RETURN = 0xFF0D
ESCAPE = 0xFF1B
TAB = 0xFF09
UP = 0xFF52
DOWN = 0xFF54
RIGHT = 0xFF53
HOME = 0xFF50
F2 = 0xFFBF
F6 = 0xFFC3
F9 = 0xFFC6
DELETE = 0xFFFF
CONTROL, SHIFT, ALT = 37, 50, 64  # key codes, for they are held down

# Another program that has files to give: a small window in the corner, to drag them from.
SOURCE = """
import sys, gi
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GObject, Gtk

def activate(application):
    files = Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]])
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.set_content(Gdk.ContentProvider.new_for_value(GObject.Value(Gdk.FileList, files)))
    label = Gtk.Label(label="Drag")
    label.add_controller(source)
    Gtk.ApplicationWindow(application=application, child=label, default_width=100, default_height=60).present()

application = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
application.connect("activate", activate)
application.run([])
"""


def now():
    """Now as the programs see it: on the day that the environment names, if it does."""
    time_of_day = datetime.datetime.now()
    day = os.environ.get("ANNEX_TODAY")
    return datetime.datetime.combine(datetime.date.fromisoformat(day), time_of_day.time()) if day else time_of_day


def today():
    return now().date()


class Driver(Window):
    """A window with hands: it also types."""

    started = []

    def __init__(self, arguments, file=None):
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")
        self.started.append(self)
        super().__init__(arguments, file, stderr=self.log)
        self.focus = None
        self.listener = self.atspi.EventListener.new(self.focus_moved)
        self.listener.register("object:state-changed:focused")

    def focus_moved(self, event):
        if event.detail1:
            self.focus = event.source

    def text_of(self, name):
        node = self.find(name, "text")
        return self.atspi.Text.get_text(node, 0, -1)

    def type_into(self, name, text):
        node = self.find(name, "text")
        if not node.get_editable_text_iface().set_text_contents(text):
            raise SystemExit(f"cannot type into “{name}”")
        time.sleep(0.2)

    def press(self, keysym, *held):
        """Presses a key while those are held down."""
        kind = self.atspi.KeySynthType
        for code in held:
            self.atspi.generate_keyboard_event(code, None, kind.PRESS)
        self.atspi.generate_keyboard_event(keysym, None, kind.SYM)
        for code in reversed(held):
            self.atspi.generate_keyboard_event(code, None, kind.RELEASE)
        time.sleep(0.3)

    def type(self, text):
        for character in text:
            self.atspi.generate_keyboard_event(ord(character), None, self.atspi.KeySynthType.SYM)
            # Faster, and a busy machine loses letters.
            time.sleep(0.04)
        time.sleep(0.3)

    def drag(self, begin, end, pause=0.25):
        """Presses at a place, goes to another in steps, as a hand does, and lets go. Without a window manager the window is at 0, 0."""
        for kind, at in [("abs", 0), ("b1p", 0)] + [("abs", step) for step in range(1, 11)] + [("b1r", 10)]:
            x, y = (a + (b - a) * at // 10 for a, b in zip(begin, end))
            self.atspi.generate_mouse_event(x, y, kind)
            time.sleep(pause)

    def drop(self, path, target):
        """Drags a file from another program onto this node, for which the window must be at 0, 0."""
        source = subprocess.Popen([sys.executable, "-c", SOURCE, path], stderr=subprocess.DEVNULL)
        time.sleep(2.5)
        place = target.get_component_iface().get_extents(self.atspi.CoordType.WINDOW)
        self.drag((50, 30), (place.x + place.width // 3, place.y + place.height // 2))
        time.sleep(1)
        source.kill()
        source.wait()

    def windows(self):
        return [self.application.get_child_at_index(i) for i in range(self.application.get_child_count())]

    def last_focus(self):
        """The name of what was last told to have the focus, without a look through the window."""
        while self.glib.MainContext.default().iteration(False):
            pass
        return self.focus.get_name() if self.focus is not None else None

    def focused(self):
        """The name of what has the focus: as it was last told, for to look through all of the window takes long."""
        self.last_focus()
        with contextlib.suppress(self.glib.Error):  # it may be gone
            if self.focus is not None and self.focus.get_state_set().contains(self.atspi.StateType.FOCUSED):
                return self.focus.get_name()
        return next((node.get_name() for node in self.walk() if node.get_state_set().contains(self.atspi.StateType.FOCUSED)), None)

    def tab_to(self, beginning, tries=40, held=(), key=TAB):
        """Goes on with Tab, or another key, to what is called so; back when Shift is held. Returns its name."""
        for _ in range(tries):
            name = self.focused() or ""
            if name.startswith(beginning):
                return name
            self.press(key, *held)
        raise SystemExit(f"the keyboard does not reach “{beginning}”")

    def choose_file(self, title, path):
        """Answers a file dialog of that title as in any other program: a path is typed."""
        dialog = self.wait(lambda: next((window for window in self.windows() if window.get_name() == title), None), f"the dialog “{title}”")
        self.type("/")
        entry = self.wait(lambda: next((node for node in self.walk(dialog) if node.get_role_name() == "text"), None), "the entry for a path")
        entry.get_editable_text_iface().set_text_contents(path)
        self.press(RETURN)

    def says(self, text):
        """Whether something on the screen says this, perhaps among more."""
        return any(text in (node.get_name() or "") for node in self.walk())

    def complaints(self):
        """What GTK found wrong since the start; all that was said at the end when the program ended by a fault."""
        self.log.seek(0)
        lines = [line.rstrip() for line in self.log]
        if self.process.poll() not in (None, 0, -signal.SIGKILL):  # which tests send
            return [f"the program ended with {self.process.returncode}"] + lines[-60:]
        return [line for line in lines if "CRITICAL" in line or "ERROR" in line or "runtime error" in line]


class Records:
    """What the file holds, as annex-cli says."""

    def __init__(self, cli, path):
        self.cli, self.path = cli, path

    def list(self):
        output = subprocess.run([self.cli, "list", self.path, "asset", "--json"], capture_output=True, text=True, check=True).stdout
        return json.loads(output)

    def value(self, reference, field):
        return next(record[field] for record in self.list() if record["reference"] == reference)

    def names(self):
        return sorted(record["name"] for record in self.list())

    def whole(self):
        return subprocess.run([self.cli, "check", self.path, "--integrity"], check=False, stdout=subprocess.DEVNULL).returncode == 0


def until(look, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(GLib.Error):  # of what is taken away while it is looked at
            if look():
                return True
        time.sleep(0.2)
    return False


def numbered(arguments, scenarios):
    """Every scenario with a folder of its own, and after each what GTK complained about."""
    for steps in scenarios:
        with tempfile.TemporaryDirectory(prefix="annex-window-") as folder:
            arguments.inside, arguments.out = "test", folder
            try:
                yield from steps(arguments, folder)
            except (SystemExit, GLib.Error) as problem:
                time.sleep(2)  # it may be about to end by a fault
                ended = [f"\n# a program ended with {window.process.returncode}" for window in Driver.started if window.process.poll() is not None]
                yield "".join([str(problem)] + ended), False
            complaints = []
            for window in Driver.started:
                complaints += window.complaints()
                window.process.kill()
                window.process.wait()
            Driver.started.clear()
            for line in complaints:
                print(line, file=sys.stderr)
            yield "GTK had nothing to complain about", not complaints


def main(*scenarios):
    """Runs the scenarios, generators of (what holds, whether it does) from (arguments, folder), and prints TAP."""
    parser = argparse.ArgumentParser()
    parser.add_argument("annex")
    parser.add_argument("cli")
    arguments = parser.parse_args()
    if not os.environ.get("DISPLAY"):
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24 -noreset", "dbus-run-session", "--", sys.executable, *sys.argv])
    os.environ.update(GTK_A11Y="atspi", GSK_RENDERER="cairo", LC_ALL="C.UTF-8")
    failed = count = 0
    for what, held in numbered(arguments, scenarios):
        count += 1
        failed += not held
        print(f"{'ok' if held else 'not ok'} {count} {what}", flush=True)
    print(f"1..{count}")
    return 1 if failed else 0
