#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes every report of the sample in every format and reads it back with programs that are not ours. Speaks TAP.

test-report.py CLI
"""

import base64
import csv
import html.parser
import json
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
        self.parts, self.tags, self.images, self.ids = [], [], [], []
        self.policies, self.urls, self.handlers = [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.ids += [value for name, value in attributes if name == "id"]
        self.policies += [dict(attributes)["content"] for name, value in attributes if value == "Content-Security-Policy"]
        self.urls += [value for name, value in attributes if name in ("href", "src", "action", "data")]
        self.handlers += [name for name, value in attributes if name.startswith("on")]
        if tag == "img":
            self.images.append(dict(attributes))

    def handle_data(self, data):
        self.parts.append(data)


def read_html(path):
    parser = Text()
    with open(path, encoding="utf-8") as file:
        parser.feed(file.read())
    assert "script" not in parser.tags, "nothing in the page runs"
    assert len(parser.policies) == 1 and "default-src 'none'" in parser.policies[0] and "script" not in parser.policies[0], parser.policies
    assert parser.tags.index("meta") < parser.tags.index("style"), "what is said of the page holds for all that follows"
    assert all(url.startswith(("#", "data:image/")) for url in parser.urls), "nothing comes from elsewhere"
    assert not parser.handlers, parser.handlers
    assert "th" in parser.tags
    assert len(parser.ids) == len(set(parser.ids)), "no name stands for two things"
    for image in parser.images:
        assert image["alt"] and base64.b64decode(image["src"].removeprefix("data:image/svg+xml;base64,")).startswith(b"<?xml"), "a figure is in the page"
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
        for text in (assessment, plan):
            assert "Accepted by" in text and "Tomas Novak, 2026-10-28 (3 risks)" in " ".join(text.split()), ending


def test_audits_in_every_format():
    parts = {
        "audit-report": ("Objectives", "Criteria", "Nadia Ferrante", "What Was Audited", "What Was Not Audited", "Samples", "Accounts", "F-006",
                         "Who Was Asked", "Conclusion", "Distribution", "Approval"),
        "audit-plan": ("Opening meeting", "Closing meeting", "Room Dock", "Ruben de Wit"),
        "audit-programme": ("Coverage by Site", "Rotterdam office", "Not in Any Audit", "A.8.12", "AU-006 2027"),
        "findings": ("F-006", "Audit by Audit", "Nonconformities", "AU-002"),
        "stage1-readiness": ("Statement of Applicability", "9.2.1"),
    }
    about = {"audit-report": ("--of", "AU-002"), "audit-plan": ("--of", "AU-002")}
    for kind, wanted in parts.items():
        for ending, read in READERS.items():
            run("report", "sample.annex", kind, f"out.{ending}", *about.get(kind, ()))
            text = read(f"out.{ending}")
            missing = [part for part in wanted if text is not None and part not in " ".join(text.split())]
            assert not missing, f"{kind}.{ending}: {missing}"


def test_pages_say_how_many_there_are():
    run("report", "sample.annex", "risk-assessment", "out.pdf")
    text = read_pdf("out.pdf")
    if text is None:
        return
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page, number


def test_maps_of_the_risk_assessment_name_the_risks():
    run("report", "sample.annex", "risk-assessment", "out.pdf")
    text = read_pdf("out.pdf")
    if text is None:
        return "SKIP pdftotext is not installed"
    pages = [" ".join(page.split()) for page in text.split("\f")]
    beside = next(page for page in pages if "Inherent, current and residual risk" in page)
    assert all(title in beside for title in ("Risk Map", "Inherent Current Residual", "R-001", "R-032")), beside
    alone = next(page for page in pages if "Current risk" in page)
    assert all(f"R-{number:03}" in alone for number in range(1, 36)), alone


def test_calendar_is_a_page_for_each_month():
    run("report", "sample.annex", "calendar", "calendar.pdf")
    text = read_pdf("calendar.pdf")
    if text is None:
        return "SKIP pdftotext is not installed"
    pages = text.split("\f")
    assert "Surveillance 1" in pages[0] and "Window Closes" in pages[0], "the first page tells the cycle"
    assert "Recurring Activities" in text and "AY-001" in text
    assert all("Monday" in page and "Saturday" in page for page in pages[-13:-1]), "twelve pages are for the wall"
    assert not any("Monday" in page for page in pages[:-13])


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


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


CONTROLS = [f"A.{theme}.{number}" for theme, count in ((5, 37), (6, 8), (7, 14), (8, 34)) for number in range(1, count + 1)]


def test_statement_in_every_format():
    for ending, read in READERS.items():
        run("report", "sample.annex", "soa", f"soa.{ending}")
        text = read(f"soa.{ending}")
        words = set((text or "").split())
        assert text is None or not [code for code in CONTROLS if code not in words], ending
    run("report", "sample.annex", "soa", "soa.csv")
    rows = read_csv("soa.csv")
    assert [row["Control"] for row in rows] == CONTROLS + ["C-001", "C-002"], "own controls stand after those of Annex A, those of other libraries nowhere"
    assert {row["Section"] for row in rows[:93]} == {"Organizational", "People", "Physical", "Technological"}
    assert [row["Decision"] for row in rows].count("Excluded") == 5


def convert(path, ending):
    """By LibreOffice, where it is installed: as PDF, or each sheet of a workbook as CSV."""
    filters = {"pdf": "pdf", "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"}
    subprocess.run(["soffice", f"-env:UserInstallation=file://{os.getcwd()}/office", "--headless", "--convert-to", filters[ending], "--outdir", "converted", path],
                   capture_output=True, check=True, timeout=180)
    return [os.path.join("converted", name) for name in sorted(os.listdir("converted")) if name.endswith(ending)]


def test_office_reads_the_same_controls():
    """Skipped where LibreOffice is not installed."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        return "SKIP LibreOffice is not installed"
    run("report", "sample.annex", "soa", "soa.docx")
    shutil.rmtree("converted", ignore_errors=True)
    pages = read_pdf(convert("soa.docx", "pdf")[0]).split()
    run("report", "sample.annex", "soa", "soa.xlsx")
    cells = set()
    for name in convert("soa.xlsx", "csv"):
        with open(name, encoding="utf-8", newline="") as file:
            cells.update(cell for row in csv.reader(file) for cell in row)
    for found in (pages, cells):
        assert not [code for code in CONTROLS if code not in found]
    return None


