"""The bytes of a file to text: one encoding for profiles, more for tables from spreadsheets."""

from __future__ import annotations

import re
import unicodedata

from sitegen.diagnostics import UNFIT, Location, Problems
from sitegen.patterns import regex
from sitegen.records import value_object


@value_object(kw_only=True)
class Kind:
    """What is asked of one kind of file, and what to say where it is another."""

    noun: str
    most_bytes: int
    usual: str
    other_hint: str


PROFILE = Kind(
    noun="plain text file",
    most_bytes=2_000_000,
    usual="a profile has a few thousand bytes",
    other_hint="copy its text into a plain text editor, such as Notepad, and save that",
)
TABLE = Kind(
    noun="CSV table",
    most_bytes=20_000_000,
    usual="a list has some hundred thousand bytes",
    other_hint="open it in your spreadsheet and save it there as CSV UTF-8",
)
# Spaces that look like ordinary ones and are none, where lines are indented.
ODD_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000"
)
_ODD_SPACES = regex(rf"(?m)^[ ]*[{ODD_SPACES}]")
_OTHER_FILES = (
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"<!DOCTYPE", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b'{"url"', "only a link to a list on the web"),
)
_SAVE_AGAIN = "save the file again in your spreadsheet, as CSV UTF-8"
_SAVE_AS_UTF8 = 'save the file again as UTF-8 (in Notepad: Save as, Encoding "UTF-8")'


def decode(raw: bytes, file: str, problems: Problems) -> str | None:
    """Turn the bytes of a file into text, or record why that cannot be done."""
    if len(raw) > PROFILE.most_bytes:
        too_large(len(raw), file, problems)
        return None
    if _other(raw, file, problems, PROFILE):
        return None
    if _wide(raw):
        problems.add("Y102", Location(file), "the file is saved as UTF-16", _SAVE_AS_UTF8)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        where = _end_of(before, file)
        problems.add("Y103", where, "this letter is not saved as UTF-8", _SAVE_AS_UTF8)
        return None
    return text if _fit(text, file, problems, _ODD_SPACES) else None


def decode_table(raw: bytes, file: str, problems: Problems) -> str | None:
    """Turn the bytes of a table into text, in the encodings in which spreadsheets save CSV.

    UTF-8 and UTF-16, with and without their mark; else windows-1252 with a warning. Other old
    encodings are not guessed: a list is nearly all ASCII, and from one or two other letters the
    guess is more often wrong than right. The warning shows the first such letter.
    """
    if len(raw) > TABLE.most_bytes:
        too_large(len(raw), file, problems, TABLE)
        return None
    if _other(raw, file, problems, TABLE):
        return None
    text = _wide_text(raw, file, problems) if _wide(raw) else _narrow_text(raw, file, problems)
    return text if text is not None and _fit(text, file, problems) else None


def _narrow_text(raw: bytes, file: str, problems: Problems) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _windows(raw, error.start, file, problems)


def _wide_text(raw: bytes, file: str, problems: Problems) -> str | None:
    try:
        return raw.decode(_wide(raw) or "utf-16")
    except UnicodeDecodeError:
        problems.add("Y102", Location(file), "this UTF-16 file is damaged", _SAVE_AGAIN)
        return None


def _wide(raw: bytes) -> str | None:
    """The name of an encoding with two or four bytes for each letter, if the file has one."""
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # The first words are nearly all ASCII, so about every second byte of UTF-16 is zero there.
    start = raw[:40]
    if not start or not 2 * len(start) <= 5 * start.count(0) <= 3 * len(start):
        return None
    return "utf-16-be" if start[0] == 0 else "utf-16-le"


def _windows(raw: bytes, at: int, file: str, problems: Problems) -> str | None:
    """The text of an old Windows file; None with the place of a letter that is in no doubt."""
    before = raw[:at].decode("utf-8-sig")
    where = _end_of(before, file)
    try:
        text = raw.decode("cp1252") if before.isascii() else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        problems.add("Y103", where, "this letter is not saved as UTF-8", _SAVE_AGAIN)
        return None
    problems.warn(
        "Y106",
        where,
        f'the file is not saved as UTF-8; letters are read as Windows writes them: "{text[at]}"',
        "if that is the wrong letter, save the file in your spreadsheet as CSV UTF-8",
    )
    return text


def _other(raw: bytes, file: str, problems: Problems, kind: Kind) -> bool:
    """Whether the bytes are those of another kind of file; records it."""
    other = next((name for start, name in _OTHER_FILES if raw.startswith(start)), None)
    if other:
        said = f"this is {other}, not a {kind.noun}"
        problems.add("Y105", Location(file), said, kind.other_hint)
    return other is not None


def too_large(size: int, file: str, problems: Problems, kind: Kind | None = None) -> None:
    """Record that a file is too large to be what it should be."""
    kind = kind or PROFILE
    problems.add(
        "Y101",
        Location(file),
        f"the file has {size:,} bytes; the most that is read is {kind.most_bytes:,}",
        f"check that this is the file you meant; {kind.usual}",
    )


def _end_of(before: str, file: str) -> Location:
    """The place right after a piece of text."""
    line = before.count("\n") + 1
    return Location(file, line, len(before) - (before.rfind("\n") + 1) + 1)


def _fit(text: str, file: str, problems: Problems, spaces: re.Pattern[str] | None = None) -> bool:
    """Whether every character can be shown; records the first that cannot."""
    found = UNFIT.search(text) or (spaces.search(text) if spaces else None)
    if not found:
        return True
    where = _end_of(text[: found.end() - 1], file)
    sign = found.group()[-1]
    if UNFIT.match(sign):
        hint = "delete it: write this line again by hand, without copying"
        problems.add("Y104", where, f"an invisible character stands here ({named(sign)})", hint)
    else:
        hint = "delete the spaces at the start of this line and type them again"
        problems.add("Y104", where, f"this is not an ordinary space ({named(sign)})", hint)
    return False


def named(sign: str) -> str:
    """A sign by its number and name."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '').lower()}".strip()
