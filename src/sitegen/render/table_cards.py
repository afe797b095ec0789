"""Lets every wide table stand as cards on a narrow screen: each cell knows its column's heading.

It works on the finished HTML of a page, so that no table can be forgotten. A style that shows rows
as blocks takes the meaning of a table from some readers of screens, so each part says what it is.
"""

from __future__ import annotations

import re

FITS = 2
"""Columns that have room on any screen; a table with so few stays as it is."""

CARDS = "data-cards"
"""The attribute of a table whose rows become cards; a template may ask for it where few columns
hold long texts."""

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
_COLUMN = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_TAG = re.compile(r"<(table|thead|tbody|tr|th|td)\b([^>]*)>")
_SPAN = re.compile(r'\b(col|row)span="(\d+)"')
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def with_cards(html: str) -> str:
    """The HTML with roles and headings in each of its wide tables."""
    return _TABLE.sub(lambda found: _table(found[0]), html)


def _table(html: str) -> str:
    head = _HEAD.search(html)
    titles = [_bare(each[1]) for each in _COLUMN.finditer(head[0])] if head else []
    asked = CARDS in html[: html.index(">")]
    if not head or not (asked or len(titles) > FITS):
        return html
    pieces, last, cells = [], 0, _Cells(titles)
    for tag in _TAG.finditer(html):
        said = cells.attributes(tag, in_head=tag.start() < head.end())
        pieces += [html[last : tag.end() - 1], said, ">"]
        last = tag.end()
    return "".join([*pieces, html[last:]])


def _bare(text: str) -> str:
    """A heading as the text of an attribute."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace('"', "&quot;")


class _Cells:
    """Follows the cells of one table through its columns, as far as earlier rows reach down."""

    def __init__(self, titles: list[str]) -> None:
        self.titles = titles
        self.reach = [0] * len(titles)
        self.column = 0

    def attributes(self, tag: re.Match[str], *, in_head: bool) -> str:
        """What a tag says of itself beside what it has."""
        name, own = tag[1], tag[2]
        if name == "tr":
            self.column = 0
            self.reach = [max(0, rows - 1) for rows in self.reach]
        if name == "table":
            return ' role="table"' if CARDS in own else f' {CARDS} role="table"'
        if name not in ("th", "td"):
            return f' role="{_ROLES[name]}"'
        if in_head:
            return ' role="columnheader"'
        title = self._title(own)
        if name == "th":
            return ' role="rowheader"'
        return f' role="cell" data-label="{title}"'

    def _title(self, own: str) -> str:
        """The heading of the column where the next free cell stands, and move past the cell."""
        last = len(self.reach) - 1
        while self.column < last and self.reach[self.column]:
            self.column += 1
        title = self.titles[self.column] if self.column <= last else ""
        spans = {kind: int(n) for kind, n in _SPAN.findall(own)} if "span=" in own else {}
        columns, rows = spans.get("col", 1), spans.get("row", 1)
        for at in range(self.column, min(self.column + columns, last + 1)):
            self.reach[at] = rows
        self.column += columns
        return title
