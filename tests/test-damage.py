#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Damages pages of an engagement and holds that whatever is read of it is either right or refused. Speaks TAP.

test-damage.py CLI [--seed N] [--every-page]

A page is filled with zeros or junk, or a cell of it is overwritten. The answer of each command must be the one that
the sound file gives, or the command must fail with a sentence that names the damage. With --every-page each page of
a table or index is damaged in each way, and each command is asked: hours, for “./dev torture”. The suite has one
seed, so that it does not fail by chance for somebody else; another one is tried by hand.
"""

import argparse
import fcntl
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile

PARSER = argparse.ArgumentParser()
PARSER.add_argument("cli")
PARSER.add_argument("--seed", type=int, default=17)
PARSER.add_argument("--every-page", action="store_true")
OPTIONS = PARSER.parse_args()
CLI = os.path.abspath(OPTIONS.cli)
SEED = OPTIONS.seed
PAGE = 4096
# Where an Annex that writes locks the file.
LOCK_BYTE = 0x40000400
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", "G_DEBUG": "fatal-criticals"}
N_SMALL, N_LARGE, N_CELLS = 14, 20, 12
COMMANDS_EACH = 5

# What a report says of itself, which differs from one moment to the next.
MOMENT = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?|\d{8}T\d{6}Z")
UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def run(*arguments):
    done = subprocess.run([CLI, *arguments], capture_output=True, env=ENVIRONMENT, timeout=300)
    assert done.returncode in (0, 1), f"{arguments}: ended with {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}"
    for fault in (b"CRITICAL", b"Sanitizer", b"runtime error"):
        assert fault not in done.stderr, f"{arguments}: {done.stderr.decode(errors='replace')}"
    return done


def without_moments(content):
    return UUID.sub(b"", MOMENT.sub(b"", content))


def list_commands(file):
    """Each: a name, and what makes the arguments for a file and a place to write to."""
    commands = [("check", lambda f, out: ["check", f]),
                ("history", lambda f, out: ["history", f, "--limit", "100000"]),
                ("heatmap", lambda f, out: ["heatmap", f]),
                ("map.svg", lambda f, out: ["heatmap", f, "--out", out + ".svg"]),
                ("all.ics", lambda f, out: ["export", f, "calendar", out + ".ics"])]
    for line in run("types").stdout.decode().splitlines()[1:]:
        name = line.split("\t")[0]
        commands.append((f"list {name}", lambda f, out, name=name: ["list", f, name]))
        commands.append((f"export {name}", lambda f, out, name=name: ["export", f, name, out + ".json"]))
    for line in run("report", "--list").stdout.decode().splitlines():
        name = line.split("\t")[0]
        commands.append((f"report {name}", lambda f, out, name=name: ["report", f, name, out + ".html"]))
    return commands


def ask(command, file, folder):
    """Returns the status, what it complained, what it printed, and what it wrote (None for no file)."""
    name, make = command
    done = run(*make(file, os.path.join(folder, "out")))
    written = [os.path.join(folder, entry) for entry in os.listdir(folder) if entry.startswith("out.")]
    assert len(written) <= 1 and not any(path.endswith(".part") for path in written), f"{name} left {written} behind"
    content = None
    for path in written:
        with open(path, "rb") as stream:
            content = without_moments(stream.read())
        os.unlink(path)
    return done.returncode, done.stderr.decode(errors="replace"), without_moments(done.stdout), content


class Sound:
    """A sound file and its answers, each asked for once."""

    def __init__(self, folder, name, attachment=0):
        self.folder, self.path, self.answers = folder, os.path.join(folder, name), {}
        run("new", self.path, "--sample")
        if attachment:
            source = os.path.join(folder, "large.bin")
            with open(source, "wb") as stream:
                stream.write(random.Random(1).randbytes(attachment))
            run("attach", self.path, "EV-001", "files", source)
            os.unlink(source)
        self.commands = list_commands(self.path)
        self.n_pages = os.path.getsize(self.path) // PAGE

    def answer(self, command):
        if command[0] not in self.answers:
            self.answers[command[0]] = ask(command, self.path, self.folder)
        return self.answers[command[0]]

    def used_pages(self):
        """Pages that hold records, not the attached file."""
        with open(self.path, "rb") as stream:
            return [page for page in range(1, self.n_pages) if self.looks_like_tree(stream, page)]

    @staticmethod
    def looks_like_tree(stream, page):
        stream.seek(page * PAGE)
        return stream.read(1) in (b"\x02", b"\x05", b"\x0a", b"\x0d")


def damage(source, target, page, way, chance):
    shutil.copyfile(source, target)
    with open(target, "r+b") as stream:
        if way == "cell":
            stream.seek(page * PAGE + chance.randrange(100, PAGE - 64))
            stream.write(chance.randbytes(chance.randrange(1, 64)))
        else:
            stream.seek(page * PAGE)
            stream.write(bytes(PAGE) if way == "zeros" else chance.randbytes(PAGE))


def hold(sound, command, page, way, damaged):
    status, complaint, printed, written = ask(command, damaged, sound.folder)
    right_status, _, right_printed, right_written = sound.answer(command)
    where = f"page {page} of {sound.n_pages} {way}, {command[0]} (seed {SEED})"
    if written is not None:
        assert written == right_written, f"{where}: wrote another document: {complaint}"
    if complaint and printed != right_printed or written != right_written:
        assert "damaged" in complaint, f"{where}: does not name the damage: {complaint}"
    if not complaint:
        # Statuses are those of the sound file, too: check finds something in the sample.
        assert (status, printed) == (right_status, right_printed), f"{where}: another answer, and no word of damage"


def try_pages(sound, ways, n, commands_each):
    chance = random.Random(SEED)
    pages = sound.used_pages()
    if OPTIONS.every_page:
        trials = [(page, way) for page in pages for way in ways]
        commands_each = len(sound.commands)
    else:
        trials = [(chance.choice(pages), way) for _ in range(n) for way in [chance.choice(ways)]]
    damaged = os.path.join(sound.folder, "damaged.annex")
    for page, way in trials:
        damage(sound.path, damaged, page, way, chance)
        for command in chance.sample(sound.commands, commands_each):
            hold(sound, command, page, way, damaged)
        for rest in (damaged, damaged + "-journal"):
            if os.path.exists(rest):
                os.unlink(rest)


def damaged_pages_of_a_small_file(folder):
    try_pages(Sound(folder, "small.annex"), ["zeros", "junk"], N_SMALL, COMMANDS_EACH)


def damaged_pages_of_a_file_that_is_not_looked_at_on_opening(folder):
    try_pages(Sound(folder, "large.annex", attachment=9 << 20), ["zeros", "junk"], N_LARGE, COMMANDS_EACH)


def overwritten_cells_never_crash(folder):
    """What SQLite cannot see may be read; it must not end the program."""
    sound = Sound(folder, "small.annex")
    chance = random.Random(SEED)
    pages = sound.used_pages()
    damaged = os.path.join(folder, "damaged.annex")
    for page in pages if OPTIONS.every_page else chance.sample(pages, N_CELLS):
        damage(sound.path, damaged, page, "cell", chance)
        commands = sound.commands if OPTIONS.every_page else chance.sample(sound.commands, COMMANDS_EACH)
        for command in commands:
            for path in os.listdir(folder):
                if path.startswith("out."):
                    os.unlink(os.path.join(folder, path))
            run(*command[1](damaged, os.path.join(folder, "out")))


def every_command_tells_of_damage_behind_a_lock(folder):
    """Whatever else keeps a file from being written, it is damaged first of all."""
    sound = Sound(folder, "small.annex")
    damage(sound.path, os.path.join(folder, "damaged.annex"), sound.used_pages()[-1], "zeros", random.Random(1))
    os.chmod(os.path.join(folder, "damaged.annex"), 0o400)
    with open(os.path.join(folder, "damaged.annex"), "rb") as held:
        # Root may write whatever the mode says; a lock holds for everybody.
        for lock in (None, struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, LOCK_BYTE, 1, 0)):
            if lock is not None:
                fcntl.fcntl(held, fcntl.F_OFD_SETLK, lock)
            for arguments in (["list", "damaged.annex", "asset"], ["set", "damaged.annex", "A-0001", "name=x"], ["check", "damaged.annex"]):
                done = subprocess.run([CLI, *arguments], cwd=folder, capture_output=True, env=ENVIRONMENT, timeout=120)
                assert done.returncode == 1 and b"damaged" in done.stderr, f"{arguments}: {done.returncode}: {done.stderr}"


TESTS = [damaged_pages_of_a_small_file, damaged_pages_of_a_file_that_is_not_looked_at_on_opening, overwritten_cells_never_crash,
         every_command_tells_of_damage_behind_a_lock]
print(f"1..{len(TESTS)}")
print(f"# seed {SEED}")
failed = False
for number, test in enumerate(TESTS, 1):
    with tempfile.TemporaryDirectory(prefix="annex-damage-") as place:
        try:
            test(place)
            print(f"ok {number} {test.__name__}", flush=True)
        except (AssertionError, subprocess.TimeoutExpired, OSError) as error:
            failed = True
            print("".join(f"# {line}\n" for line in str(error).splitlines()), end="")
            print(f"not ok {number} {test.__name__}", flush=True)
sys.exit(failed)
