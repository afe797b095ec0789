"""Folds long tables and lists, so that no page grows with the applicant's own files.

It works on the finished HTML of a page, so that no table or list can be forgotten. Rows keep their
order, which is that of their weight: the first stay open, more are a click away, and the others are
counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sitegen.records import value_object

FEW = 12
"""Rows that every table and list shows."""

SHORT = 8
"""Rows of a table in a document whose tables are short."""

OPEN = 100
"""The most rows that one table or list shows, while its page has room."""

FOLDED = 300
"""The most rows of one table or list behind a click, while its page has room."""

ROOM = 400
"""Rows beyond the few that one page shows, and as many that it holds behind clicks."""

WHOLE = "data-whole"
"""A table or list with this attribute is never cut: its length does not follow from the profile."""

_ROWS = {"table": "tr", "ul": "li", "ol": "li", "dl": "dt"}
"""What is cut, and the tag that begins a row of it."""

_TAG = re.compile(r"<(/?)(table|tbody|tr|ul|ol|li|dl|dt|details)\b([^>]*)>")
_ID = re.compile(r' (?:id|aria-labelledby)="[^"]*"')


@value_object
class Wording:
    """What stands around rows behind a click, and what is said of rows that are left out.

    `fold` takes their number and their HTML; `left_out` takes their number.
    """

    fold: Callable[[int, str], str]
    left_out: Callable[[int], str]


@dataclass(slots=True)
class _Part:
    """An element while it is read: what stands before its rows, and its rows.

    The rows of a table begin with its first body; what stands between two bodies belongs to the
    row before.
    """

    tag: str = ""
    begin: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    open: bool = True

    def add(self, text: str) -> None:
        """Take in text, at the end of the last row if there is one."""
        (self.rows[-1] if self.rows else self.head).append(text)


class _Page:
    """One page while its parts are read and cut, with the rows that it has room for."""

    def __init__(self, wording: Wording, on_paper: int | None, short_tables: bool) -> None:
        self.wording = wording
        self.short_tables = short_tables
        self.shown = ROOM if on_paper is None else on_paper
        self.folded = ROOM if on_paper is None else 0
        self.parts = [_Part()]

    def read(self, html: str) -> str:
        last = 0
        for tag in _TAG.finditer(html):
            self.parts[-1].add(html[last : tag.start()])
            last = tag.end()
            self.step(tag)
        self.parts[-1].add(html[last:])
        return "".join(self.parts[0].head)

    def step(self, tag: re.Match[str]) -> None:
        """Take one tag in: it begins a part or a row, ends a part, or is text like any other."""
        closing, name, part = tag[1], tag[2], self.parts[-1]
        if not closing and (name in _ROWS or name == "details"):
            self.parts.append(_Part(name, tag[0], open=name != "table"))
        elif closing and name == part.tag:
            self.parts.pop()
            self.parts[-1].add(self.closed(part, tag[0]))
        elif not closing and part.open and name == _ROWS.get(part.tag):
            part.rows.append([tag[0]])
        else:
            part.open = part.open or name == "tbody"
            part.add(tag[0])

    def closed(self, part: _Part, end: str) -> str:
        """A part that has ended: whole, or its first rows and what is told of the others."""
        head = part.begin + "".join(part.head)
        rows = ["".join(row) for row in part.rows]
        keep = self.kept(part, len(rows))
        if keep == len(rows):
            return head + "".join(rows) + end
        begin = part.begin.replace("<ol", f'<ol start="{keep + 1}"')
        if part.tag == "table":
            begin, end = head, "</tbody>" + end
            rows = [row[: row.rindex("</tr>") + 5] for row in rows]
        return head + "".join(rows[:keep]) + end + self.rest(rows[keep:], begin, end)

    def kept(self, part: _Part, rows: int) -> int:
        """How many rows of a part stay where they are; the room of the page shrinks by them."""
        if WHOLE in part.begin or part.tag not in _ROWS:
            return rows
        inside = any(each.tag == "details" for each in self.parts)
        room = max(0, self.folded if inside else self.shown)
        if self.short_tables and part.tag == "table":
            return min(rows, SHORT)
        keep = min(rows, FEW + min(room, (FOLDED if inside else OPEN) - FEW))
        used = max(0, keep - FEW)
        if inside:
            self.folded -= used
        else:
            self.shown -= used
        return keep

    def rest(self, rows: Sequence[str], begin: str, end: str) -> str:
        """Rows that are not shown: the first behind a click, the others counted."""
        inside = any(each.tag == "details" for each in self.parts)
        behind = 0 if inside else min(len(rows), FOLDED, max(0, self.folded))
        self.folded -= behind
        told = ""
        if behind:
            whole = _ID.sub("", begin) + "".join(rows[:behind]) + end
            told = self.wording.fold(behind, whole)
        if behind < len(rows):
            told += self.wording.left_out(len(rows) - behind)
        return told


def bounded(
    html: str, wording: Wording, on_paper: int | None = None, short_tables: bool = False
) -> str:
    """The HTML with its long tables and lists cut; short pages come back as they are.

    `on_paper` is the rows beyond the few that a document on paper has room for. Nothing of it
    stands behind a click, as nobody can click on paper. With `short_tables`, only lists take of
    that room, and tables show fewer rows: one of theirs is several lines high.
    """
    if html.count("<tr") + html.count("<li") + html.count("<dt") <= OPEN:
        return html
    return _Page(wording, on_paper, short_tables).read(html)
