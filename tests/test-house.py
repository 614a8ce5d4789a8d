#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the source tree against the rules of CONTRIBUTING.md. Speaks TAP."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])
SOURCE = ROOT / "src"

# A folder may include from itself and from those that come after it.
ORDER = [["app", "cli"], ["views"], ["widgets"], ["isms", "exchange", "report"], ["method"], ["core"]]
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
SCREENLESS = {"core", "isms", "method", "exchange", "report", "cli"}


def sources():
    return sorted(path for path in SOURCE.rglob("*") if path.suffix in (".c", ".h"))


def no_screen_below_the_widgets():
    for path in sources():
        if path.relative_to(SOURCE).parts[0] in SCREENLESS:
            for line in re.findall(r'#include\s*[<"](?:gtk/|gdk/|adwaita|libadwaita)[^>"]*', path.read_text()):
                yield f"{path.relative_to(ROOT)}: {line}"


def only_the_core_speaks_to_sqlite():
    """Elsewhere rows are read through AnnexStatement, whose status cannot be passed over."""
    for path in sources():
        if path.relative_to(SOURCE).parts[0] == "core":
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r'\bsqlite3|annex-(?:store|statement)-private\.h', line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


def includes_follow_the_order():
    for path in sources():
        folder = path.relative_to(SOURCE).parts[0]
        for target in re.findall(r'#include\s*"([^"]+)"', path.read_text()):
            other = target.split("/")[0] if "/" in target else folder
            if other in RANK and other != folder and RANK[other] < RANK[folder]:
                yield f"{path.relative_to(ROOT)} includes {target}"


def everything_shown_is_extracted():
    listed = set((ROOT / "po" / "POTFILES").read_text().split())
    for path in sources() + sorted((ROOT / "ui").glob("*.blp")):
        name = str(path.relative_to(ROOT))
        marked = re.search(r'\b(?:_|N_|C_|ngettext)\s*\(\s*"', path.read_text())
        if marked and name not in listed:
            yield f"{name} has text for people but is not in po/POTFILES"
    for name in listed:
        if not (ROOT / name).exists():
            yield f"po/POTFILES names {name}, which is not there"


def formats_can_be_extracted():
    for path in sources():
        for call in re.findall(r'\b(?:_|N_|ngettext) \("(?:[^"\\]|\\.)*"\s*G_[A-Z0-9]+_FORMAT', path.read_text()):
            yield f"{path.relative_to(ROOT)}: {call}"


