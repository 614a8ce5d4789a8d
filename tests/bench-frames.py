#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures for how long the window answers nothing: bench-frames.py ANNEX FILE ROOM MODE.

Opens the room of FILE in that mode, and then takes the last change back and does it again, some
times. Prints the longest turn of the main loop, in which it answers nothing: for the first frames, the
median of such for a change, and on a board while the wheel scrolls a column and while a card is dragged
over the others and back; in milliseconds of processor time, separated by tabs.
"""

import ctypes
import os
import pathlib
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import gi
gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

APP_ID, APP_PATH = "io.github.annex_isms.Annex", "/io/github/annex_isms/Annex"
annex, path, room, mode = sys.argv[1:]


def settle(file):
    with sqlite3.connect(file) as database:
        database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (f"mode.{room}", mode))
        database.execute("INSERT OR REPLACE INTO setting VALUES ('room', 'overview')")


class Probe:
    """Has the program keep the longest turn of its main loop where it can be read (bench-loop.c)."""

    def __init__(self):
        self.file = tempfile.NamedTemporaryFile()
        self.begin()
        library = pathlib.Path(annex).parents[2] / "tests" / "libbench-loop.so"
        self.environment = dict(os.environ, LD_PRELOAD=str(library), BENCH_LOOP=self.file.name)

    def begin(self):
        os.pwrite(self.file.fileno(), struct.pack("d", 0), 0)

    def longest(self):
        return struct.unpack("d", os.pread(self.file.fileno(), 8, 0))[0]


class Pointer:
    """The mouse of the X server."""

    def __init__(self):
        self.x11, self.test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x11.XQueryTree.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *[ctypes.c_void_p] * 4]
        self.x11.XFree.argtypes = [ctypes.c_void_p]
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))

    def move(self, x, y):
        self.test.XTestFakeMotionEvent(self.display, -1, int(x), int(y), 0)
        self.x11.XFlush(self.display)

    def button(self, number, pressed):
        self.test.XTestFakeButtonEvent(self.display, number, pressed, 0)
        self.x11.XFlush(self.display)

    def scroll(self, x, y, clicks):
        self.move(x, y)
        for _ in range(clicks):
            self.button(5, True)
            self.button(5, False)
            time.sleep(0.03)

    def surfaces(self):
        """How many there are on the screen: what is dragged has one of its own."""
        root, parent, children, n = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p(), ctypes.c_uint()
        self.x11.XQueryTree(self.display, self.x11.XDefaultRootWindow(self.display), ctypes.byref(root), ctypes.byref(parent),
                            ctypes.byref(children), ctypes.byref(n))
        self.x11.XFree(children)
        return n.value

    def drag(self, x, y, distance, steps):
        """Far over the others, and back to where it was."""
        before = self.surfaces()
        self.move(x, y)
        self.button(1, True)
        for step in [*range(steps), *reversed(range(steps))]:
            self.move(x + distance * step / steps, y + step % 7)
            time.sleep(0.02)
        dragged = self.surfaces() > before
        self.button(1, False)
        return dragged


def main():
    settle(path)
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    probe = Probe()
    process = subprocess.Popen([annex, path], stderr=subprocess.DEVNULL, env=probe.environment)

    def act(action, *parameters):
        bus.call_sync(APP_ID, f"{APP_PATH}/window/1", "org.gtk.Actions", "Activate",
                      GLib.Variant("(sava{sv})", (action, list(parameters), {})), None, 0, 20000, None)

    try:
        while True:
            time.sleep(0.5)
            if process.poll() is not None:
                sys.exit(f"{annex} ended with {process.returncode}")
            try:
                bus.call_sync(APP_ID, f"{APP_PATH}/window/1", "org.gtk.Actions", "List", None, None, 0, 20000, None)
                break
            except GLib.Error:
                continue
        time.sleep(2)

        def measure(action, *parameters):
            probe.begin()
            act(action, *parameters)
            time.sleep(2)
            return probe.longest()

        first = measure("show-query", GLib.Variant("(ss)", (room, "")))
        changes = [measure(action) for _ in range(3) for action in ("undo", "redo")]
        print(f"{first:.1f}\t{statistics.median(changes):.1f}", end="")
        if mode == "board":
            pointer = Pointer()
            probe.begin()
            pointer.scroll(400, 400, 60)
            time.sleep(0.5)
            print(f"\t{probe.longest():.1f}", end="")
            for y in range(400, 500, 20):  # between two cards there is nothing to drag
                probe.begin()
                if pointer.drag(400, y, 400, 40):
                    time.sleep(0.5)
                    print(f"\t{probe.longest():.1f}", end="")
                    break
        print()
    finally:
        process.kill()
        process.wait()


main()
