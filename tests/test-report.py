#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes every report of the sample in every format and reads it back with programs that are not ours. Speaks TAP.

test-report.py CLI
"""

import html.parser
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

CLI = os.path.abspath(sys.argv[1])
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "=cmd|'/C calc'!A0 <script>alert(1)</script> \u202eabc\u202c 𝄞 & " + "long" * 400


def run(*arguments, status=0):
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status, f"{arguments}: {done.returncode}: {done.stderr}"
    return done


class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self.tags = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)

    def handle_data(self, data):
        self.parts.append(data)


def read_html(path):
    parser = Text()
    with open(path, encoding="utf-8") as file:
        parser.feed(file.read())
    assert "script" not in parser.tags, "nothing in the page runs"
    assert "th" in parser.tags
    return " ".join(parser.parts)


def read_docx(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                xml.etree.ElementTree.fromstring(package.read(name))
        document = xml.etree.ElementTree.fromstring(package.read("word/document.xml"))
    assert document.find(f".//{WORD}tblHeader") is not None, "headings of tables are repeated"
    styles = {style.get(f"{WORD}val") for style in document.iter(f"{WORD}pStyle")}
    assert {"Title", "Heading1"} <= styles, styles
    return " ".join(text.text or "" for text in document.iter(f"{WORD}t"))


def read_xlsx(path):
    import openpyxl
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "nothing became a formula"
    assert [sheet for sheet in book if sheet.auto_filter.ref], "tables can be filtered"
    return " ".join(str(cell.value) for cell in cells if cell.value is not None)


def read_pdf(path):
    if shutil.which("pdftotext") is None:
        with open(path, "rb") as file:
            assert file.read(5) == b"%PDF-"
        return None
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all(line.split()[-5] == "yes" for line in fonts), "fonts are embedded"
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


READERS = {"pdf": read_pdf, "html": read_html, "docx": read_docx, "xlsx": read_xlsx}


def test_every_risk_is_in_every_format():
    for ending, read in READERS.items():
        run("report", "sample.annex", "risk-assessment", f"out.{ending}")
        text = read(f"out.{ending}")
        if text is not None:
            missing = [f"R-{number:03}" for number in range(1, 36) if f"R-{number:03}" not in text]
            assert not missing, f"{ending}: {missing}"


def test_thread_is_in_both_reports():
    for ending, read in READERS.items():
        run("report", "sample.annex", "risk-assessment", f"out.{ending}")
        run("report", "sample.annex", "treatment-plan", f"plan.{ending}")
        assessment, plan = read(f"out.{ending}"), read(f"plan.{ending}")
        if assessment is None:
            continue
        for part in ("Insider misuse", "Critical", "Ruben de Wit", "Accepted as what is left"):
            assert part in " ".join(assessment.split()), f"{ending}: {part}"
        for part in ("TM-004", "R-001", "A.8.3", "Daniel Okafor"):
            assert part in plan, f"{ending}: {part}"


def test_methodology():
    for ending, read in READERS.items():
        run("report", "sample.annex", "methodology", f"out.{ending}")
        text = read(f"out.{ending}")
        for part in ("Very likely", "Severe", "once in 2 to 10 years", "Must be treated"):
            assert text is None or part in " ".join(text.split()), f"{ending}: {part}"


def test_hostile_text():
    run("new", "hostile.annex", "--title", HOSTILE[:60])
    run("add", "hostile.annex", "risk", f"title={HOSTILE}", f"event={HOSTILE * 30}", "current_likelihood=4", "current_consequence=4")
    for ending, read in READERS.items():
        run("report", "hostile.annex", "risk-assessment", f"hostile.{ending}")
        text = read(f"hostile.{ending}")
        assert text is None or "alert(1)" in " ".join(text.split()), ending


def test_refusals():
    assert "none of" in run("report", "sample.annex", "methodology", "out.odt", status=1).stderr
    assert "no report" in run("report", "sample.annex", "weather", "out.pdf", status=2).stderr
    for ending in READERS:
        run("report", "sample.annex", "methodology", f"no such folder/out.{ending}", status=1)
    assert not [name for name in os.listdir(".") if name.endswith(".part")], "nothing half written is left"
    assert len(run("report", "--list").stdout.splitlines()) >= 3


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failed = 0
    print(f"1..{len(tests)}")
    with tempfile.TemporaryDirectory(prefix="annex-report-") as folder:
        os.chdir(folder)
        run("new", "sample.annex", "--sample")
        for number, (name, test) in enumerate(tests, 1):
            try:
                test()
                print(f"ok {number} {name}")
            except AssertionError as problem:
                failed += 1
                print(f"not ok {number} {name}\n# {problem}")
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
