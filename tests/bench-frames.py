#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures for how long the window answers nothing: bench-frames.py ANNEX FILE ROOM MODE.

Opens the room of FILE in that mode, and then takes the last change back and does it again, some
times. Prints the longest turn of the main loop, in which it answers nothing: for the first frames, the
median of such for a change, and on a board while the wheel scrolls a column and while a card is dragged
over the others and back; in milliseconds of processor time, separated by tabs.
"""

import statistics
import sys
import time

import bench_driver
from bench_driver import GLib

annex, path, room, mode = sys.argv[1:]


def main():
    bench_driver.set_view(path, room="overview", **{f"mode__{room}": mode})
    program = bench_driver.Program(annex, path)
    probe = program.probe
    try:
        program.wait()

        def measure(action, *parameters):
            probe.begin()
            program.act(action, *parameters)
            time.sleep(2)
            return probe.longest().processor

        first = measure("show-query", GLib.Variant("(ss)", (room, "")))
        changes = [measure(action) for _ in range(3) for action in ("undo", "redo")]
        print(f"{first:.1f}\t{statistics.median(changes):.1f}", end="")
        if mode == "board":
            hand = bench_driver.Hand()
            probe.begin()
            hand.scroll(400, 400, 60)
            time.sleep(0.5)
            print(f"\t{probe.longest().processor:.1f}", end="")
            for y in range(400, 500, 20):  # between two cards there is nothing to drag
                probe.begin()
                if hand.drag(400, y, 400, 40):
                    time.sleep(0.5)
                    print(f"\t{probe.longest().processor:.1f}", end="")
                    break
        print()
    finally:
        program.end()


main()