def test_columns_and_paper():
    run("report", "sample.annex", "soa", "--without", "Owner", "--without", "evidence", "soa.csv")
    assert not {"Owner", "Evidence"} & set(read_csv("soa.csv")[0]) and "Risks" in read_csv("soa.csv")[0]
    run("report", "sample.annex", "soa-customer", "soa.csv")
    assert not {"Owner", "Evidence", "Risks"} & set(read_csv("soa.csv")[0])
    run("new", "customer.annex", "--title", "For customers")
    run("set", "customer.annex", "A.5.1", "decision=applicable", "justification=Asked for by TM-004 and R-12, see A.5.2, C-001 and ISO-9001")
    told = run("report", "customer.annex", "soa-customer", "soa.csv").stderr
    assert "1 justification names internal records: A.5.1 (TM-004, R-12). Look" in told, told
    assert "R-12" in read_csv("soa.csv")[0]["Justification"], "nothing is reworded behind anybody’s back"
    assert run("report", "customer.annex", "soa", "soa.csv").stderr == "", "inside the house they may be named"
    run("set", "customer.annex", "A.5.1", "justification=Asked for by every customer")
    assert run("report", "customer.annex", "soa-customer", "soa.csv").stderr == ""
    assert "“Owner”" in run("report", "sample.annex", "soa", "--without", "Colour", "soa.csv", status=1).stderr
    for paper, size in (("a4", "841.89 x 595.28"), ("Letter", "792 x 612")):
        run("report", "sample.annex", "soa", "--paper", paper, "soa.pdf")
        if shutil.which("pdfinfo") is not None:
            assert size in subprocess.run(["pdfinfo", "soa.pdf"], capture_output=True, text=True, check=True).stdout, paper
        run("report", "sample.annex", "soa", "--paper", paper, "soa.html")
        with open("soa.html", encoding="utf-8") as page:
            assert f"@page{{size:{'A4' if paper == 'a4' else 'letter'} landscape}}" in page.read(), "a browser prints it as it is meant"
    assert "a4 or letter" in run("report", "sample.annex", "soa", "--paper", "b5", "soa.pdf", status=1).stderr


