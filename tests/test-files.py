#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attaches files and takes them out with annex-cli. Argument: the path of annex-cli. Prints TAP."""

import hashlib
import json
import os
import sqlite3

from cli_driver import out, refused, rows, run, run_tests

FILE = "test.annex"


def write(name, content):
    with open(name, "wb") as file:
        file.write(content)
    return hashlib.sha256(content).hexdigest()


def new():
    run("new", FILE, "--sample")


def files(reference):
    return rows("show", FILE, reference)["files"]


def test_sample_has_files():
    new()
    assert [file["name"] for file in files("EV-0001")] == ["access-review-2026-10.csv"]
    attached = [record for record in rows("list", FILE, "evidence") if record["files"]]
    assert {file["type"].split("/")[0] for record in attached for file in record["files"]} == {"text", "image"}
    assert all(len(file["hash"]) == 64 and "claimed_type" not in file for record in attached for file in record["files"])


def test_attach_and_extract():
    new()
    content = os.urandom(600_000)
    digest = write("export.bin", content)
    write("note.txt", b"A note.\n")
    assert "export.bin; note.txt" in out("attach", FILE, "EV-0002", "files", "export.bin", "note.txt", "--author", "Ann")
    first, second = files("EV-0002")
    assert (first["name"], first["hash"], first["size"]) == ("export.bin", digest, 600_000)
    assert second["type"] == "text/plain"
    assert digest in out("show", FILE, "EV-0002") and "600000" in out("show", FILE, "EV-0002")
    assert rows("history", FILE)[0]["author"] == "Ann"
    assert len([change for change in rows("history", FILE, "EV-0002") if change["field"] == "files"]) == 1, "one row of the log for both"
    run("extract", FILE, "EV-0002", "files", "out")
    with open("out/export.bin", "rb") as file:
        assert file.read() == content
    run("extract", FILE, "EV-0002", "out")
    assert sorted(os.listdir("out")) == ["export (2).bin", "export.bin", "note (2).txt", "note.txt"], "what was there stays"
    assert rows("list", FILE, "evidence", "--search", "export")[0]["reference"] == "EV-0002"
    run("undo", FILE)
    assert files("EV-0002") == []
    run("redo", FILE)
    assert [file["name"] for file in files("EV-0002")] == ["export.bin", "note.txt"]


def test_long_and_odd_names_come_in_and_go_out():
    new()
    long_names = ["n" * length + ".txt" for length in (245, 246, 250, 251)] + ["ä" * 125 + ".txt", "x" + "ä" * 125 + ".txt", "e\u0301" * 80 + "." + "e" * 10,
                                                                            "n" * 255, ".hidden", "..x", "CON.txt", "lpt1", "a\nb\u202egpj.exe"]
    for number, name in enumerate(long_names):
        os.makedirs(f"in{number}")
        for folder, content in ((f"in{number}/a", b"one"), (f"in{number}/b", b"two"), (f"in{number}/c", b"three")):
            os.makedirs(folder)
            write(f"{folder}/{name}", content)
            run("attach", FILE, "EV-0002", "files", f"{folder}/{name}")
        names = [file["name"] for file in files("EV-0002")]
        assert len(set(names)) == 3 and all(len(kept.encode()) <= 255 for kept in names), names
        assert all(kept.endswith(os.path.splitext(name)[1]) for kept in names), f"{name} lost its ending: {names}"
        assert os.path.splitext(names[1])[0].endswith(" (2)") and os.path.splitext(names[2])[0].endswith(" (3)"), names
        out_folder = f"out{number}"
        for times in (1, 2):
            run("extract", FILE, "EV-0002", "files", out_folder)
            there = os.listdir(out_folder)
            assert len(there) == 3 * times, f"{name}: {there}"
        assert not [one for one in there if one.startswith(".") or one.split(".")[0].lower() in ("con", "lpt1")], there
        contents = sorted(open(f"{out_folder}/{one}", "rb").read() for one in there)
        assert contents == [b"one", b"one", b"three", b"three", b"two", b"two"], contents
        for _ in range(3):
            run("undo", FILE)
    assert files("EV-0002") == []


def test_refusals():
    new()
    write("good.txt", b"good")
    write("empty.txt", b"")
    os.symlink("good.txt", "link.txt")
    os.mkdir("folder")
    for name, words in (("empty.txt", "is empty"), ("link.txt", "points to another file"), ("folder", "is a folder"), ("missing.txt", "missing.txt"),
                        ("/dev/null", "is a device")):
        refused("attach", FILE, "EV-0002", "files", "good.txt", name, says=words)
    assert files("EV-0002") == [], "all of them or none"
    refused("attach", FILE, "EV-0002", "title", "good.txt", says="title")
    refused("attach", FILE, "EV-9999", "files", "good.txt")
    refused("set", FILE, "EV-0002", "files=good.txt", says="Attach")
    run("attach", FILE, "EV-0002", status=2)


def test_limit():
    new()
    run("set", FILE, "E-1", "attachment_limit=0.001")
    write("large.bin", bytes(2000))
    run("attach", FILE, "EV-0002", "files", "large.bin")
    linked, = files("EV-0002")
    assert linked["location"] == "file://" + os.path.abspath("large.bin") and linked["hash"] == hashlib.sha256(bytes(2000)).hexdigest()
    assert "linked, not kept" in out("list", FILE, "evidence", "--where", "reference=EV-0002")


def test_integrity():
    new()
    write("export.bin", bytes(range(256)) * 2000)
    run("attach", FILE, "EV-0002", "files", "export.bin")
    found = lambda: [line for line in run("check", FILE, "--integrity", status=1).stdout.splitlines() if line.startswith("file-")]
    assert found() == []
    with sqlite3.connect(FILE) as database:
        database.execute("UPDATE file_chunk SET data = CAST(substr(data, 1, 99) || x'ff' || substr(data, 101) AS BLOB) "
                         "WHERE position = 1")
    line, = found()
    assert "EV-0002: “export.bin”" in line and "altered" in line, line
    refused("extract", FILE, "EV-0002", "out", says="altered")
    assert os.listdir("out") == []


def test_exchange_keeps_files():
    new()
    write("export.bin", os.urandom(5000))
    run("attach", FILE, "EV-0002", "files", "export.bin")
    before = files("EV-0002")
    for name in ("out.csv", "out.xlsx"):
        run("export", FILE, "evidence", name)
        run("import", FILE, "evidence", name)
        assert files("EV-0002") == before, name
    with open("out.csv", encoding="utf-8-sig") as file:
        assert "export.bin" in file.read()
    run("export", FILE, "evidence", "out.json")
    with open("out.json", encoding="utf-8") as file:
        assert next(record for record in json.load(file) if record["reference"] == "EV-0002")["files"] == before


def test_report_names_checksums():
    new()
    run("report", FILE, "evidence-list", "list.html")
    with open("list.html", encoding="utf-8") as file:
        page = file.read()
    file, = files("EV-0018")
    assert file["name"] in page and file["hash"] in page


def test_clean():
    new()
    assert out("clean", FILE).startswith("0 ")


run_tests([function for name, function in list(globals().items()) if name.startswith("test_")])
