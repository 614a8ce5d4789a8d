#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made to keep a reader busy, or to make it lose rows. Argument: the path of annex-cli. Prints TAP."""

import json
import os
import re
import resource
import zipfile

from cli_driver import out, refused, rows, run, run_tests
from oscal_catalogue import catalogue

FILE = "test.annex"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MANY = 100000

# What a reader took in proportion takes a tenth of this; what it compared each with each takes many times as much.
SECONDS = 5


def in_time(what, call):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = call()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds < SECONDS, f"{what}: {seconds:.1f} s"
    return answer


def cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def line(number, name, kind="information"):
    return f'<row r="{number}">{cell(f"A{number}", name)}{cell(f"B{number}", kind)}</row>'


def sheet(rows_of_it, root="", after=""):
    return f'<worksheet xmlns="{MAIN}"{root}><sheetData>{rows_of_it}</sheetData>{after}</worksheet>'


HEADINGS = line(1, "name", "type")


def book(path, sheet_part, **changed):
    """A workbook as small as can be; what is named in @changed takes the place of a part."""
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>name</t></si><si><t>type</t></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet_part,
    }
    parts.update({name.replace("__", "/").replace("_DOT_", "."): content for name, content in changed.items()})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def importing(path, says, kind="asset"):
    """Refused in good time, with nothing in the engagement."""
    message = in_time(path, lambda: refused("import", FILE, kind, path, says=says))
    assert rows("list", FILE, kind) == [], path
    return message


