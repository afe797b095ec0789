"""Which lines of a sheet are headings, which are rows, and what all others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from sitegen.csvtext import Line
from sitegen.headings import Layout, count_known, plain_words
from sitegen.patterns import regex
from sitegen.records import value_object

FIRST_LINES = 40
"""Lines, from the first, among which the headings are looked for."""

_RULE = regex(r":?[-=_*]{3,}:?")
_TOTAL = regex(r"(?:grand |sub ?)?(?:totals?|sum|count|average|avg|mean|median)\b.*", re.I)
_NUMBER = regex(r"[$<>~]?[0-9][0-9.,]*%?")
_NOTE = regex(r"[*†‡]|(?:note|notes|source|legend|key|updated|last updated|disclaimer)\b", re.I)
_OF_PROGRAMS = regex(
    r"\b(?:hospitals?|medical|med ctr|center|centre|university|univ|clinic|health\w*|college|school"
    r"|program|residency|institute|system|foundation|infirmary|memorial|st)\b",
    re.IGNORECASE,
)
"""Words of hospitals: a lone text with one of them is a program, not the title of a section."""
_MANY = regex(r"(?:programs|hospitals|centers|centres|clinics|universities|systems)\W*", re.I)
"""The last word of the name of a section, though it is a word of hospitals."""
LONG_NOTE = 60
FEW = 3
"""Headings, and cells of a full row, from which a lone cell stands out."""


class Kind(StrEnum):
    """What a line is that is neither headings nor a row."""

    TITLE = "a title"
    SECTION = "the name of a section"
    TOTAL = "a total"
    NOTE = "a note"
    REPEATED = "the headings once more"
    RULE = "a line across"


@value_object
class Aside:
    """A line that is no row, and what it is."""

    line: Line
    kind: Kind

    @property
    def text(self) -> str:
        """Its first words."""
        return next(self.line.text(i) for i, text in enumerate(self.line.texts) if text.strip())


@value_object
class Outline:
    """The parts of a sheet. `sections` holds the section that stands above each row, or nothing."""

    header: Line
    rows: tuple[Line, ...]
    sections: tuple[str, ...]
    aside: tuple[Aside, ...]


def outline(found: Sequence[Line], layout: Layout) -> Outline:
    """The parts of the lines of a sheet; at least one line is given."""
    at = heading_at(found, layout)
    header = found[at]
    aside = [Aside(line, Kind.RULE if _is_rule(line) else Kind.TITLE) for line in found[:at]]
    rows, sections, section = [], [], ""
    filled = [_filled(line) for line in found[at + 1 :]]
    full, lone = sum(n >= FEW for n in filled), filled.count(1)
    wide = _filled(header) >= FEW
    for line in found[at + 1 :]:
        kind = _kind(line, header, wide, lone <= full > 1)
        if kind is None:
            rows.append(line)
            sections.append(section)
        else:
            aside.append(Aside(line, kind))
            section = aside[-1].text if kind is Kind.SECTION else section
    return Outline(header, tuple(rows), tuple(sections), tuple(aside))


def heading_at(found: Sequence[Line], layout: Layout) -> int:
    """The line in which most columns are named; the first one where none is."""
    scores = [score(line, layout) for line in found[:FIRST_LINES]]
    return scores.index(max(scores))


def score(line: Line, layout: Layout) -> int:
    """How much a line looks like the headings of a table."""
    sure, signs = count_known([line.text(i) for i in range(len(line.texts))], layout)
    return 3 * sure + signs if _filled(line) > 1 or sure else 0


def _filled(line: Line) -> int:
    return len([text for text in line.texts if text and not text.isspace()])


def _kind(line: Line, header: Line, wide: bool, apart: bool) -> Kind | None:
    """What a line below the headings is; None for a row.

    `wide` says that the table has several columns, `apart` that lone cells stand out.
    """
    texts = [(i, line.text(i)) for i, text in enumerate(line.texts) if text and not text.isspace()]
    if wide and _is_rule(line):
        return Kind.RULE
    if len(texts) > 1 and _repeats(texts, header):
        return Kind.REPEATED
    if wide and _is_total(texts):
        return Kind.TOTAL
    if wide and apart and len({text for _, text in texts}) == 1:
        return _lone(texts[0][1])
    return None


def _lone(text: str) -> Kind | None:
    """What a text is that stands alone in its line."""
    if len(text) > LONG_NOTE or _NOTE.match(text):
        return Kind.NOTE
    many = _MANY.fullmatch(text.split()[-1]) is not None
    return Kind.SECTION if many or not _OF_PROGRAMS.search(text) else None


def _is_rule(line: Line) -> bool:
    texts = [text.strip() for text in line.texts if text and not text.isspace()]
    return all(_RULE.fullmatch(text) for text in texts)


def _repeats(texts: Sequence[tuple[int, str]], header: Line) -> bool:
    return all(
        i < len(header.texts) and plain_words(text) == plain_words(header.text(i))
        for i, text in texts
    )


def _is_total(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether a line begins as a total does and holds nothing but numbers behind that."""
    first, rest = texts[0][1], texts[1:]
    if not _TOTAL.fullmatch(first) or len(first.split()) > 4:
        return False
    return all(_NUMBER.fullmatch(text) for _, text in rest) and not _OF_PROGRAMS.search(
        first.partition(" ")[2].replace("programs", "")
    )
