"""Gives every heading of a page an id and a link to itself, and lists the headings.

It works on the finished HTML of a page, so that no heading can be forgotten.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from html import unescape

from sitegen.records import value_object

LONGEST = 48
"""Signs of an id that is made from a heading, so that an address can be copied by hand."""

FEW = 3
"""From so many main headings on, a page has a list of them."""

HERE = "<!--contents-->"
"""The place of that list on a page, which holds nothing once the page is finished."""

_HEADING = re.compile(r"<h([23])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_DATA = re.compile(r"<data [^>]*>.*?</data>", re.DOTALL)


@value_object
class Heading:
    """A heading of a page: its level, its text, its id, and where its part begins in the HTML."""

    level: int
    text: str
    id: str
    end: int


def plain(html: str) -> str:
    """The text of some HTML, in one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())


@functools.lru_cache(maxsize=4096)
def _named(inner: str) -> tuple[str, str]:
    """The text of a heading, and the id made from it. Pages share most of their headings."""
    return plain(inner), _slug(inner)


def anchored(html: str) -> tuple[str, tuple[Heading, ...]]:
    """The HTML with an id and a link in each heading, and the headings in their order.

    The link is no stop of the keyboard: every heading would be one. A heading that holds a link
    already keeps it, and one that folds its part gets none: a click on it has to fold. An id hangs
    on words alone, so that it stays when a day or a number moves.
    """
    taken = set(_ID.findall(html))
    headings: list[Heading] = []
    pieces: list[str] = []
    last = length = 0
    for found in _HEADING.finditer(html):
        level, attributes, inner = found.groups()
        text, slug = _named(inner)
        named = _ID.search(attributes)
        anchor = named[1] if named else _free(slug, taken)
        if not named:
            taken.add(anchor)
            attributes += f' id="{anchor}"'
        if "<a " not in inner and not html.endswith("<summary>", 0, found.start()):
            inner = f'<a href="#{anchor}" tabindex="-1">{inner}</a>'
        pieces += [html[last : found.start()], f"<h{level}{attributes}>{inner}</h{level}>"]
        last = found.end()
        length += len(pieces[-2]) + len(pieces[-1])
        headings.append(Heading(int(level), text, anchor, length))
    return "".join([*pieces, html[last:]]), tuple(headings)


def listed(headings: Sequence[Heading]) -> list[Heading]:
    """The headings that tell what is on a page; none where they are few or all of one name."""
    main = {each.text: each for each in reversed(headings) if each.level == 2}
    return list(reversed(main.values())) if len(main) >= FEW else []


def _slug(inner: str) -> str:
    """An id from the words of a heading, without the numbers of the plan."""
    words = plain(_DATA.sub("", inner)).casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    return slug[:LONGEST].rstrip("-") or "part"


def _free(slug: str, taken: set[str]) -> str:
    """The id, or with a number where it stands on the page already."""
    name, number = slug, 1
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    return name
