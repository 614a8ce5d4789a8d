#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the methodology through the real window: what moves is shown before it does."""

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from driver import Driver, main, until  # noqa: E402


def level(arguments, path, reference):
    output = subprocess.run([arguments.cli, "show", path, reference, "--json"], capture_output=True, text=True, check=True).stdout
    return json.loads(output)["current_level"]


def change(arguments, folder):
    path = os.path.join(folder, "sample.annex")
    subprocess.run([arguments.cli, "new", path, "--sample"], check=True)
    window = Driver(arguments, path)

    window.act("show-room", window.glib.Variant("s", "methodology"))
    window.find("Likelihood 4, consequence 5, Critical, 1 risk")
    window.tab_to("Likelihood 5, consequence 1")
    window.type("4")
    yield "a digit paints the cell that the keyboard is on", until(
        lambda: window.look_for("Likelihood 5, consequence 1, Critical, 0 risks"))
    yield "what contradicts itself is told at once", until(lambda: window.says("has a lower level than a cell beside it"))
    window.click("Discard", "button")
    yield "a draft can be thrown away", until(lambda: window.look_for("Likelihood 5, consequence 1, Medium, 0 risks"))

    window.click("High")
    window.click("Likelihood 4, consequence 5, Critical, 1 risk")
    yield "what would move is said before it does", until(lambda: window.says("Current, 4 × 5: Critical → High (1)"))
    yield "and nothing has moved yet", level(arguments, path, "R-001") == 4
    window.click("Apply", "button")
    yield "then it moves", until(lambda: level(arguments, path, "R-001") == 3)
    window.act("undo")
    yield "and back by undo", until(lambda: level(arguments, path, "R-001") == 4)
    window.close()


if __name__ == "__main__":
    sys.exit(main(change))
