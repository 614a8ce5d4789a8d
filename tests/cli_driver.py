# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives annex-cli as a script would, for tests whose first argument is its path. Speaks TAP."""

import json
import os
import subprocess
import sys
import tempfile
import traceback

CLI = os.path.abspath(sys.argv[1])
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}


def run(*arguments, status=0, environment=None, told=""):
    """Runs a command, checks its exit status and that it complains if it fails, and else only of the rule that is @told."""
    result = subprocess.run([CLI, *arguments], capture_output=True, text=True, encoding="utf-8", errors="surrogateescape",
                            env=environment or ENVIRONMENT, timeout=120)
    assert result.returncode == status, f"{arguments}: status {result.returncode}, not {status}: {result.stderr or result.stdout}"
    if status == 2:
        assert result.stderr.startswith("annex-cli: "), f"{arguments}: no complaint: {result.stderr!r}"
    if status == 0:
        assert bool(result.stderr) == bool(told) and told in result.stderr, f"{arguments}: complained: {result.stderr}"
    return result


def out(*arguments, **options):
    return run(*arguments, **options).stdout


def rows(*arguments, status=0):
    return json.loads(out(*arguments, "--json", status=status))


def refused(*arguments, says=""):
    message = run(*arguments, status=1).stderr
    assert message.startswith("annex-cli: "), message
    assert says in message, f"“{says}” is not in: {message}"
    return message


def run_tests(tests):
    """Runs each function in a fresh folder, tells how it went in TAP, and ends the program."""
    print(f"1..{len(tests)}")
    failed = False
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="annex-cli-") as folder:
            os.chdir(folder)
            try:
                test()
                print(f"ok {number} {test.__name__}", flush=True)
            except Exception:
                failed = True
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="")
                print(f"not ok {number} {test.__name__}", flush=True)
            os.chdir("/")
    sys.exit(failed)