def test_words_of_a_long_table():
    """Each cell's words come out of the PDF once, in their order, whatever is in them; numbers stand to the right."""
    nasty = {
        "Name": ["Donaudampfschifffahrtsgesellschaft", "Back-up of state-of-the-art systems", " Trailing and  double spaces  ", "A word", "100\u202f000\u00a0€",
                 "Naïve café – “efficient” office, 5 €", "Σύστημα διαχείρισης", "Политика безопасности", "سياسة أمن المعلومات", "מדיניות אבטחה", "信息安全策略"],
        "Location": ["srv-db-production-01.rotterdam.northquay.example", "", "and/or (see A.5.1) [x]", "a\ttab"],
        "Description": ["What it is for, in a sentence. " * 300, "", "One line\nand another\n\nafter an empty one"],
    }
    with open("assets.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(nasty)
        for i in range(700):
            writer.writerow([cells[i % len(cells)] if i < 12 or column == "Name" else "" for column, cells in nasty.items()])
    run("new", "long.annex", "--title", "Long")
    run("import", "long.annex", "asset", "assets.csv")
    run("report", "long.annex", "asset-inventory", "long.csv")
    run("report", "long.annex", "asset-inventory", "long.pdf")
    laid_out = read_pdf("long.pdf")
    if laid_out is None:
        return "SKIP pdftotext is not installed"
    pages = subprocess.run(["pdftotext", "-raw", "long.pdf", "-"], capture_output=True, text=True, check=True).stdout.rstrip("\f").split("\f")
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1)), "pages say how many there are"

    def squeeze(text):
        """Without where lines are broken, and without what goes from right to left."""
        return "".join(c for c in text if c.isalnum() and c < "\u0590")

    text = squeeze("".join(pages))
    for row in read_csv("long.csv"):
        split, boxed = "sentence" in row["Description"], row["Name"] == nasty["Name"][-1]
        assert split or boxed or squeeze("".join(row.values())) in text, row
    assert sum(page.count("sentence") for page in pages) == 4 * 300, "what goes on over pages stands on one of them"
    assert "سياسة" in laid_out and "אבטחה" in laid_out
    for cost in ("5", "1250", "120000"):
        run("add", "long.annex", "treatment", f"title=Costs {cost}", f"cost={cost}")
    run("report", "long.annex", "treatment-plan", "plan.pdf")
    boxes = subprocess.run(["pdftotext", "-bbox", "plan.pdf", "-"], capture_output=True, text=True, check=True).stdout
    ends = [float(line.split('xMax="')[1].split('"')[0]) for line in boxes.splitlines() if line.strip().endswith((">5</word>", ">1250</word>", ">120000</word>"))]
    assert len([end for end in ends if abs(end - max(ends)) < 0.3]) == 3, ends
    return None


def test_gaps_and_plan_in_every_format():
    """The gap list says by when each gap closes; the treatment plan says by which measure."""
    for kind, parts, column in (("gap-list", ("A.8.18", "A.5.6", "Has no owner", "Daniel"), "Owner"), ("treatment-plan", ("TM-004", "A.8.3", "R-001"), "Cost")):
        for ending, read in READERS.items():
            run("report", "sample.annex", kind, f"plan.{ending}")
            text = read(f"plan.{ending}")
            assert text is None or not [part for part in parts if part not in " ".join(text.split())], f"{kind}: {ending}"
        run("report", "sample.annex", kind, "--paper", "letter", "--without", column, "plan.csv")
        assert column not in read_csv("plan.csv")[0], kind
        run("report", "sample.annex", kind, "--paper", "letter", "plan.pdf")
        if shutil.which("pdfinfo") is not None:
            assert "792 x 612" in subprocess.run(["pdfinfo", "plan.pdf"], capture_output=True, text=True, check=True).stdout, kind


