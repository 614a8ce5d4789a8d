#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the programs on days that are hard on dates, under a faked machine clock. Arguments: annex, annex-cli. Speaks TAP.

All other tests go by a day that is chosen (ANNEX_TODAY); here the machine's own clock counts, moved by libfaketime.
"""

import collections
import datetime
import glob
import json
import os
import subprocess
import sys
import tempfile
import time

ANNEX, CLI = (os.path.abspath(path) for path in sys.argv[1:3])
LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1") + glob.glob("/usr/lib*/faketime/libfaketime.so.1")), None)

# Where, and when there. Both changes of daylight saving have a case before and one after.
MOMENTS = [
    ("Europe/Berlin", "2026-12-31 23:59:50"),
    ("Pacific/Auckland", "2026-12-31 23:59:50"),
    ("America/Los_Angeles", "2026-12-31 23:59:50"),
    ("Europe/Berlin", "2027-02-28 12:00:00"),
    ("America/Los_Angeles", "2028-02-29 18:30:00"),
    ("Pacific/Auckland", "2027-03-31 00:30:00"),
    ("Europe/Berlin", "2027-03-28 01:59:50"),
    ("Europe/Berlin", "2027-10-31 02:59:50"),
]


def environment(zone, moment):
    plain = {name: value for name, value in os.environ.items() if name != "ANNEX_TODAY"}
    return {**plain, "TZ": zone, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "LD_PRELOAD": LIBRARY, "FAKETIME": f"@{moment}",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def cli(env, *arguments, status=0):
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, encoding="utf-8", env=env, timeout=120)
    assert result.returncode == status, f"{arguments}: status {result.returncode}: {result.stderr or result.stdout}"
    return result.stdout


def living(env, path):
    """What the sample says on the day on which it is made: findings by rule, and how many of each are late."""
    cli(env, "new", path, "--sample")
    rules = collections.Counter(line.split("\t")[0] for line in cli(env, "check", path, status=1).splitlines()[1:])
    late = {kind: len(json.loads(cli(env, "list", path, kind, "--where", f"{field}<today", "--json")))
            for kind, field in (("treatment", "due"), ("occurrence", "due"), ("risk", "review_date"), ("control", "review_date"))}
    return rules, late


def differences(one, other):
    return {key: (one.get(key), other.get(key)) for key in {*one, *other} if one.get(key) != other.get(key)}


def tests(folder):
    usual = living({**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}, os.path.join(folder, "usual.annex"))
    for number, (zone, moment) in enumerate(MOMENTS):
        where = f"{moment} in {zone}"
        env = environment(zone, moment)
        path = os.path.join(folder, f"{number}.annex")
        rules, late = living(env, path)
        different = {**differences(usual[0], rules), **differences(usual[1], late)}
        yield f"the sample of {where} has the findings of any other day", not different, different
        day = moment[:10]
        cli(env, "add", path, "treatment", "title=Of today", "status=done", "owner=" + "Daniel Okafor", "risks=R-001")
        made = json.loads(cli(env, "list", path, "treatment", "--where", "title=Of today", "--json"))[0]
        yield f"what is done at {where} is done on that day", made["done_on"] == day, made["done_on"]
        logged = datetime.datetime.fromisoformat(json.loads(cli(env, "history", path, "--json"))[0]["time"])
        shown = json.loads(cli(env, "list", path, "treatment", "--where", "title=Of today", "--as-of", day, "--json"))
        yield f"the state of that day has it, stamped {logged}", len(shown) == 1, shown
        calendar = os.path.join(folder, f"{number}.ics")
        cli(env, "export", path, "calendar", calendar)
        cli(env, "measure", path)
        cli(env, "report", path, "calendar", os.path.join(folder, f"{number}.html"))
        yield f"calendar, indicators and report are made at {where}", os.path.getsize(calendar) > 1000, ""


def window(folder):
    """A window that opens ten seconds before the year ends, and stays."""
    env = environment("Europe/Berlin", "2026-12-31 23:59:50")
    path = os.path.join(folder, "0.annex")
    with open(os.path.join(folder, "log"), "w+", encoding="utf-8") as log:
        process = subprocess.Popen([ANNEX, path], env=env, stderr=log)
        time.sleep(15)
        alive = process.poll() is None
        process.terminate()
        process.wait(20)
        log.seek(0)
        complaints = [line for line in log if "CRITICAL" in line or "ERROR" in line]
    yield "a window stays open over New Year without complaints", alive and not complaints, complaints


def main():
    if LIBRARY is None:
        print("1..0 # SKIP libfaketime is not there (Debian's package: faketime)")
        # Where the packages are there by ./dev, nothing may be passed over in silence.
        return 1 if os.environ.get("CI") else 0
    count = failed = 0
    with tempfile.TemporaryDirectory(prefix="annex-days-") as folder:
        for part in (tests, window) if os.environ.get("DISPLAY") else (tests,):
            for what, held, why in part(folder):
                count += 1
                failed += not held
                print(f"{'ok' if held else 'not ok'} {count} {what}", flush=True)
                if not held:
                    print(f"# {why}", flush=True)
    print(f"1..{count}")
    return 1 if failed else 0


sys.exit(main())
