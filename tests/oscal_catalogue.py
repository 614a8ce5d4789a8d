# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes OSCAL catalogues of the shape of NIST SP 800-53 rev. 5: families, controls with parameters, statement, guidance
and assessment methods, enhancements in them, withdrawn ones, links and back matter."""

import uuid

FAMILIES = ["AC", "AT", "AU", "CA", "CM", "CP", "IA", "IR", "MA", "MP", "PE", "PL", "PM", "PS", "PT", "RA", "SA", "SC", "SI", "SR"]
SENTENCE = "Personnel with duties for this keep it current, check what was done and tell those who rely on it what has changed. "


def identify(*parts):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts))))


def control(family, number, enhancement=None):
    id_ = f"{family.lower()}-{number}" + (f".{enhancement}" if enhancement else "")
    label = f"{family}-{number}" + (f"({enhancement})" if enhancement else "")
    made = {
        "id": id_,
        "class": "enhancement" if enhancement else "control",
        "title": f"{'Stronger ' if enhancement else ''}Practice {label}",
        "props": [{"name": "label", "value": label.lower(), "class": "zero-padded"}, {"name": "label", "value": label},
                  {"name": "sort-id", "value": id_}],
        "links": [{"href": "#" + identify("resource", number % 7), "rel": "reference"}],
    }
    if enhancement and enhancement % 6 == 5:
        made["props"].append({"name": "status", "value": "withdrawn"})
        return made
    made["params"] = [
        {"id": id_ + "_prm_1", "label": "frequency"},
        {"id": id_ + "_prm_2", "select": {"how-many": "one-or-more", "choice": ["by hand", "every {{ insert: param, " + id_ + "_prm_1 }}"]}},
    ]
    made["parts"] = [
        {"id": id_ + "_smt", "name": "statement", "parts": [
            {"id": id_ + "_smt.a", "name": "item", "props": [{"name": "label", "value": "a."}],
             "prose": "Review it {{ insert: param, " + id_ + "_prm_1 }}; and"},
            {"id": id_ + "_smt.b", "name": "item", "props": [{"name": "label", "value": "b."}],
             "prose": "Correct it {{ insert: param, " + id_ + "_prm_2 }}."}]},
        {"id": id_ + "_gdn", "name": "guidance", "prose": SENTENCE * 8},
        {"id": id_ + "_exm", "name": "assessment-method", "props": [{"name": "method", "value": "EXAMINE"}],
         "parts": [{"name": "assessment-objects", "prose": "the policy\n\nthe records of reviews"}]},
    ]
    return made


def catalogue(n_controls=1196, title="Practices 5"):
    """A catalogue with so many controls and enhancements, a quarter of them controls."""
    groups, left = [], n_controls
    per_family = max(1, n_controls // len(FAMILIES))
    for family in FAMILIES:
        group = {"id": family.lower(), "class": "family", "title": f"Family {family}", "controls": []}
        room = min(left, per_family if family != FAMILIES[-1] else left)
        left -= room
        number = 0
        while room > 0:
            number += 1
            made = control(family, number)
            enhancements = min(3, room - 1)
            if enhancements:
                made["controls"] = [control(family, number, i + 1 if number % 2 else i + 3) for i in range(enhancements)]
            group["controls"].append(made)
            room -= 1 + enhancements
        if group["controls"]:
            groups.append(group)
    return {"catalog": {
        "uuid": identify(title),
        "metadata": {"title": title, "last-modified": "2026-01-05T10:00:00Z", "version": "5.0", "oscal-version": "1.1.2",
                     "parties": [{"uuid": identify("publisher"), "type": "organization", "name": "Institute of Practices"}]},
        "groups": groups,
        "back-matter": {"resources": [{"uuid": identify("resource", i), "title": f"Source {i}"} for i in range(7)]}}}


def every_control(made):
    """All controls and enhancements of a catalogue, group or control, in order."""
    for inner in made.get("controls", []):
        yield inner
        yield from every_control(inner)
    for group in made.get("groups", []):
        yield from every_control(group)