def test_figures_in_every_format():
    """The fishbone of a corrective action, and the charts of their register."""
    for kind, about, n_figures in (("car", ("--of", "CAR-003"), 1), ("car-register", (), 4)):
        for ending in ("html", "docx", "xlsx"):
            run("report", "sample.annex", kind, f"figures.{ending}", *about)
        parser = Text()
        with open("figures.html", encoding="utf-8") as file:
            parser.feed(file.read())
        assert len(parser.images) == n_figures and "svg" not in parser.tags, "names within one drawing do not meet those of another"
        for ending, folder in (("docx", "word/media/"), ("xlsx", "xl/media/")):
            with zipfile.ZipFile(f"figures.{ending}") as package:
                assert len([name for name in package.namelist() if name.startswith(folder)]) == n_figures, f"{kind}.{ending}"


def test_workbook_reads_as_a_document():
    import openpyxl
    run("report", "sample.annex", "car", "--of", "CAR-003", "car.xlsx")
    book = openpyxl.load_workbook("car.xlsx")
    first = book["Document"]
    facts = {row[0].value: row[1] for row in first.iter_rows() if row[0].value}
    assert first["A1"].value == "Corrective Action Request CAR-003" and first["B1"].value is None, "nothing cuts the title"
    assert first.sheet_properties.pageSetUpPr.fitToPage and first.page_setup.fitToHeight == 0, "pages are as wide as the paper"
    assert facts["Raised on"].is_date and facts["Done on"].is_date, "dates can be reckoned with"
    assert facts["What was seen"].alignment.wrap_text and first.row_dimensions[facts["What was seen"].row].height > 20
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'Steps of the plan'!A1"], links
    roles = [row for row in first.iter_rows() if row[0].value and str(row[0].value).startswith(("Owner\n", "Reviewer\n", "Verified by\n"))]
    assert len(roles) == 3 and all(row[1].border.bottom.style and first.row_dimensions[row[0].row].height > 30 for row in roles), "there is a place to sign"
    steps = book["Steps of the plan"]
    assert steps["D2"].is_date and steps["D2"].alignment.horizontal == "left", "a date does not run into what follows"


def read_column_widths(path):
    """Of each table, in points, with the texts of the column."""
    with zipfile.ZipFile(path) as package:
        document = xml.etree.ElementTree.fromstring(package.read("word/document.xml"))
    for table in document.iter(f"{WORD}tbl"):
        widths = [int(column.get(f"{WORD}w")) / 20 for column in table.iter(f"{WORD}gridCol")]
        rows = [["\n".join(text.text or "" for text in cell.iter(f"{WORD}t")) for cell in row.iter(f"{WORD}tc")] for row in table.iter(f"{WORD}tr")]
        yield from zip(widths, zip(*rows))


def test_word_cuts_no_words():
    """Of text of nine points, letters not quite half as wide, and the margins of a cell."""
    for kind in ("soa", "car-register", "incident-register", "gap-list", "effectiveness"):
        run("report", "sample.annex", kind, "columns.docx")
        for width, texts in read_column_widths("columns.docx"):
            longest = max((word for text in texts for word in text.split() if len(word) <= 13), key=len, default="")
            assert width >= len(longest) * 4 + 10.8, f"{kind}: {longest} in {width} points"


def test_word_keeps_headings_with_what_is_below():
    """A chain of figures that keep with one another is longer than a page, and then nothing is kept."""
    run("report", "sample.annex", "car-register", "kept.docx")
    with zipfile.ZipFile("kept.docx") as package:
        document = xml.etree.ElementTree.fromstring(package.read("word/document.xml"))
    kept = {"Heading1": set(), "Caption": set()}
    for paragraph in document.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if style is not None and style.get(f"{WORD}val") in kept:
            kept[style.get(f"{WORD}val")].add(paragraph.find(f"{WORD}pPr/{WORD}keepNext").get(f"{WORD}val", "1"))
    assert kept == {"Heading1": {"1"}, "Caption": {"0"}}, kept


