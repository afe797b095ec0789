"""Lets words that no line can hold be broken, so that no page and no table grows sideways."""

from __future__ import annotations

import re

LONG = 40
"""A run of so many signs without a space may be broken. No word of the guide is as long."""

PIECE = 12
"""It may be broken after each so many signs, which fit into the narrowest column."""

_SIGN = r"(?:&[#\w]+;|[^\s<>&])"
_SOME = re.compile(rf">[^<]*?[^\s<]{{{LONG}}}")
_TAG_OR_LONG = re.compile(rf"<[^>]*>|{_SIGN}{{{LONG},}}")
_PIECE = re.compile(rf"{_SIGN}{{{PIECE}}}(?!$)")


def breakable(html: str) -> str:
    """The HTML with places to break in its long words; its text stays the same to the letter."""
    if not _SOME.search(html):
        return html
    return _TAG_OR_LONG.sub(_broken, html)


def _broken(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else _PIECE.sub(r"\g<0><wbr>", found[0])