def test_damaged_sheets_are_refused():
    run("new", FILE)
    two = line(2, "One") + line(3, "Two")
    cases = {
        "a row in a row": HEADINGS + '<row r="2">' + cell("A2", "One") + line(3, "Two") + cell("B2", "information") + "</row>" + line(4, "Three"),
        "a row in a cell": HEADINGS + '<row r="2"><c r="A2" t="inlineStr">' + line(3, "Two") + "<is><t>One</t></is></c></row>",
        "a row in a text": HEADINGS + '<row r="2"><c r="A2" t="inlineStr"><is>' + line(3, "Two") + "</is></c></row>",
        "a row in an extension": HEADINGS + '<row r="2"><c r="A2"><extLst><ext>' + line(3, "Two") + "</ext></extLst></c></row>",
        "a cell in a cell": HEADINGS + '<row r="2"><c r="A2"><v>1</v>' + cell("B2", "information") + "</c></row>",
        "a row twice": HEADINGS + two + line(3, "Three"),
        "rows backwards": HEADINGS + line(5, "One") + line(4, "Two"),
        "no number": HEADINGS + two.replace('<row r="3">', '<row r="x">'),
        "a row beyond all rows": HEADINGS + two.replace('<row r="3">', '<row r="99999999999999999999">'),
        "a cell outside rows": HEADINGS + two + cell("A4", "Three"),
        "a cell twice": HEADINGS + two.replace('r="B3"', 'r="A3"'),
        "cells backwards": HEADINGS + '<row r="2">' + cell("B2", "information") + cell("A2", "One") + "</row>",
        "a cell of another row": HEADINGS + two.replace('r="A3"', 'r="A2"'),
        "a cell without a column": HEADINGS + two.replace('r="A3"', 'r="3"'),
        "two values": HEADINGS + '<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>',
        "a text that is not there": HEADINGS + '<row r="2"><c r="A2" t="s"><v>2</v></c></row>',
        "a text by no number": HEADINGS + '<row r="2"><c r="A2" t="s"><v>one</v></c></row>',
    }
    for what, rows_of_it in cases.items():
        path = book("damaged.xlsx", sheet(rows_of_it))
        message = importing(path, "is damaged")
        assert "sheet1.xml" in message and re.search(r"row \d", message) and "save it again" in message, f"{what}: {message}"
    importing(book("damaged.xlsx", sheet(HEADINGS + two, after=f"<sheetData>{line(4, 'Three')}</sheetData>")), "a second time")
    importing(book("damaged.xlsx", sheet(HEADINGS + two, after=line(4, "Three"))), "outside the sheet's rows")
    importing(book("damaged.xlsx", sheet(HEADINGS + two)[:-40]), "is damaged")
    importing(book("damaged.xlsx", ""), "is damaged")
    importing(book("damaged.xlsx", f'<chartsheet xmlns="{MAIN}"/>'), "no cells")
    shared = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' + two)
    nested = f'<sst xmlns="{MAIN}"><si><t>name</t><si><t>x</t></si></si><si><t>type</t></si></sst>'
    importing(book("damaged.xlsx", shared, xl__sharedStrings_DOT_xml=nested), "text 2 begins within another one")
    whole = book("cut.xlsx", sheet(HEADINGS + "".join(line(n, f"Asset {os.urandom(40).hex()}") for n in range(2, 500))))
    content = open(whole, "rb").read()
    with open(whole, "wb") as file:
        file.write(content[:len(content) // 2])
    importing(whole, "cut.xlsx")


def test_what_sheets_may_have_comes_in():
    run("new", FILE)
    drawing = 'xmlns:xdr="urn:drawing"'
    rows_of_it = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row r="3" spans="1:2"><c r="A3" t="inlineStr"><is><r><t>One</t></r><rPh><t>wan</t></rPh><r><t xml:space="preserve"> and two</t></r></is></c>'
        '<c r="B3" t="str"><f>LOWER("INFORMATION")</f><v>information</v></c></row>'
        '<row r="9"><c r="A9" t="inlineStr"><is>\n<t>Three</t>\n</is></c><c t="inlineStr"><is><t>information</t></is></c></row>')
    after = f'<controls {drawing}><anchor><xdr:row>5</xdr:row><xdr:c>1</xdr:c></anchor></controls>'
    for encoding in ("utf-8", "utf-16"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><!-- <a <b -->' + sheet(rows_of_it, after=after)
        assert out("import", FILE, "asset", book("good.xlsx", text.encode(encoding))).strip() == "2 rows: 2 added"
        assert [asset["name"] for asset in rows("list", FILE, "asset")] == ["One and two", "Three"]
        run("undo", FILE)


def test_attributes_by_the_thousand_take_no_time():
    run("new", FILE)
    attributes = " ".join(f'a{n}="x"' for n in range(MANY))
    spaces = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(MANY))
    good = sheet(HEADINGS + line(2, "One"))
    for many in (attributes, spaces):
        for sheet_part in (sheet(f"{HEADINGS}<row r='2' {many}/>"), sheet(f"{HEADINGS}<row r='2'><c {many}/></row>"), sheet(HEADINGS, " " + many)):
            importing(book("bomb.xlsx", sheet_part), "250")
        importing(book("bomb.xlsx", sheet(f"{HEADINGS}<row r='2' {many}/>").encode("utf-16")), "250")
        for name, part in {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1" {many}/></sheets></workbook>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si {many}><t>name</t></si></sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf {many}/></cellXfs></styleSheet>',
            "_rels/.rels": f"<Relationships><Relationship {many}/></Relationships>",
        }.items():
            message = importing(book("bomb.xlsx", good, **{name: part}), "250")
            assert name in message, message
    # A comment that only seems to end, so that what follows seems to be text that needs no escapes.
    importing(book("bomb.xlsx", sheet(f"{HEADINGS}<!---><![CDATA[ --><row r='2' {attributes}/><!-- ]]> -->")), "250")
    # Namespaces that are declared one within the other, and looked for from each of very many elements.
    deep = "".join(f'<e{n} xmlns:n{n}="urn:{n}" xmlns:m{n}="urn:{n}">' for n in range(240))
    importing(book("bomb.xlsx", sheet(HEADINGS, after=deep + "<n0:x/>" * MANY)), "250 namespaces")
    importing(book("bomb.xlsx", sheet(HEADINGS, after="<a>" * MANY)), "250 elements")
    # An encoding in which brackets are not what they look like.
    importing(book("bomb.xlsx", f'<?xml version="1.0"{" " * 300}encoding="UTF-7"?>' + good), "encoding")
    importing(book("bomb.xlsx", '<?xml version="1.0" encoding="UTF-7"?>' + good), "encoding")


def test_templates_with_attributes_by_the_thousand_take_no_time():
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    attributes = " ".join(f'a{n}="x"' for n in range(MANY))
    run("new", FILE)
    types = ('<Types><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{word}"><w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style></w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body/></w:document>',
    }
    def use(**changed):
        with zipfile.ZipFile("bomb.docx", "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in {**parts, **changed}.items():
                package.writestr(name, content)
        return in_time(str(list(changed)), lambda: run("report", FILE, "methodology", "--template", "bomb.docx", "out.docx", status=1 if changed else 0)).stderr

    use()
    for name in parts:
        assert "250 attributes" in use(**{name: re.sub(r"^(<\S+)", rf"\1 {attributes}", parts[name])}), name
    relations = "".join(f'<Relationship Id="x{n}" Type="{OFFICE}/hyperlink" TargetMode="External" Target="https://x.example/{n}"/>' for n in range(50000))
    message = use(**{"word/_rels/document.xml.rels": parts["word/_rels/document.xml.rels"].replace("</Rel", relations + "</Rel")})
    assert "more than 2000" in message, message


def write(text):
    with open("bomb.json", "w", encoding="utf-8") as file:
        file.write(text)
    return "bomb.json"


def test_catalogues_that_keep_a_reader_busy_are_refused():
    run("new", FILE)
    members = ", ".join(f'"m{n}": 1' for n in range(MANY))
    twice = ", ".join(['"z": 1'] * MANY)
    for text in (f'{{"catalog": {{{members}, {twice}}}}}', f'{{{members}}}'):
        assert "1000 members" in in_time("members", lambda: refused("import", FILE, "control", write(text), says="bomb.json"))
    assert "100 deep" in in_time("depth", lambda: refused("import", FILE, "control", write("[" * 1000000), says="bomb.json"))
    made = catalogue()
    before = len(rows("list", FILE, "control"))
    for name in ("controls", "title"):
        text = json.dumps(made).replace(f'"{name}":', f'"{name}": [], "{name}":', 1)
        assert f"says “{name}” twice" in refused("import", FILE, "control", write(text), says="bomb.json")
    assert len(rows("list", FILE, "control")) == before


def test_prose_that_opens_and_never_closes_takes_no_time():
    run("new", FILE)
    for sign in ("{{", "<a"):
        made = {"catalog": {"metadata": {"title": "Bomb"}, "controls": [
            {"id": "c-1", "title": "One", "parts": [{"name": "statement", "prose": sign * 200000}]}]}}
        in_time(sign, lambda: run("import", FILE, "control", write(json.dumps(made)), "--dry-run", status=0))


if __name__ == "__main__":
    run_tests([value for name, value in list(globals().items()) if name.startswith("test_")])