def test_comparison_with_version_and_day():
    run("new", "changes.annex", "--title", "Changes")
    run("add", "changes.annex", "person", "name=Ana")
    run("set", "changes.annex", "A.5.1", "decision=applicable")
    run("add", "changes.annex", "soa_version", "title=1.0", "reviewed_by=Ana", "approved_by=Ana", "state=approved")
    run("set", "changes.annex", "A.5.1", "justification=Asked for by every customer")
    run("report", "changes.annex", "soa-changes", "--since", "1.0", "changes.csv")
    rows = read_csv("changes.csv")
    assert [(row["Control"], row["What"], row["After"]) for row in rows] == [("A.5.1", "Justification", "Asked for by every customer")], rows
    today = run("history", "changes.annex").stdout.split("T")[0].split()[-1]
    run("report", "changes.annex", "soa-changes", "--since", today, "changes.html")
    assert "Both say the same" in read_html_loosely("changes.html")
    for since, words in (("1999-01-01", "no controls yet"), ("9.9", "neither a version"), ("2026-02-30", "neither a version")):
        assert words in run("report", "changes.annex", "soa-changes", "--since", since, "changes.html", status=1).stderr, since
    assert "compares nothing" in run("report", "changes.annex", "soa", "--since", "1.0", "changes.html", status=1).stderr


def read_html_loosely(path):
    parser = Text()
    with open(path, encoding="utf-8") as file:
        parser.feed(file.read())
    return " ".join(parser.parts)


# ---- Word templates ----

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
STYLES = f'''<w:styles xmlns:w="{WORD[1:-1]}">
  <w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/></w:style>
  <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="Something Else"/></w:style>
  <w:style w:type="table" w:default="1" w:styleId="NormaleTabelle"><w:name w:val="Normal Table"/></w:style>
  <w:style w:type="table" w:styleId="Tabellenraster"><w:name w:val="Table Grid"/></w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="House"><w:name w:val="House Table"/><w:tblStylePr w:type="firstRow"/></w:style>
</w:styles>'''
DOCUMENT = f'''<w:document xmlns:w="{WORD[1:-1]}" xmlns:r="{OFFICE}"><w:body><w:p><w:r><w:t>Words of the template</w:t></w:r></w:p>
  <w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="12240" w:h="15840"/>
  <w:pgMar w:top="2000" w:right="1500" w:bottom="1400" w:left="1600" w:header="700" w:footer="700" w:gutter="0"/></w:sectPr></w:body></w:document>'''
HEADER = f'<w:hdr xmlns:w="{WORD[1:-1]}"><w:p><w:r><w:t>Northwind house style</w:t></w:r></w:p></w:hdr>'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.%s+xml"


def make_template(path, main_type="document.main", leave_out=(), **changed):
    """A template as Word would save one; what is named in @changed takes the place of a part."""
    overrides = {"word/document.xml": TYPE % main_type, "word/styles.xml": TYPE % "styles", "word/kopf.xml": TYPE % "header"}
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                               '<Default Extension="xml" ContentType="application/xml"/><Default Extension="PNG" ContentType="image/png"/>'
                               + "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()) + "</Types>",
        "_rels/.rels": RELATIONS % f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>',
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": RELATIONS % f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
                                                    f'<Relationship Id="rId7" Type="{OFFICE}/header" Target="/word/kopf.xml"/>'
                                                    f'<Relationship Id="rId8" Type="{OFFICE}/attachedTemplate" Target="file:///c:/x.dotm" TargetMode="External"/>',
        "word/styles.xml": STYLES,
        "word/kopf.xml": HEADER,
        "word/_rels/kopf.xml.rels": RELATIONS % f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="media/logo.PNG"/>',
        "word/media/logo.PNG": b"not looked at",
    }
    parts.update({name.replace("__", "/"): content for name, content in changed.items()})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name not in leave_out:
                package.writestr(name, content)


