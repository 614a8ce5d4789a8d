#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints our figures beside a floor or peer measured in the same run: A B A B, medians of whole processes."""

import argparse
import csv
import datetime
import functools
import itertools
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import bench_driver
import oscal_catalogue

PARTS = ["import", "import-risks", "workbook", "catalogue", "export", "report", "edit", "fieldwork", "map", "method", "margin", "tables",
         "long-tables", "charts", "list", "calendar", "frames", "window", "start"]
FRAME = 1 / 60

parser = argparse.ArgumentParser()
parser.add_argument("--annex", required=True)
parser.add_argument("--cli", required=True)
parser.add_argument("--rows", type=int, default=100_000)
parser.add_argument("--runs", type=int, default=3)
parser.add_argument("--only", choices=PARTS, action="append", help="leave the other figures out; may be given more than once")
arguments = parser.parse_args()

folder = pathlib.Path(tempfile.mkdtemp(prefix="annex-bench-"))
big = folder / "big.annex"
bench_store = pathlib.Path(arguments.cli).parents[2] / "tests" / "bench-store"
KINDS = ["information", "software", "hardware", "service", "people", "site", "process", "intangible"]
HEADINGS = ["Reference", "Name", "Description", "Kind", "Owner", "Location", "Classification", "Confidentiality", "Integrity",
            "Availability", "Personal data", "Lifecycle", "Introduced", "Tags", "Review date"]
OPENPYXL = """
import csv, sys, openpyxl
book = openpyxl.Workbook(); sheet = book.active
for row in csv.reader(open(sys.argv[1], encoding='utf-8')): sheet.append(row)
book.save(sys.argv[2])
"""


def run(command, processor_time=False):
    """Returns the seconds that it took, by the clock or on processors, and its peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    elapsed = usage.ru_utime + usage.ru_stime if processor_time else time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed: {process.stderr.read().decode()}")
    return elapsed, usage.ru_maxrss / 1024


def pair(ours, theirs):
    """Both in turn; returns the medians and our peak memory in MiB."""
    a, b, memory = [], [], []
    for _ in range(arguments.runs):
        seconds, peak = ours()
        a.append(seconds)
        memory.append(peak)
        b.append(theirs())
    return statistics.median(a), statistics.median(b), max(memory)


def mark(ratio, goal):
    """The ratio, and whether it misses the goal, which is written as "≤ 1.2"."""
    return f"**{ratio:.2f} ✗**" if ratio > float(goal.split()[1]) else f"{ratio:.2f}"


def show(work, ours, floor, goal, note=""):
    print(f"| {work} | {ours * 1000:,.1f} ms | {floor * 1000:,.1f} ms | {mark(ours / floor, goal)} | {goal} | {note} |", flush=True)


def write_assets(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for i in range(rows):
            writer.writerow([f"A-{i + 1:06}", f"Asset {i * 7919 % rows} of the {KINDS[i % 8]} kind", f"What asset {i} is for, in a sentence",
                             KINDS[i % 8], f"Person {i % 200}", f"Building {i % 12}", i % 4 + 1, i % 4 + 1, i // 3 % 4 + 1, i // 5 % 4 + 1,
                             i % 2, "in_use", f"20{i % 20 + 5:02}-03-01", f"tag{i % 40}; team{i % 9}", f"2027-{i % 12 + 1:02}-01"])
    return path


WORKBOOK = """
import csv, sys, openpyxl
book = openpyxl.Workbook(write_only=True)
def add(name, path, extra, formulas):
    sheet = book.create_sheet(name)
    with open(path, encoding='utf-8') as file:
        rows = csv.reader(file)
        sheet.append(next(rows) + extra)
        for number, row in enumerate(rows, 2):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row] + [formula.format(number) for formula in formulas])
    return number
assets = add('Assets', sys.argv[1], [], [])
risks = add('Risks', sys.argv[2], ['Asset', 'Need', 'Level'], [
    '=VLOOKUP(K{0},Assets!$A$2:$O$%d,2,FALSE)' % assets,
    '=INDEX(Assets!$H$2:$H$%d,MATCH(K{0},Assets!$A$2:$A$%d,0))' % (assets, assets),
    '=E{0}*F{0}'])
