"""Where a line may break: within words that no line can hold, and never within `J-1`."""

from __future__ import annotations

import re

LONG = 40
"""A run of so many signs without a space may be broken. No word of the guide is as long."""

PIECE = 12
"""It may be broken after each so many signs, which fit into the narrowest column."""

_SIGN = r"(?:&[#\w]+;|[^\s<>&])"
_TEXT = re.compile(rf">[^<]{{{LONG},}}")
_LONG = re.compile(rf"{_SIGN}{{{LONG},}}")
_PIECE = re.compile(rf"{_SIGN}{{{PIECE}}}(?!$)")


_APART = re.compile(r"(<(?P<name>svg|select|script|style)\b.*?</(?P=name)>)", re.DOTALL)
_VISA = re.compile(r"\b(?:J-[12]|H-1B)\b(?=[^<>]*<)")


def kept_together(html: str) -> str:
    """The HTML with names of visas that no line breaks at their hyphen; they stay as typed."""
    parts = _APART.split(html)
    # A picture has no lines to break, and a choice or a script holds no elements.
    parts[::3] = [_VISA.sub(r'<span class="visa-name">\g<0></span>', text) for text in parts[::3]]
    return "".join(part for i, part in enumerate(parts) if i % 3 != 2)


def breakable(html: str) -> str:
    """The HTML with places to break in its long words; its text stays the same to the letter."""
    return _TEXT.sub(_broken, html)


def _broken(text: re.Match[str]) -> str:
    """The text between two tags; most of them hold no word that is long enough."""
    if max(map(len, text[0].split())) < LONG:
        return text[0]
    return _LONG.sub(lambda word: _PIECE.sub(r"\g<0><wbr>", word[0]), text[0])