def test_template_gives_its_looks():
    make_template("house.dotx", "template.main")
    run("report", "sample.annex", "soa", "--template", "house.dotx", "soa.docx")
    with zipfile.ZipFile("soa.docx") as package:
        assert len(set(package.namelist())) == len(package.namelist())
        types = package.read("[Content_Types].xml").decode()
        relations = {relation.get("Id"): relation.get("Target") for relation in xml.etree.ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))}
        document = xml.etree.ElementTree.fromstring(package.read("word/document.xml"))
        styles = xml.etree.ElementTree.fromstring(package.read("word/styles.xml"))
        assert package.read("word/media/logo.PNG") == b"not looked at", "the logo comes along"
        assert "Northwind house style" in package.read("word/kopf.xml").decode()
        assert all(target[1:] in package.namelist() for target in relations.values()), relations
    assert 'PartName="/word/media/logo.PNG" ContentType="image/png"' in types and "document.main" in types and "template.main" not in types
    used = {style.get(f"{WORD}val") for style in document.iter(f"{WORD}pStyle")}
    assert used == {"Title", "Subtitle", "Caption", "berschrift1"}, used
    assert {style.get(f"{WORD}val") for style in document.iter(f"{WORD}tblStyle")} == {"House"}
    known = [style.get(f"{WORD}styleId") for style in styles.iter(f"{WORD}style")]
    assert used <= set(known) and len(known) == len(set(known)), known
    assert "AnnexHeading2" in known, "a style of that id that is something else is left alone"
    section = document.find(f".//{WORD}sectPr")
    size, margins = section.find(f"{WORD}pgSz"), section.find(f"{WORD}pgMar")
    assert (size.get(f"{WORD}w"), size.get(f"{WORD}h")) == ("15840", "12240"), "the template's paper, turned as the report is"
    assert (margins.get(f"{WORD}top"), margins.get(f"{WORD}left")) == ("2000", "1600")
    assert relations[section.find(f"{WORD}headerReference").get(f"{{{OFFICE}}}id")] == "/word/kopf.xml"
    text = " ".join(text.text or "" for text in document.iter(f"{WORD}t"))
    assert "Words of the template" not in text and "A.8.34" in text


SIMPLE_FIELD = '<w:p><w:fldSimple w:instr=" SUBJECT "><w:r><w:t>Old subject</w:t></w:r></w:fldSimple></w:p>'
FIELD = ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DOCPROPERTY </w:instrText></w:r><w:r><w:instrText>Company </w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Old</w:t></w:r><w:r><w:t> company</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')
CONTROL = ('<w:sdt><w:sdtPr><w:alias w:val="Title"/><w:showingPlcHdr/><w:dataBinding w:xpath="/x" w:storeItemID="{1}"/></w:sdtPr>'
           '<w:sdtContent><w:p><w:r><w:t>[Document</w:t></w:r><w:r><w:t> title]</w:t></w:r></w:p></w:sdtContent></w:sdt>')
PICTURE = ('<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"/>'
           '<mc:Fallback><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>')
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r><w:r><w:t>Behind the break</w:t></w:r></w:p>'
INSERTED = ('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
            % (CONTROL + SIMPLE_FIELD + FIELD + PICTURE + BREAK))


def with_cover(path, blocks, relation=f'<Relationship Id="rId9" Type="{OFFICE}/image" Target="media/cover.png"/>', **changed):
    document = DOCUMENT.replace("<w:body>", "<w:body>" + blocks).replace(
        "<w:document ", '<w:document xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ')
    relations = RELATIONS % (f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
                             f'<Relationship Id="rId7" Type="{OFFICE}/header" Target="/word/kopf.xml"/>' + relation)
    make_template(path, **{
        "word__document.xml": document, "word___rels__document.xml.rels": relations, "word__media__cover.png": b"cover", **changed})


def read_document(path):
    with zipfile.ZipFile(path) as package:
        relations = {relation.get("Id"): relation for relation in xml.etree.ElementTree.fromstring(package.read("word/_rels/document.xml.rels"))}
        return xml.etree.ElementTree.fromstring(package.read("word/document.xml")), relations, package.namelist()


