"""CSV text to lines of cells and back, safe for spreadsheets that run what looks like a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.patterns import regex
from sitegen.records import value_object

DELIMITERS = (",", ";", "\t", "|", "^", "~", ":")
_RISKY = regex(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\s']*[\t\r\n]\s*\S")
"""What a spreadsheet may run, with any number of apostrophes before it."""
_HARMLESS = regex(r"[+-][0-9 ().-]*|- .*")
_LEFT_BEHIND = regex(r"#(?:REF|VALUE|NAME|DIV/0|N/A|NUM|NULL)[!?]?")
_PLAIN_NUMBER = regex(r"[+-]?[0-9]+(?:[.,][0-9]+)?%?")


@value_object
class Line:
    """One line of a table: the text of each cell as written, and where each starts.

    A line of a table can reach over several lines of the file. Places count from 1.
    """

    texts: Sequence[str]
    starts: Sequence[tuple[int, int]]

    def text(self, at: int) -> str:
        """The text of a cell with single spaces, without the apostrophe that guards it."""
        text = self.texts[at]
        # Most cells are a word or nothing, which need no look at their spaces and signs.
        return text if not text or text.isalnum() else " ".join(unguarded(text).split())

    def start(self, at: int) -> tuple[int, int]:
        """The line and the column of a cell, after the spaces before it."""
        line, column = self.starts[at]
        text = self.texts[at]
        return line, column + len(text) - len(text.lstrip(" "))

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(text and not text.isspace() for text in self.texts)


def lines(text: str, delimiter: str) -> Iterator[Line]:
    """Every line that is not blank. A quoted cell may hold line ends."""
    sign = re.escape(delimiter)
    pattern = re.compile(rf' *"([^"]*(?:""[^"]*)*)" *(?=[{sign}\n]|\Z)|([^{sign}\n]*)')
    number, at = 1, 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        plain = text[at:end]
        if '"' in plain:
            found, number, at = _quoted_line(text, pattern, delimiter, number, at)
        else:
            found = _plain_line(plain.split(delimiter), number)
            number, at = number + 1, end + 1
        if not found.blank:
            yield found


def _plain_line(texts: list[str], number: int) -> Line:
    starts, column = [], 1
    for text in texts:
        starts.append((number, column))
        column += len(text) + 1
    return Line(texts, starts)


def _quoted_line(
    text: str, pattern: re.Pattern[str], delimiter: str, number: int, at: int
) -> tuple[Line, int, int]:
    """One line with quotes in it; also the number and the place of the next."""
    texts: list[str] = []
    starts: list[tuple[int, int]] = []
    start = at
    while True:
        match = pattern.match(text, at)
        assert match is not None, "the second part of the pattern matches everything"
        quoted = match[1] is not None
        indent = len(match[0]) - len(match[0].lstrip(" ")) if quoted else 0
        texts.append(match[1].replace('""', '"').strip(" ") if quoted else match[2])
        starts.append((number, at - start + indent + 1))
        if "\n" in match[0]:
            number += match[0].count("\n")
            start = at + match[0].rindex("\n") + 1
        at = match.end() + 1
        if text[match.end() : at] != delimiter:
            return Line(texts, starts), number + 1, at


def unguarded(text: str) -> str:
    """A cell without the apostrophe that `guarded` puts before it."""
    return text[1:] if text.startswith("'") and _RISKY.match(text, 1) else text


def risky(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return _RISKY.match(text) is not None and not _PLAIN_NUMBER.fullmatch(text)


def looks_run(text: str) -> bool:
    """Whether a cell holds a formula or what one left behind, and not just a dash or a phone."""
    return (risky(text) and not _HARMLESS.fullmatch(text)) or _LEFT_BEHIND.fullmatch(
        text
    ) is not None


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if risky(text) else text


def write_table(headings: Sequence[str], *rows: Sequence[str]) -> str:
    """CSV text that spreadsheets read, with a mark at its start that says it is UTF-8."""
    written = [",".join(_quoted(guarded(cell)) for cell in row) for row in (headings, *rows)]
    return "\ufeff" + "".join(f"{line}\r\n" for line in written)


def _quoted(cell: str) -> str:
    if not re.search(r'[",;\t|\r\n]', cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'
