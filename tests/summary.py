#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the cases in meson's test logs and ends with "N passed, N failed"."""

import json
import re
import sys


def count(path):
    passed = failed = 0
    try:
        lines = open(path, encoding="utf-8").read().splitlines()
    except OSError:
        print(f"no test ran: {path} is missing", file=sys.stderr)
        return 0, 1
    for line in lines:
        test = json.loads(line)
        cases = re.findall(r"^(ok|not ok)\b(.*)$", test.get("stdout") or "", re.MULTILINE)
        bad = sum(1 for verdict, rest in cases if verdict == "not ok" and "# TODO" not in rest)
        good = sum(1 for verdict, rest in cases if verdict == "ok" and "# SKIP" not in rest)
        if test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL"):
            bad = max(bad, 1)
            print(f"failed: {test['name']} ({path})", file=sys.stderr)
        elif test["result"] == "OK" and not cases:
            good = 1
        passed += good
        failed += bad
    return passed, failed


passed, failed = map(sum, zip(*(count(path) for path in sys.argv[1:])))
print(f"{passed} passed, {failed} failed")
sys.exit(0 if passed > 0 and failed == 0 else 1)