def blueprints_mark_every_text():
    properties = r"title|label|subtitle|description|placeholder-text|tooltip-text"
    for path in sorted((ROOT / "ui").glob("*.blp")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(rf'^\s*(?:{properties}):\s*"[^"]*[A-Za-z]{{2}}', line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


def descriptions_mark_every_text():
    for path in sorted((SOURCE / "isms").rglob("*.c")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r'\.(?:label|label_plural|help|group|description|inverse)\s*=\s*"', line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


def xgettext_reads_every_file():
    listed = [str(ROOT / name) for name in (ROOT / "po" / "POTFILES").read_text().split() if name.endswith((".c", ".blp"))]
    result = subprocess.run(
        ["xgettext", "--language=C", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "-o", "/dev/null", *listed],
        capture_output=True, text=True, check=False)
    if result.returncode != 0:
        yield result.stderr


def files_fit_one_sitting():
    for path in sources():
        lines = len(path.read_text().splitlines())
        if lines > 800:
            yield f"{path.relative_to(ROOT)} has {lines} lines"


def style_rules_are_closed():
    """GTK takes a rule that stands in another one silently, and applies it to nothing."""
    for path in (ROOT / "ui").glob("*.css"):
        selector = None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.endswith("{"):
                if selector:
                    yield f"ui/{path.name}:{number}: {line} stands inside {selector}"
                selector = line
            elif line == "}":
                selector = None
        if selector:
            yield f"ui/{path.name}: {selector} is not closed"


def code_and_examples():
    """Lines of C with the place they stand in: all sources, and what CONTRIBUTING.md shows as C."""
    for path in sources():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            yield path.relative_to(ROOT), number, line
    inside = False
    for number, line in enumerate((ROOT / "CONTRIBUTING.md").read_text().splitlines(), 1):
        inside = line.startswith("```c") if line.startswith("```") else inside
        if inside:
            yield "CONTRIBUTING.md", number, line


# Every way to ask the machine for the day or the time of day. Time that only measures a span (g_get_monotonic_time) may.
OTHER_CLOCKS = re.compile(
    r"""\b(?:g_date_time_new_now\w*|g_date_set_time\w*|g_get_real_time|g_get_current_time|gettimeofday|clock_gettime|icaltime_today
        |icaltime_current_time_with_zone)\s*\(|\btime\s*\(\s*(?:NULL|0|&)
      |'now'|\bcurrent_(?:date|time|timestamp)\b|\b(?:date|time|datetime|julianday|unixepoch)\s*\(\s*\)|\bstrftime\s*\(\s*'[^']*'\s*\)""",
    re.VERBOSE | re.IGNORECASE)


def one_clock():
    for path, number, line in code_and_examples():
        if str(path).startswith("src/core/annex-clock.") or re.match(r"\s*(?:/?\*|#include)", line):
            continue
        found = OTHER_CLOCKS.search(line)
        if found:
            yield f"{path}:{number}: {found[0]}…: ask annex-clock.h, or annex_today () in SQL"
    names = [str(path.relative_to(ROOT)) for path in sources() if "ANNEX_TODAY" in re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)]
    if names != ["src/core/annex-clock.c"]:
        yield f"ANNEX_TODAY is read in {', '.join(names) or 'no file'}, not in src/core/annex-clock.c alone"


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
YEAR = r"20(?:2[5-9]|3\d)"

# What src/isms/annex-sample-days.c finds and moves.
MOVED = re.compile(
    rf"{YEAR}-\d\d-\d\d\[[^\]]+\]|(?<!\d)(?<!\d-)20\d\d-\d\d-\d\d(?!\d)|\b(?:\d{{1,2}}(?: and | to ))?\d{{1,2}} (?:{MONTHS})(?: {YEAR})?\b"
    rf"|\b(?:{MONTHS}|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?: {YEAR})?\b|{YEAR}\[\d\d\]|(?<!\d)(?<!\d-){YEAR}-(?:Q[1-4]|\d\d)(?![\d-])")


def sample_moves_with_the_day():
    """A year, or another way to write a day, that would stay behind."""
    rest = re.compile(rf"\b{YEAR}\b|\bQ[1-4]\b|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|\b\d{{1,2}}(?:st|nd|rd|th)\b"
                      r"|\b(?:mid|middle of|half of|end of)[ -]20\d\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days? [0-9]")
    for path in sorted((ROOT / "data" / "sample").rglob("*")):
        if path.suffix in (".csv", ".txt"):
            text = MOVED.sub(lambda match: "\n" * match[0].count("\n"), path.read_text())
            for found in rest.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{path.relative_to(ROOT)}:{line}: “{found[0]}” does not move; write a year as 2026[02], with its month"


# They write, or read what is no engagement.
NO_READS = re.compile(r"annex_(?:transaction|import|text|methodology_set)_|annex_store_(?:open|save_copy|parse|confirm_reads)\b")


def end_of_call(text, position):
    """Where the bracket that opens there is closed."""
    depth = 0
    for found in re.compile(r"""[()]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""").finditer(text, position):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return len(text)


def no_failed_read_is_passed_over():
    """Who reads takes the error and shows it, or says that the store tells it."""
    fallible = {name for path in sources() if path.suffix == ".h"
                for name in re.findall(r"\b(annex_\w+) \([^;{}]*?GError \*\*error\)", path.read_text()) if not NO_READS.match(name)}
    for path in sources():
        if path.suffix != ".c" or path.relative_to(SOURCE).parts[0] not in ("isms", "widgets", "views", "app"):
            continue
        text = path.read_text()
        for call in re.finditer(r"\b(annex_\w+) (?=\()", text):
            if call[1] in fallible and re.search(r",\s*NULL$", text[call.end():end_of_call(text, call.end())]):
                yield f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, call.start()) + 1}: {call[1]} (…, NULL): see ANNEX_TOLD_BY_STORE"


TESTS = [no_screen_below_the_widgets, only_the_core_speaks_to_sqlite, includes_follow_the_order, everything_shown_is_extracted,
         formats_can_be_extracted, blueprints_mark_every_text, descriptions_mark_every_text, xgettext_reads_every_file,
         files_fit_one_sitting, style_rules_are_closed, one_clock, sample_moves_with_the_day,
         no_failed_read_is_passed_over]

print(f"1..{len(TESTS)}")
failures = 0
for number, test in enumerate(TESTS, 1):
    faults = list(test())
    failures += bool(faults)
    print(f"{'not ok' if faults else 'ok'} {number} {test.__name__}")
    for fault in faults:
        print(f"# {fault}")
sys.exit(1 if failures else 0)