def test_cover_of_a_template():
    """Whether Word inserted it, or it ends with a break of its page or section."""
    section = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="8000" w:h="9000"/></w:sectPr></w:pPr></w:p>'
    text = "<w:p><w:r><w:t>House of Northwind</w:t></w:r></w:p>"
    for what, blocks in (("inserted", text + INSERTED), ("a page", text + CONTROL + SIMPLE_FIELD + FIELD + PICTURE + BREAK),
                         ("a section", text + CONTROL + SIMPLE_FIELD + FIELD + PICTURE + section),
                         ("the page before", text + CONTROL + SIMPLE_FIELD + FIELD + PICTURE + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>")):
        with_cover("cover.docx", blocks)
        run("report", "sample.annex", "soa", "--template", "cover.docx", "soa.docx")
        document, relations, parts = read_document("soa.docx")
        body = document.find(f"{WORD}body")
        words = [node.text or "" for node in body.iter(f"{WORD}t")]
        cover = " ".join(words[:words.index("Statement of Applicability", words.index("Statement of Applicability") + 1)]).split()
        assert " ".join(cover) == "House of Northwind Statement of Applicability Northquay certification 2027 Northquay Software", f"{what}: {cover}"
        assert not {"Behind the break", "Words of the template", "[Document"} & set(words), what
        picture = next(node for node in body.iter() if node.tag.endswith("imagedata"))
        assert relations[picture.get(f"{{{OFFICE}}}id")].get("Target") == "/word/media/cover.png" and "word/media/cover.png" in parts, what
        sizes = [(size.get(f"{WORD}w"), size.get(f"{WORD}h")) for size in body.iter(f"{WORD}pgSz")]
        assert sizes == [("8000", "9000") if what == "a section" else ("12240", "15840"), ("15840", "12240")], f"{what}: {sizes}"
        headers = {relations[node.get(f"{{{OFFICE}}}id")].get("Target") for node in body.iter(f"{WORD}headerReference")}
        assert headers == {"/word/kopf.xml"}, f"{what}: {headers}"
        assert not list(body.iter(f"{WORD}dataBinding")) and not list(body.iter(f"{WORD}showingPlcHdr")), what
        assert "A.8.34" in words, what
    for relation, words in ((f'<Relationship Id="rId9" Type="{OFFICE}/image" Target="https://spy.example/x.png" TargetMode="External"/>', "spy.example"),
                            (f'<Relationship Id="rId9" Type="{OFFICE}/chart" Target="media/cover.png"/>', "chart"), ("", "rId9")):
        with_cover("bad.docx", INSERTED, relation)
        assert words in run("report", "sample.annex", "soa", "--template", "bad.docx", "never.docx", status=1).stderr, words
    with_cover("bad.docx", '<w:p><w:fldSimple w:instr="INCLUDETEXT c:/x"/></w:p>' + BREAK)
    assert "INCLUDETEXT" in run("report", "sample.annex", "soa", "--template", "bad.docx", "never.docx", status=1).stderr


def test_every_report_takes_the_looks():
    with_cover("cover.docx", INSERTED)
    kinds = [line.split("\t")[0] for line in run("report", "--list").stdout.splitlines()]
    assert len(kinds) > 20 and "soa" in kinds, kinds
    for kind in kinds:
        run("report", "sample.annex", kind, "--template", "cover.docx", "any.docx")
        document, relations, parts = read_document("any.docx")
        used = {style.get(f"{WORD}val") for style in document.iter(f"{WORD}pStyle")}
        assert {"Title"} <= used <= {"Title", "Subtitle", "Caption", "berschrift1", "AnnexHeading2", "Heading3"}, f"{kind}: {used}"
        assert {style.get(f"{WORD}val") for style in document.iter(f"{WORD}tblStyle")} == {"House"}, kind
        assert {"word/kopf.xml", "word/media/logo.PNG", "word/media/cover.png"} <= set(parts), kind
        assert relations[document.find(f".//{WORD}headerReference").get(f"{{{OFFICE}}}id")].get("Target") == "/word/kopf.xml", kind
        assert all(relation.get("TargetMode") or relation.get("Target")[1:] in parts for relation in relations.values()), kind


def test_template_travels_with_the_engagement():
    make_template("house.docx")
    run("new", "kept.annex", "--sample")
    run("attach", "kept.annex", "E-1", "report_template", "house.docx")
    os.remove("house.docx")
    for options, header in (((), True), (("--plain",), False)):
        run("report", "kept.annex", "methodology", *options, "kept.docx")
        with zipfile.ZipFile("kept.docx") as package:
            assert ("word/kopf.xml" in package.namelist()) == header, options
    run("report", "kept.annex", "methodology", "kept.html")
    run("undo", "kept.annex")
    run("report", "kept.annex", "methodology", "kept.docx")
    assert "word/kopf.xml" not in zipfile.ZipFile("kept.docx").namelist()


def test_templates_that_are_refused():
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/%s" Target="%s"%s/>'
    elsewhere = ' TargetMode="External"'
    field = HEADER.replace("<w:t>", '<w:instrText> DDE</w:instrText><w:instrText>AUTO c:\\cmd.exe</w:instrText><w:t>')
    cases = [
        ("macros", dict(main_type="document.macroEnabled.main"), "macros"),
        ("a macro project", {"word__vbaProject.bin": b"x"}, "macros"),
        ("no document", dict(leave_out=["word/document.xml"]), "no document.xml"),
        ("no styles", dict(leave_out=["word/styles.xml"]), "word/styles.xml"),
        ("no logo", dict(leave_out=["word/media/logo.PNG"]), "word/media/logo.PNG"),
        ("a damaged header", {"word__kopf.xml": "<w:hdr"}, "word/kopf.xml is damaged"),
        ("an external picture", {"word___rels__kopf.xml.rels": RELATIONS % relation % ("image", "https://spy.example/x.png", elsewhere)}, "spy.example"),
        ("an embedded object", {"word___rels__kopf.xml.rels": RELATIONS % relation % ("oleObject", "media/logo.PNG", "")}, "oleObject"),
        ("a way out", {"word___rels__kopf.xml.rels": RELATIONS % relation % ("image", "../../../etc/passwd", "")}, "outside the document"),
        ("a field that starts something", {"word__kopf.xml": field}, "DDEAUTO"),
        ("a document type", {"word__styles.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]>" + STYLES}, "document type"),
        ("no room", {"word__document.xml": DOCUMENT.replace('w:left="1600"', 'w:left="11000"')}, "no room"),
        ("strict", {"word__document.xml": DOCUMENT.replace(WORD[1:-1], "http://purl.oclc.org/ooxml/wordprocessingml/main")}, "Strict"),
        ("a bomb", {"word__media__bomb.bin": b"\0" * (70 << 20)}, "64 MiB"),
    ]
    for what, changes, words in cases:
        make_template("bad.docx", **changes)
        message = run("report", "sample.annex", "methodology", "--template", "bad.docx", "never.docx", status=1).stderr
        assert words in message and "bad.docx" in message, f"{what}: {message}"
        assert not os.path.exists("never.docx"), what
    for content in (b"", b"PK\3\4 cut off", b"\xd0\xcf\x11\xe0 the old kind"):
        with open("bad.docx", "wb") as file:
            file.write(content)
        assert "not a " in run("report", "sample.annex", "methodology", "--template", "bad.docx", "never.docx", status=1).stderr, content
    assert "nowhere.docx" in run("report", "sample.annex", "methodology", "--template", "nowhere.docx", "never.docx", status=1).stderr


def test_reports_name_the_history():
    """Whoever keeps a report can tell later whether the history behind it was computed anew."""
    head = run("check", "sample.annex", "--integrity", status=1).stdout.splitlines()[-1].split()[-1]
    assert len(head) == 64, head
    for ending, read in (("html", read_html), ("docx", lambda path: zipfile.ZipFile(path).read("word/document.xml").decode()),
                         ("xlsx", lambda path: zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode())):
        run("report", "sample.annex", "findings", f"head.{ending}")
        assert head in read(f"head.{ending}"), ending
    run("report", "sample.annex", "findings", "head.pdf")
    if shutil.which("pdftotext") is not None:
        pages = subprocess.run(["pdftotext", "head.pdf", "-"], capture_output=True, text=True, check=True).stdout.rstrip("\f").split("\f")
        assert all(head in page for page in pages), "each page says so"
    assert "no commit has it" not in run("check", "sample.annex", "--expect", head, status=1).stdout


def test_text_with_markup_stays_text():
    run("new", "markup.annex", "--sample")
    words = '</td><script>alert(1)</script><img src=x onerror=alert(2)>"\' style="x" <!-- &lt;b&gt;'
    risk = json.loads(run("list", "markup.annex", "risk", "--json").stdout)[0]["reference"]
    run("set", "markup.annex", risk, f"title={words}")
    run("report", "markup.annex", "risk-assessment", "markup.html")
    assert words in " ".join(read_html("markup.html").split()), "it is not there as it was written"


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
                skipped = test()
                print(f"ok {number} {name}" + (f" # {skipped}" if skipped else ""))
            except AssertionError as problem:
                failed += 1
                print(f"not ok {number} {name}\n# {problem}")
        os.chdir("/")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
