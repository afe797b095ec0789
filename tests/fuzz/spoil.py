"""Spoils a text in small steps that keep most of its structure. The same seed spoils alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

NASTY = (
    "",
    "null",
    "~",
    "yes",
    "no",
    "-0",
    "-1",
    "0",
    "1e999",
    "1.5",
    "9" * 400,
    "-" + "9" * 30,
    "NaN",
    ".inf",
    "0x1f",
    "1_000",
    "2027-13-45",
    "2027-01-01",
    "0000-00-00",
    "j1",
    "neurology",
    "India",
    "[]",
    "{}",
    "[[]]",
    "[a, b]",
    "{a: b}",
    "*a",
    "&a b",
    "!x y",
    "!!set {a}",
    "? a",
    "- a",
    ": ",
    "%",
    "@x",
    "`x`",
    '"',
    "'",
    '"a',
    "|",
    ">",
    "#",
    "a: b: c",
    "x" * 300,
    "\t",
    "\xa0",
    "\u202e",
    "\ufeff",
    "\x00",
    "\x1b[31m",
    "\xe9",
    "\u540d\u524d",
    "\U0001f469\u200d\u2695\ufe0f",
    "a\u0301",
    "=cmd|' /C calc'!A0",
    '""',
    '"a""b"',
    ";",
    ",",
    "javascript:alert(1)",
    "http://[::1",
    "../../etc/passwd",
    "{card.is_primary}",
    "{nobody.knows}",
    "{",
    "}",
    "[",
    "]",
    '{"a": 1}',
    "true",
    "false",
    "1,5",
    "5%",
    "1/2/2027",
    "<b>x</b>",
    "[x](y)",
)
"""Words and signs that once broke something, somewhere, in some program."""

_VALUE = re.compile(r'(?<=[:,{\[-] )[^,:{}\[\]\n]+|(?<=[,;\t])[^,;\t\n]*|"[^"\n]*"')
_KEY = re.compile(r'"?[\w.-]+"?(?=:)')


def spoil(text: str, r: random.Random) -> str:
    """A text with one to four things in it changed."""
    for _ in range(r.choice((1, 1, 1, 2, 4))):
        text = r.choice(STEPS)(text, r)
    return text


def _span(text: str, r: random.Random, pattern: re.Pattern[str]) -> tuple[int, int]:
    """A random place that fits a pattern; an empty one where none does."""
    at = r.randrange(len(text) + 1)
    found = pattern.search(text, at) or pattern.search(text)
    return found.span() if found else (at, at)


def _replaced(pattern: re.Pattern[str]) -> Callable[[str, random.Random], str]:
    def step(text: str, r: random.Random) -> str:
        start, end = _span(text, r, pattern)
        return text[:start] + r.choice(NASTY) + text[end:]

    return step


def _before(text: str, r: random.Random) -> str:
    start, _ = _span(text, r, r.choice((_VALUE, _KEY)))
    return (
        text[:start] + r.choice(("*a ", "&a ", "!x ", "!!str ", "<<: ", "- ", "? ")) + text[start:]
    )


def _exchanged(text: str, r: random.Random) -> str:
    """Two values or two keys change their places."""
    pattern = r.choice((_VALUE, _KEY))
    (a, b), (c, d) = sorted((_span(text, r, pattern), _span(text, r, pattern)))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:] if b <= c else text


def _rows(text: str, r: random.Random) -> str:
    """A row is taken away, written twice, moved, or indented otherwise."""
    rows = text.split("\n")
    i, j = r.randrange(len(rows)), r.randrange(len(rows))
    change = r.randrange(5)
    if change == 0:
        del rows[i : i + r.choice((1, 1, 5))]
    elif change == 1:
        rows[i:i] = [rows[i]] * r.choice((1, 1, 60, 2_000))
    elif change == 2:
        rows[i], rows[j] = rows[j], rows[i]
    elif change == 3:
        rows[i] = " " * r.randrange(6) + rows[i].lstrip()
    else:
        rows[i : i + 2] = ["".join(rows[i : i + 2])]
    return "\n".join(rows)


def _signs(text: str, r: random.Random) -> str:
    at = r.randrange(len(text) + 1)
    return text[:at] + r.choice(NASTY) + text[at:]


def _cut(text: str, r: random.Random) -> str:
    return text[: r.randrange(len(text) + 1)]


def _again(text: str, r: random.Random) -> str:
    """A short piece stands there very often."""
    at = r.randrange(len(text) + 1)
    return text[:at] + text[at : at + r.randrange(1, 12)] * r.choice((2, 50, 3_000)) + text[at:]


STEPS: tuple[Callable[[str, random.Random], str], ...] = (
    _replaced(_VALUE),
    _replaced(_VALUE),
    _replaced(_KEY),
    _before,
    _exchanged,
    _rows,
    _rows,
    _signs,
    _cut,
    _again,
)