sheet = book.create_sheet('Heat map')
for likelihood in range(5, 0, -1):
    sheet.append(['=COUNTIFS(Risks!$E$2:$E$%d,%d,Risks!$F$2:$F$%d,%d)' % (risks, likelihood, risks, consequence) for consequence in range(1, 6)])
book.save(sys.argv[3])
"""


def write_risks(path, rows, assets=0):
    """With a column of links to as many assets, if there are any."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Title", "Owner", "Inherent likelihood", "Inherent consequence", "Current likelihood", "Current consequence",
                         "Residual likelihood", "Residual consequence", "Decision", "Status", *(["Assets"] if assets else [])])
        for i in range(rows):
            writer.writerow([f"Risk {i}", f"Person {i % 200}", i % 5 + 1, i // 5 % 5 + 1, i // 7 % (i % 5 + 1) + 1, i // 5 % 5 + 1, 1,
                             i // 5 % 5 + 1, "treat", "treating", *([f"A-{i * 7919 % assets + 1:06}"] if assets else [])])
    return path


def write_actions(path, rows):
    """Half of them closed, the others at each step in turn."""
    steps = ["Corrected on", "Cause found on", "Planned on", "Implemented on", "Evidence on"]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Reference", "Nonconformity", "Owner", "Grading", "Source", "Raised on", "Closed on", *steps])
        for i in range(rows):
            done = [f"2025-{step + 4:02}-{i % 28 + 1:02}" if step < i // 2 % 6 else "" for step in range(5)]
            writer.writerow([f"CAR-{i + 1:05}", f"Nonconformity {i}", f"Person {i % 200}", ["major", "minor", "observation"][i % 3],
                             ["audit", "incident", "person", "activity"][i % 4], f"2025-{i % 3 + 1:02}-{i % 28 + 1:02}",
                             f"2025-{i % 6 + 6:02}-15" if i % 2 else "", *([""] * 5 if i % 2 else done)])
    return path


def new(path, title):
    path.unlink(missing_ok=True)
    run([arguments.cli, "new", path, "--title", title])
    return path


@functools.cache
def assets_table():
    return write_assets(folder / "assets.csv", arguments.rows)


def import_assets():
    new(big, "Bench")
    return run([arguments.cli, "import", big, "asset", assets_table(), "--create-missing"])


@functools.cache
def big_with_risks():
    """The big file as the import left it, with half as many risks."""
    if not big.exists():
        import_assets()
    run([arguments.cli, "import", big, "risk", write_risks(folder / "risks.csv", arguments.rows // 2), "--create-missing"])
    return big


@functools.cache
def risks_alone():
    """What the risk map reads is the same without assets, and sooner made."""
    path = new(folder / "risks.annex", "Risks")
    run([arguments.cli, "import", path, "risk", write_risks(folder / "risks.csv", arguments.rows // 2), "--create-missing"])
    return path


def bench_import():
    def sqlite_import():
        database = folder / "floor.db"
        database.unlink(missing_ok=True)
        columns = ", ".join(f'"{heading}" TEXT' for heading in HEADINGS[1:])
        return run(["sqlite3", str(database), f"CREATE TABLE assets (reference TEXT UNIQUE, {columns}) STRICT",
                    "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL", ".mode csv", f".import --skip 1 {assets_table()} assets"])[0]

    copy = folder / "undo.annex"

    def our_undo():
        shutil.copy(big, copy)
        return run([arguments.cli, "undo", copy])

    assets_table()
    imported, floor, memory = pair(import_assets, sqlite_import)
    show(f"import {arguments.rows:,} × 15 CSV, validated and logged", imported, floor, "≤ 5",
         f"peak {memory:.0f} MiB (≤ 64); floor: sqlite3 .import into a STRICT table")
    undone, again, _ = pair(our_undo, lambda: import_assets()[0])
    show("undo of that import", undone, again, "≤ 1", "against the import")


def bench_import_risks():
    """A risk is completed when it is made: its row may cost twice that of an asset."""
    rows = arguments.rows // 2
    tables = {"risk": write_risks(folder / "risks.csv", rows), "asset": write_assets(folder / "half.csv", rows)}

    def import_into_new(kind):
        file = new(folder / "rows.annex", "Rows")
        return run([arguments.cli, "import", file, kind, tables[kind], "--create-missing"], processor_time=True)

    imported, floor, memory = pair(lambda: import_into_new("risk"), lambda: import_into_new("asset")[0])
    show(f"import {rows:,} × 10 risks", imported, floor, "≤ 2", f"processor time; peak {memory:.0f} MiB; against as many assets")


def bench_workbook():
    """What a day with the register takes: opened, a risk rated, the heat map counted, both tables written."""
    rows = 10_000
    assets, risks = write_assets(folder / "small.csv", rows), write_risks(folder / "ten-risks.csv", rows, rows)
    file, workbook, office = new(folder / "workbook.annex", "Workbook"), folder / "workbook.xlsx", shutil.which("soffice")
    for kind, table in (("asset", assets), ("risk", risks)):
        run([arguments.cli, "import", file, kind, table, "--create-missing"])
    likelihoods = itertools.cycle(("4", "5"))

    def ours():
        done = [run([arguments.cli, *command]) for command in (
            ("set", file, "R-001", f"current_likelihood={next(likelihoods)}"), ("heatmap", file),
            ("export", file, "asset", folder / "assets.xlsx"), ("export", file, "risk", folder / "risks.xlsx"))]
        return sum(seconds for seconds, _ in done), max(peak for _, peak in done)

    def theirs():
        seconds, peak = run([office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "xlsx",
                             "--outdir", folder / "office-out", workbook])
        peaks.append(peak)
        return seconds

    peaks = []
    if office:
        run(["/usr/bin/python3", "-c", WORKBOOK, assets, risks, workbook])
        theirs()  # makes its profile
    worked, peer, memory = pair(ours, theirs if office else lambda: 8.0)
    show("10,000 assets and risks: opened, one rated, heat map, both exported", worked, peer, "≤ 0.3", f"peak {memory:.0f} MiB; " +
         (f"peer: LibreOffice opens, recalculates, saves the workbook, peak {max(peaks):.0f} MiB" if office
          else "LibreOffice is not installed; floor: 8 s"))


def bench_catalogue():
    """Of the size and shape of NIST SP 800-53 rev. 5."""
    source = folder / "catalogue.json"
    source.write_text(json.dumps(oscal_catalogue.catalogue(1_196)), encoding="utf-8")

    def ours():
        return run([arguments.cli, "import", new(folder / "library.annex", "Library"), "control", source])

    imported, _, memory = pair(ours, lambda: 1.0)
    show("import an OSCAL catalogue of 1,196 controls", imported, 1.0, "≤ 1", f"peak {memory:.0f} MiB; floor: one second")


@functools.cache
def ten_thousand_assets():
    path = new(folder / "ten.annex", "Ten")
    run([arguments.cli, "import", path, "asset", write_assets(folder / "small.csv", 10_000), "--create-missing"])
    return path


def bench_export():
    if not big.exists():
        import_assets()
    ten, small = ten_thousand_assets(), folder / "small.csv"
    exported, peer, memory = pair(
        lambda: run([arguments.cli, "export", ten, "asset", folder / "out.xlsx"]),
        lambda: run(["/usr/bin/python3", "-c", OPENPYXL, str(small), str(folder / "peer.xlsx")])[0])
    _, large = run([arguments.cli, "export", big, "asset", folder / "out-big.xlsx"])
    show("export 10,000 × 15 XLSX", exported, peer, "≤ 0.2", f"peak {memory:.0f} MiB, {large:.0f} MiB at {arguments.rows:,}; peer: openpyxl")


def bench_report():
    few = new(folder / "few.annex", "Few")
    run([arguments.cli, "import", few, "risk", write_risks(folder / "few.csv", 1_000), "--create-missing"])
    reported, _, memory = pair(lambda: run([arguments.cli, "report", few, "risk-assessment", folder / "out.pdf"], processor_time=True), lambda: 2.0)
    show("report of 1,000 risks as PDF", reported, 2.0, "≤ 1", f"processor time; peak {memory:.0f} MiB; floor: two seconds")


def write_controls(path, rows):
    """Own controls, each with its line in the statement filled."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["reference", "title", "decision", "reason_legal", "reason_business", "justification", "status", "implementation", "owner"])
        for i in range(rows):
            writer.writerow([f"C-{i + 1:05}", f"Control {i * 7919 % rows} of the {KINDS[i % 8]} kind", "applicable", i % 2, 1, f"Why control {i} applies, in a sentence",
                             ["planned", "partial", "implemented"][i % 3], f"How control {i} is met, in a sentence or two that say where", f"Person {i % 200}"])
    return path


def bench_tables():
    """As PDF, against LibreOffice, where it is installed, from the same table as CSV. Both use one processor."""
    sample, large = folder / "statement.annex", new(folder / "controls.annex", "Controls")
    run([arguments.cli, "new", sample, "--sample"])
    run([arguments.cli, "import", large, "control", write_controls(folder / "controls.csv", 10_000), "--create-missing"])
    office = shutil.which("soffice")
    for file, kind, work, floor in ((ten_thousand_assets(), "asset-inventory", "table of 10,000 × 15 as PDF", 5.0),
                                    (sample, "soa", "Statement of Applicability as PDF", 1.0),
                                    (large, "soa", "the same of 10,093 controls, 12 columns", 5.0)):
        table = file.with_name(f"{kind}.csv")
        run([arguments.cli, "report", file, kind, table])
        convert = [office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf", "--outdir", folder / "office-out", table]
        if office:
            run(convert)  # makes its profile
        reported, peer, memory = pair(lambda file=file, kind=kind: run([arguments.cli, "report", file, kind, folder / "out.pdf"], processor_time=True),
                                      lambda convert=convert, floor=floor: run(convert, processor_time=True)[0] if office else floor)
        show(work, reported, peer, "≤ 0.4" if office else "≤ 1", f"processor time; peak {memory:.0f} MiB; " +
             ("peer: LibreOffice from the same CSV" if office else f"LibreOffice is not installed; floor: {floor:.0f} s"))


def bench_long_tables():
    """What a report of ten times the rows takes in memory more: its rows lie in a file meanwhile."""
    if not big.exists():
        import_assets()
    for ending in ("pdf", "html", "docx", "xlsx", "csv"):
        small, large = (run([arguments.cli, "report", file, "asset-inventory", folder / f"out.{ending}"])[1] for file in (ten_thousand_assets(), big))
        print(f"| peak memory of a table of {arguments.rows:,} × 15 as {ending.upper()}, against 10,000 | {large:.1f} MiB | {small:.1f} MiB "
              f"| {mark(large / small, '≤ 1.3')} | ≤ 1.3 | |", flush=True)


def bench_fieldwork():
    sample = folder / "fieldwork.annex"
    run([arguments.cli, "new", sample, "--sample"])
    bench_in_process("fieldwork", sample)


def bench_charts():
    file = new(folder / "charts.annex", "Charts")
    run([arguments.cli, "import", file, "corrective_action", write_actions(folder / "records.csv", arguments.rows // 10), "--create-missing"])
    bench_in_process("charts", file)


def bench_in_process(part, file):
    """Against bare SQLite in the same journal mode."""
    result = subprocess.run([bench_store, file, part], stdout=subprocess.PIPE, encoding="utf-8", check=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
    for line in result.stdout.splitlines():
        work, ours, base, goal, note = line.split("\t")
        show(work, float(ours), float(base), goal, note)


def bench_calendar():
    """20,000 days on which something is due, over three years."""
    file = new(folder / "calendar.annex", "Calendar")
    year = datetime.date.today().year
    kinds = {"treatment": 12_000, "objective": 4_000, "asset": 4_000}
    for kind, rows in kinds.items():
        with open(folder / "due.csv", "w", newline="", encoding="utf-8") as table:
            writer = csv.writer(table)
            writer.writerow(["name" if kind == "asset" else "title", "review_date" if kind == "asset" else "due"])
            for i in range(rows):
                writer.writerow([f"{kind} {i}", datetime.date(year, 1, 1) + datetime.timedelta(days=i * 7919 % 1095)])
        run([arguments.cli, "import", file, kind, folder / "due.csv"])
    written, _, memory = pair(lambda: run([arguments.cli, "export", file, "calendar", folder / "out.ics"]), lambda: 1.0)
    show("20,000 events as iCalendar", written, 1.0, "≤ 1", f"peak {memory:.0f} MiB; floor: one second")
    output = subprocess.run([bench_store.with_name("bench-calendar"), file], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=True).stdout
    median, longest, entries = output.split("\t")
    show(f"three years with {int(entries):,} events: a frame after a scroll", float(median) / 1000, FRAME, "≤ 1",
         f"longest {float(longest):.1f}; processor time; floor: one frame")


def bench_frames():
    """What keeps the window from answering: the first frames of a room, and a change of what is shown."""
    statuses = {"risk": ["identified", "analysed", "treating", "monitored"], "treatment": ["planned", "in_progress", "done"]}
    changes = {"risk": ["set", "R-00102", "status=closed"], "treatment": ["set", "TM-100", "status=dropped"],
               "corrective_action": ["advance", "CAR-00101", "--skip", "Nothing to put right"]}
    file = new(folder / "frames.annex", "Frames")
    for room, rows in (("risk", arguments.rows // 2), ("treatment", arguments.rows // 10)):
        with open(folder / "records.csv", "w", newline="", encoding="utf-8") as table:
            writer = csv.writer(table)
            writer.writerow(["Reference", "Title", "Owner", "Status"] + (["Risks it reduces", "Due"] if room == "treatment" else
                                                                         ["Current likelihood", "Current consequence"]))
            for i in range(rows):
                writer.writerow([f"R-{i + 1:05}" if room == "risk" else f"TM-{i + 1:03}", f"{room} {i}", f"Person {i % 200}",
                                 statuses[room][i % len(statuses[room])]] +
                                ([f"R-{i + 1:05}", f"2{i % 3 + 100:03}-{i % 12 + 1:02}-15"] if room == "treatment" else [i % 5 + 1, i // 5 % 5 + 1]))
        run([arguments.cli, "import", file, room, folder / "records.csv", "--create-missing"])
    run([arguments.cli, "import", file, "corrective_action", write_actions(folder / "records.csv", arguments.rows // 10), "--create-missing"])
    for room, mode, what in (("risk", "map", "heat map"), ("risk", "board", "board of risks"), ("treatment", "board", "board of measures"),
                             ("treatment", "timeline", "timeline"), ("treatment", "plan", "plan"),
                             ("corrective_action", "board", "board of corrective actions"), ("corrective_action", "figures", "charts of corrective actions")):
        copy = folder / "frames-copy.annex"
        shutil.copy(file, copy)
        run([arguments.cli, changes[room][0], copy, *changes[room][1:]])
        output = subprocess.run(["/usr/bin/python3", pathlib.Path(__file__).with_name("bench-frames.py"), arguments.annex, copy, room, mode],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=True).stdout
        first, change, *moves = (float(value) / 1000 for value in output.split("\t"))
        show(f"{what}: longest turn of the main loop, first frames", first, FRAME, "≤ 1", f"{arguments.rows // (2 if room == 'risk' else 10):,} records; floor: one frame")
        show(f"{what}: the same when one record changes", change, FRAME, "≤ 1", "floor: one frame")
        for how, longest in zip(("a column scrolls", "a card is dragged"), moves):
            show(f"{what}: the same while {how}", longest, FRAME, "≤ 1", "floor: one frame")


# What people do most, by the names that bench-window.py has for it.
WORKS = {
    "open assets": "assets are shown",
    "open risks": "risks are shown",
    "open suppliers": "suppliers are shown",
    "open controls": "controls are shown",
    "select": "a row is selected",
    "end": "the End key",
    "search": "a key in the search",
    "search cleared": "the search is cleared",
    "sort": "another order",
    "duplicate": "a record is duplicated",
    "undo": "that is undone",
    "redo": "that is done again",
    "new record": "a new record",
    "history": "the history is shown",
    "find anything": "Ctrl+K",
}


@functools.cache
def sample():
    path = folder / "sample.annex"
    run([arguments.cli, "new", path, "--sample"])
    return path


def measure_window(file):
    """For each work: the longest turn the first time and later, these by the clock and without drawing, and the time to painted rows; in ms."""
    copy = folder / "window.annex"
    shutil.copy(file, copy)
    output = subprocess.run(["/usr/bin/python3", pathlib.Path(__file__).with_name("bench-window.py"), arguments.annex, copy],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    if output.returncode != 0:
        sys.exit(f"bench-window.py failed: {output.stderr}")
    return {work: [float(value) for value in values] for work, *values in (line.split("\t") for line in output.stdout.splitlines())}


def bench_window():
    """The longest turn of the main loop, in which the window answers nothing, details, selection and drawing included.

    What a frame's drawing takes beside is GTK's, and less where a graphics card does it."""
    empty = bench_driver.measure_empty_dialog(arguments.annex)
    for file, name in ((big_with_risks(), f"{arguments.rows:,} assets and {arguments.rows // 2:,} risks"), (sample(), "the sample")):
        figures = measure_window(file)
        for work, what in WORKS.items():
            first, later, first_clock, later_clock, first_undrawn, later_undrawn, *rows = figures[work]
            floor = "floor: one frame" + (f"; an empty AdwDialog {empty.processor:.1f}" if work in ("history", "find anything") else "")
            for when, turn, clock, undrawn in (("the first time", first, first_clock, first_undrawn),
                                               ("again", later, later_clock, later_undrawn)):
                if when == "the first time" or later != first:
                    show(f"{name}: {what}, {when}", turn / 1000, FRAME, "≤ 1",
                         f"processor time; without drawing {undrawn:.1f}; by the clock {clock:.1f}; {floor}")
            if work == "search":
                show(f"{name}: a key in the search to its rows on the screen", rows[0] / 1000, FRAME, "≤ 2", "by the clock; floor: one frame")


def compare_starts(work, ours, theirs, goal, note):
    """By the clock and in processor time, in turn; the first of each reads files that are not in memory yet."""
    runs = [(bench_driver.start(ours), bench_driver.start(theirs)) for _ in range(1 + max(arguments.runs, 7))][1:]
    for name, suffix, what in (("clock", "", note), ("processor", ", processor time", f"processor time of all threads; {note}"),
                               ("whole", ", until all is there", f"by the clock, the rows of the table as well; {note}")):
        show(work + suffix, *(statistics.median(getattr(run[i], name) for run in runs) for i in (0, 1)),
             goal, what)
    return [statistics.median(run[i].dirty for run in runs) for i in (0, 1)]


def bench_start():
    thousand = new(folder / "thousand.annex", "Thousand")
    run([arguments.cli, "import", thousand, "asset", write_assets(folder / "thousand.csv", 1_000), "--create-missing"])
    for file in (sample(), big_with_risks(), thousand):
        bench_driver.set_view(file, room="asset")

    def window(file):
        return [arguments.annex, str(file)]

    editor = shutil.which("gnome-text-editor")
    if editor:
        compare_starts("start to first frame, sample, on the assets table", window(sample()), [editor, "--standalone"], "≤ 1.0",
                       "peer: gnome-text-editor --standalone")
    for file, work, other in ((sample(), "the same with the big file", "the sample"), (thousand, "the same with the big file", "1,000 assets")):
        large, small = compare_starts(f"{work}, against {other}", window(big_with_risks()), window(file), "≤ 1.2", f"against {other}")
        print(f"| memory (private dirty) with the big file | {large:.1f} MiB | {small:.1f} MiB | {mark(large / small, '≤ 1.2')} | ≤ 1.2 | against {other} |",
              flush=True)


BENCHES = {
    "import": bench_import,
    "import-risks": bench_import_risks,
    "workbook": bench_workbook,
    "catalogue": bench_catalogue,
    "export": bench_export,
    "report": bench_report,
    "edit": lambda: bench_in_process("edit", big_with_risks()),
    "fieldwork": bench_fieldwork,
    "map": lambda: bench_in_process("map", risks_alone()),
    "method": lambda: bench_in_process("method", risks_alone()),
    "margin": lambda: bench_in_process("margin", risks_alone()),
    "tables": bench_tables,
    "long-tables": bench_long_tables,
    "charts": bench_charts,
    "list": lambda: bench_in_process("list", big_with_risks()),
    "calendar": bench_calendar,
    "frames": bench_frames,
    "window": bench_window,
    "start": bench_start,
}

print(f"Machine: {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {arguments.rows:,} rows; medians of {arguments.runs}.\n")
print("| work | Annex | floor or peer | ratio | goal | |")
print("| --- | ---: | ---: | ---: | ---: | --- |", flush=True)
try:
    for part in arguments.only or PARTS:
        BENCHES[part]()
finally:
    shutil.rmtree(folder)
