#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how soon the window answers to what people do most: bench-window.py ANNEX FILE [--runs N].

Prints a line for each work, separated by tabs: its name, the longest turn of the main loop the first time and the median of
such thereafter, in milliseconds of processor time, both by the clock, and both in processor time without drawing; for
keys, also the median until rows are painted. Each work is seen to have had an effect, on the screen or in the file.
"""

import argparse
import sqlite3
import statistics
import sys
import time

import bench_driver
from bench_driver import GLib

# Where the rows of the table are on a screen of 1280 × 800, without a window manager, and where nothing else is.
ROWS = (400, 200, 300, 400)

# Pixels: no more than that is a cursor.
LITTLE = 1000

# Seconds for an effect to come.
PATIENCE = 30

parser = argparse.ArgumentParser()
parser.add_argument("annex")
parser.add_argument("file")
parser.add_argument("--runs", type=int, default=5)
arguments = parser.parse_args()


def touches_rows(x, y, width, height):
    left, top, wide, high = ROWS
    return x < left + wide and left < x + width and y < top + high and top < y + height


def anything(x, y, width, height):
    return True


def nothing(x, y, width, height):
    """A letter more may find the same."""
    return True


def other_rows(x, y, width, height):
    """Not before other rows are there: a header may be painted together with those that were."""
    return touches_rows(x, y, width, height)


class Bench:
    def __init__(self):
        bench_driver.set_view(arguments.file, room="overview", mode__asset="table", mode__risk="table")
        self.program = bench_driver.Program(arguments.annex, arguments.file)
        self.program.wait()
        self.hand, self.screen = bench_driver.Hand(), bench_driver.Screen()
        self.hand.move(700, 500)
        self.turns, self.shown = {}, {}

    def wait_for_idle(self):
        """Until what is made later, such as rows out of sight, is made: the next work shall not pay for it."""
        for _ in range(40):
            self.program.probe.begin()
            time.sleep(0.3)
            if self.program.probe.longest().processor < 1:
                return

    def wait_for_quiet(self, is_effect, least, before):
        """Until the effect and all that follows from it are on the screen. Returns: what was painted; None without an effect."""
        begun, painted, last = time.monotonic(), [], 0
        while time.monotonic() < begun + PATIENCE:
            time.sleep(0.1)
            new = [paint for paint in self.screen.painted() if paint[3] * paint[4] > LITTLE]
            painted += new
            last = time.monotonic() if new else last
            if is_effect is other_rows and self.screen.pixels(*ROWS) == before:
                continue
            if any(is_effect(*area) for _, *area in painted) and time.monotonic() > max(begun + least, last + 0.5):
                return painted
            if not painted and is_effect is nothing and time.monotonic() > begun + least:
                return painted
        return None

    def measure(self, work, do, is_effect=anything, least=1):
        """Does it, keeps the longest turn under the name, and how soon after a key the rows were painted."""
        self.wait_for_idle()
        self.screen.painted()
        before = self.screen.pixels(*ROWS)
        self.program.probe.begin()
        pressed = do()
        painted = self.wait_for_quiet(is_effect, least, before)
        if painted is None:
            sys.exit(f"“{work}” showed nothing")
        self.turns.setdefault(work, []).append(self.program.probe.longest())
        rows = [when - pressed for when, *area in painted if pressed is not None and touches_rows(*area)]
        if rows:
            self.shown.setdefault(work, []).append(rows[0])

    def act(self, action, *parameters):
        return lambda: self.program.act(action, *parameters)

    def press(self, *names):
        return lambda: self.hand.press(*names)

    def count_commits(self):
        with sqlite3.connect(f"file:{arguments.file}?mode=ro", uri=True) as database:
            return database.execute("SELECT count (*) FROM \"commit\"").fetchone()[0]

    def writes(self, work, do):
        before = self.count_commits()
        self.measure(work, do)
        if self.count_commits() != before + 1:
            sys.exit(f"“{work}” changed nothing")

    def show_room(self, name):
        return self.act("show-room", GLib.Variant("s", name))

    def show_sorted(self, sort):
        return self.act("show-query", GLib.Variant("(ss)", ("asset", f"sort {sort}")))

    def open_registers(self):
        for name in ("risk", "asset", "supplier", "control"):
            self.measure(f"open {name}s", self.show_room(name), touches_rows)
        for name in ("risk", "asset") * 2:
            self.measure(f"open {name}s", self.show_room(name), touches_rows)

    def select(self):
        for _ in range(1 + arguments.runs):
            self.measure("select", self.press("Down"))
        self.measure("end", self.press("End"), other_rows)
        self.press("Home")()
        time.sleep(1)
        self.measure("end", self.press("End"), other_rows)
        self.press("Home")()
        time.sleep(1)

    def search(self):
        self.program.act("search")
        time.sleep(0.5)
        for word in ("soft", "kind", "7001"):
            for letter in word:
                self.measure("search", self.press(letter), nothing)
            self.measure("search cleared", self.press("Escape"), touches_rows)
            self.program.act("search")
            time.sleep(0.5)
        self.show_room("asset")()
        time.sleep(1)

    def sort(self):
        for sort in ("name", "-name", "location", "owner", "reference"):
            self.measure("sort", self.show_sorted(sort), other_rows)

    def change(self):
        for _ in range(3):
            self.show_room("asset")()
            time.sleep(0.3)
            self.press("Down")()
            time.sleep(1)
            self.writes("duplicate", self.press("Control", "d"))
            self.writes("undo", self.act("undo"))
            self.writes("redo", self.act("redo"))
            self.writes("new record", self.act("new-record"))
            self.act("undo")()
            time.sleep(1.5)

    def dialogs(self):
        for work, action in (("history", "history"), ("find anything", "find")):
            for _ in range(4):
                self.measure(work, self.act(action))
                self.press("Escape")()
                time.sleep(1)

    def run(self):
        try:
            for part in (self.open_registers, self.select, self.search, self.sort, self.change, self.dialogs):
                part()
        finally:
            self.program.end()
        for work, turns in self.turns.items():
            later = turns[1:] or turns
            values = [value for name in ("processor", "clock", "undrawn")
                      for value in (getattr(turns[0], name), statistics.median(getattr(turn, name) for turn in later))]
            if work in self.shown:
                values.append(statistics.median(self.shown[work]))
            print(work, *(f"{value:.1f}" for value in values), sep="\t")


Bench().run()
