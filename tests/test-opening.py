#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens engagements with annex-cli where others are at work, or where nothing can be locked. Arguments: the paths of annex-cli and
of the library that takes locks away. Prints TAP."""

import contextlib
import errno
import fcntl
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import sys
import threading
import time

from cli_driver import CLI, ENVIRONMENT, out, refused, rows, run, run_tests

NO_LOCKS = os.path.abspath(sys.argv[2])
FILE = "test.annex"
LOCK_BYTE = 0x40000000 + 1024


def new():
    run("new", FILE, "--title", "Test")


def read(path):
    with open(path, "rb") as file:
        return file.read()


@contextlib.contextmanager
def locked(path):
    """As another Annex would have it."""
    with open(path, "r+b") as file:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, LOCK_BYTE, 1, 0))
        yield


def test_another_process_writes():
    new()
    os.link(FILE, "hard.annex")
    with locked(FILE):
        refused("add", FILE, "asset", "name=Wiki", says="is open elsewhere")
        refused("add", "hard.annex", "asset", "name=Wiki", says="is open elsewhere")
        os.rename(FILE, "moved.annex")
        refused("add", "moved.annex", "asset", "name=Wiki", says="is open elsewhere")
        assert rows("list", "moved.annex", "asset") == []
    run("add", "moved.annex", "asset", "name=Wiki")


def test_foreign_journal_is_told():
    new()
    journal = FILE + "-journal"
    with open(journal, "wb") as file:
        file.write(b"The journal of another file")
    run("list", FILE, "asset", told=os.path.realpath(journal))
    assert os.path.exists(journal), "whoever reads changes nothing"
    run("add", FILE, "asset", "name=Wiki", told=os.path.realpath(journal) + ".foreign-1")
    assert read(journal + ".foreign-1") == b"The journal of another file"
    run("add", FILE, "asset", "name=Other")


def test_missing_row_of_a_large_file():
    """It is not looked at as a whole when it is opened; what is given out must not be shorter all the same."""
    run("new", "whole.annex", "--sample")
    with open("noise", "wb") as file:
        file.write(os.urandom(10_000_000))
    run("attach", "whole.annex", "EV-0001", "files", "noise")
    commands = (("list", FILE, "asset"), ("export", FILE, "asset", "assets.csv"), ("report", FILE, "asset-inventory", "assets.html"))
    for command in commands:
        run(command[0], "whole.annex", *command[2:])
    for table in ("asset", "record", "methodology"):
        shutil.copy("whole.annex", FILE)
        database = sqlite3.connect(FILE)
        if table == "methodology":
            database.execute("DELETE FROM record WHERE type = 'methodology'")
        else:
            database.execute(f"DELETE FROM {table} WHERE id = (SELECT id FROM record WHERE reference = 'A-0003')")
        database.commit()
        database.close()
        for command in commands:
            for written in ("assets.csv", "assets.html"):
                pathlib.Path(written).unlink(missing_ok=True)
            refused(*command, says="is damaged")
            assert not os.path.exists(command[-1]), f"{command[-1]} was written without a row of {table}"


def test_wait():
    new()
    with locked(FILE):
        start = time.monotonic()
        refused("add", FILE, "asset", "name=Wiki", "--wait", "1", says="is open elsewhere")
        assert 0.9 < time.monotonic() - start < 20
    holder = locked(FILE)
    holder.__enter__()
    timer = threading.Timer(1, holder.__exit__, (None, None, None))
    timer.start()
    run("add", FILE, "asset", "name=Wiki", "--wait", "60")
    timer.join()
    run("list", FILE, "asset", "--wait", "-5", status=2)
    run("list", FILE, "asset", "--wait", "long", status=2)
    # Another program's transaction, which keeps readers away, too.
    database = sqlite3.connect(FILE, isolation_level=None)
    database.execute("BEGIN EXCLUSIVE")
    start = time.monotonic()
    refused("list", FILE, "asset", "--wait", "0", says="Another program is using")
    assert time.monotonic() - start < 4
    database.close()


def test_lockless_file_system():
    new()
    run("add", FILE, "asset", "name=Wiki")
    before = read(FILE)
    for number, says in ((errno.ENOSYS, "file system without locks"), (errno.EOPNOTSUPP, "file system without locks"),
                         (errno.ENOLCK, "gives no locks at the moment")):
        environment = {**ENVIRONMENT, "LD_PRELOAD": NO_LOCKS, "ANNEX_TEST_NO_LOCKS": os.getcwd() + "/", "ANNEX_TEST_LOCK_ERRNO": str(number),
                       "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
        listed = subprocess.run([CLI, "list", FILE, "asset"], capture_output=True, text=True, env=environment, timeout=60)
        assert listed.returncode == 0 and "Wiki" in listed.stdout, listed.stderr
        assert subprocess.run([CLI, "report", FILE, "soa", "soa.csv"], env=environment, timeout=60).returncode == 0
        changed = subprocess.run([CLI, "add", FILE, "asset", "name=Other"], capture_output=True, text=True, env=environment, timeout=60)
        assert changed.returncode == 1 and says in changed.stderr, changed.stderr
        assert "Another program" not in changed.stderr
        made = subprocess.run([CLI, "new", "new.annex", "--title", "New"], capture_output=True, text=True, env=environment, timeout=60)
        assert made.returncode == 1 and "cannot be made" in made.stderr and "read-only" not in made.stderr, made.stderr
        assert not os.path.exists("new.annex")
        start = time.monotonic()
        changed = subprocess.run([CLI, "add", FILE, "asset", "name=Other", "--wait", "60"], capture_output=True, text=True, env=environment, timeout=120)
        assert changed.returncode == 1 and says in changed.stderr, changed.stderr
        assert time.monotonic() - start < 30, "nothing but a lock is waited for"
        assert read(FILE) == before and not os.path.exists(FILE + "-journal")
    run("add", FILE, "asset", "name=Other")


def test_pipes_and_folders():
    new()
    os.mkfifo("pipe")
    os.mkdir("folder")
    for path in ("pipe", "folder", "/dev/zero"):
        refused("list", path, "asset", says="not an Annex engagement")
    for path in ("pipe", "folder"):
        refused("import", FILE, "asset", path)
        refused("new", "other.annex", "--template", path)
        assert not os.path.exists("other.annex")
    run("add", FILE, "evidence", "title=Shown")
    refused("attach", FILE, "EV-0001", "files", "pipe")


def test_names():
    run("new", ":memory:", "--title", "Test")
    run("add", ":memory:", "asset", "name=Wiki")
    assert [row["name"] for row in rows("list", ":memory:", "asset")] == ["Wiki"]
    assert os.path.getsize(":memory:") > 0


def test_export_does_not_replace_an_engagement():
    new()
    run("add", FILE, "asset", "name=Wiki")
    run("new", "other.annex", "--title", "Other")
    shutil.copy("other.annex", "table.csv")
    shutil.copy("other.annex", "report.html")
    os.symlink("other.annex", "link.xlsx")
    before = {path: read(path) for path in ("table.csv", "report.html", "link.xlsx", FILE)}
    for kind in ("csv", "xlsx", "json", "ics"):
        shutil.copy("other.annex", "out." + kind)
        refused("export", FILE, "asset" if kind != "ics" else "calendar", "out." + kind, says="is an engagement")
    refused("export", FILE, "asset", "table.csv", says="is an engagement")
    refused("export", FILE, "asset", "link.xlsx", says="is an engagement")
    refused("report", FILE, "soa", "report.html", says="is an engagement")
    shutil.copy("other.annex", "picture.svg")
    refused("heatmap", FILE, "--out", "picture.svg", says="is an engagement")
    for path, content in before.items():
        assert read(path) == content, path
    os.symlink(FILE, "self.csv")
    refused("export", FILE, "asset", "self.csv", says="is an engagement")
    assert out("list", FILE, "asset").count("Wiki") == 1


run_tests([test for name, test in list(globals().items()) if name.startswith("test_")])
