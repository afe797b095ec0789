"""Text copied from a page or a PDF to rows of the program list that a person confirms.

Only what is written becomes a cell. What a visa line says is kept word for word, and read later by
the reader of the list, which is the one place where sentences about visas are understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.answers import said
from sitegen.csvtext import write_table
from sitegen.headings import plain_words
from sitegen.places import city_and_state, state_of
from sitegen.programs.columns import COLUMNS
from sitegen.programs.paste_words import (
    BETWEEN,
    BULLET,
    CODE,
    LABELLED,
    LABELS,
    NAME,
    PROGRAM,
    SIZE,
    SPONSOR,
    TOWN,
    TRUTHS,
    VISA,
)
from sitegen.records import value_object
from sitegen.shape import Vocabulary
from sitegen.tracks import mentioned, named

ALWAYS = ("specialty", "name", "code", "state", "city", "visa_sentence")
"""The columns of a pasted list, also where no row fills them."""
CONFIRM, SOURCE = "confirm", "copied text"
"""The two more headings of a pasted list: what to look at, and the text a row was read from."""
LONGEST = 160
"""Characters of a part of a line that can be a name; a longer one is prose."""
MOST_SOURCE = 1_000
"""Characters of the copied text that are kept beside a row."""


@dataclass(slots=True)
class _Draft:
    """A row on its way: its cells, and the lines it was read from."""

    cells: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    first: int = 0

    @property
    def whole(self) -> bool:
        """Whether it says enough of a program to be a row."""
        told = self.cells.keys() & {"code", "state", "specialty", "visa_sentence", "j1", "h1b"}
        return "code" in self.cells or ("name" in self.cells and bool(told))


@value_object
class PastedRow:
    """One row: its cells by column, what to confirm, the copied text, and its first line."""

    cells: Mapping[str, str]
    confirm: tuple[str, ...]
    source: str
    line: int
    twice: bool

    @property
    def no_visa(self) -> bool:
        """Whether nothing is written about visas."""
        return not self.cells.keys() & {*TRUTHS, "visa_sentence"}


@value_object
class Pasted:
    """The rows of a pasted text, and how many of its lines became part of none."""

    rows: tuple[PastedRow, ...]
    left: int


def pasted(
    text: str,
    words: Mapping[str, Vocabulary],
    held: Iterable[Mapping[str, str]] = (),
    specialty: str = "",
) -> Pasted:
    """Read a pasted text. `held` are cells of rows that the list has already, to tell repeats.

    `specialty` is written into rows that name none.
    """
    lines = [_plain(line) for line in text.splitlines()]
    drafts = _Reader(words).drafts(lines)
    whole = [draft for draft in drafts if draft.whole]
    seen: dict[tuple[str, ...], str] = {}
    for cells in held:
        for key in _keys(cells, words):
            seen.setdefault(key, "your list")
    for draft in whole:
        _name_specialty(draft.cells, specialty, words)
    rows = tuple(_row(draft, seen, words) for draft in whole)
    used = sum(len(draft.lines) for draft in whole)
    return Pasted(rows, sum(bool(line.strip()) for line in lines) - used)


def pasted_table(found: Pasted) -> str:
    """The rows as CSV: what to confirm first, then the columns, the copied text last."""
    filled = {name for row in found.rows for name in row.cells}
    columns = [name for name in COLUMNS if name in ALWAYS or name in filled]
    rows = (
        ("; ".join(row.confirm), *(row.cells.get(name, "") for name in columns), row.source)
        for row in found.rows
    )
    return write_table((CONFIRM, *columns, SOURCE), *rows)


def _plain(line: str) -> str:
    """A line without signs that are not seen: controls, and those that turn the way of writing."""
    return "".join(
        " " if unicodedata.category(c) == "Zs" else c
        for c in line
        if c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs")
    ).rstrip()


class _Reader:
    """Takes the parts of lines to drafts, from top to bottom."""

    def __init__(self, words: Mapping[str, Vocabulary]) -> None:
        self.words, self.states = words, words["state"]
        self.done: list[_Draft] = []
        self.draft = _Draft()
        self.pending = ("", "")
        self.fresh = True
        self.headings: list[str] = []
        self.known: dict[str, str] = {}

    def drafts(self, lines: Sequence[str]) -> list[_Draft]:
        """Every draft of a text."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                self._settle("")
                self.fresh = True
                continue
            self._line(line, number)
            self.fresh = False
        self._settle("")
        self._close()
        return self.done

    def _line(self, line: str, number: int) -> None:
        cells = line.split("\t") if line.count("\t") > 1 else []
        heads = [LABELS.get(plain_words(cell), "") for cell in cells]
        if len([head for head in heads if head]) > 1:
            self._close()
            self.headings = heads
            return
        if cells and len(cells) <= len(self.headings) + 1 and any(self.headings):
            self._close()
            self._cells(cells)
        else:
            for part in self._parts(line):
                self._part(part)
        self.draft.lines.append(line.strip())
        self.draft.first = self.draft.first or number

    def _cells(self, cells: Sequence[str]) -> None:
        """The cells of one line below headings."""
        for head, cell in zip((*self.headings, ""), cells, strict=False):
            if head and cell.strip():
                self._labelled(head, head, cell.strip())
            elif cell.strip():
                self._part(cell.strip())

    def _parts(self, line: str) -> Iterator[str]:
        """The parts of a line: a code stands alone, and so does what two spaces keep apart."""
        for part in BETWEEN.split(BULLET.sub("", line)):
            at = 0
            for match in CODE.finditer(part):
                before = part[at : match.start()]
                label = plain_words(before.strip(" :#([-,"))
                if label and label != "id" and LABELS.get(label) != "code":
                    yield before.strip(" :#([-,")
                yield match[0]
                at = match.end()
            rest = part[at:].strip(" )]-,;") if at else part.strip()
            if rest:
                yield rest

    def _part(self, part: str) -> None:
        if self._settle(part):
            return
        if CODE.fullmatch(part):
            self._code(part)
            return
        match = LABELLED.fullmatch(part)
        label = match["label"] if match else part
        name = LABELS.get(plain_words(label), "")
        if name and not (match and match["value"]):
            self.pending = (name, label)
        elif not (match and name and self._labelled(name, label, match["value"])):
            self._unlabelled(part)

    def _settle(self, part: str) -> bool:
        """Whether a label above waits for this part; a visa without a value stands for itself."""
        (name, label), self.pending = self.pending, ("", "")
        if not name:
            return False
        if name in TRUTHS and not said(part):
            self._put("visa_sentence", label)
            return False
        return bool(part) and self._labelled(name, label, part)

    def _labelled(self, name: str, label: str, value: str) -> bool:
        """Take a value under its label; False where it cannot be one."""
        if name == "code":
            return self._code(value)
        if name == "name":
            if "name" not in self.draft.cells or plain_words(label) not in SPONSOR:
                self._name(value)
            return True
        if name == "city":
            return self._place(value) or self._put("city", value)
        if name == "state":
            state = state_of(value, self.states)
            return bool(state) and self._put("state", state or "")
        if name in TRUTHS and not said(value):
            return self._put("visa_sentence", f"{label}: {value}")
        return self._put(name, f"{label}: {value}" if name == "notes" else value)

    def _unlabelled(self, part: str) -> None:
        if len(part) > LONGEST and not VISA.search(part):
            return
        if VISA.search(part):
            self._put("visa_sentence", part)
        elif SIZE.fullmatch(part):
            self._put("notes", part)
        elif self._specialty(part):
            if "specialty" in self.draft.cells and "code" in self.draft.cells:
                return
            self._put("specialty", part)
        elif not self._place(part):
            self._maybe_name(part)

    def _specialty(self, part: str) -> bool:
        if part not in self.known:
            found = named(part, self.words) if len(part) <= 60 else None
            self.known[part] = "yes" if found and (found.specialty or found.other) else ""
        return bool(self.known[part])

    def _place(self, part: str) -> bool:
        """A city with its state, a state alone, or both behind a name and a comma."""
        if len(part) > LONGEST:
            return False
        city, state = city_and_state(part, self.states)
        state = state or (state_of(part, self.states) if part == city else None)
        if state is None or (len(part) < 4 and not part.isupper()):
            return False
        name, comma, town = city.rpartition(",")
        if comma and NAME.search(name):
            self._name(name.strip())
            city = town.strip()
        elif NAME.search(city):
            self._name(city)
            city = ""
        if "state" in self.draft.cells:
            return True  # the address of the hospital, below the place of the program
        self._put("state", state)
        if city and city != part and TOWN.fullmatch(city):
            self._put("city", city)
        return True

    def _maybe_name(self, part: str) -> None:
        """A name says that it is a hospital or program, or stands first below an empty line."""
        known = self.draft.cells
        if NAME.search(part) and not part.endswith("."):
            if PROGRAM.search(part) and [*known] == ["name"] and not self.fresh:
                known["name"] += f" {part}"
            elif "name" in known or self.draft.whole:
                self._name(part)
            else:
                self._put("name", part)
        elif self.fresh and part[:1].isupper() and not part.endswith((".", ":", "?", "!")):
            self._name(part)

    def _name(self, name: str) -> None:
        if "name" in self.draft.cells:
            self._close()
        self._put("name", name)

    def _code(self, value: str) -> bool:
        match = CODE.search(value)
        code = match[0] if match else value if re.fullmatch(r"[0-9A-Z]{6,12}", value) else ""
        if code and self.draft.cells.get("code", code) != code:
            self._close()
        return bool(code) and self._put("code", code)

    def _put(self, name: str, value: str) -> bool:
        """Set an empty cell; what is written twice about visas or size stands in one cell."""
        value = " ".join(value.split())
        known = self.draft.cells
        if name in known and name in ("visa_sentence", "notes") and value not in known[name]:
            known[name] = f"{known[name]}; {value}"
        known.setdefault(name, value)
        return True

    def _close(self) -> None:
        if self.draft.cells or self.draft.lines:
            self.done.append(self.draft)
        self.draft = _Draft()


def _name_specialty(cells: dict[str, str], usual: str, words: Mapping[str, Vocabulary]) -> None:
    """The specialty of a row that has none: the one that its name mentions, else the usual one."""
    if not cells.get("specialty"):
        found = mentioned(cells.get("name", ""), words) or usual
        if found:
            cells["specialty"] = found.replace("-", " ")


def _row(
    draft: _Draft, seen: dict[tuple[str, ...], str], words: Mapping[str, Vocabulary]
) -> PastedRow:
    cells = draft.cells
    keys = _keys(cells, words)
    twice = next((seen[key] for key in keys if key in seen), "")
    for key in keys:
        seen.setdefault(key, "this text")
    told = tuple(_to_confirm(cells, twice))
    return PastedRow(cells, told, _source(" / ".join(draft.lines)), draft.first, bool(twice))


def _source(text: str) -> str:
    """The copied text beside a row, cut where a whole page stands there."""
    return text if len(text) <= MOST_SOURCE else f"{text[:MOST_SOURCE]} ..."


def _keys(cells: Mapping[str, str], words: Mapping[str, Vocabulary]) -> list[tuple[str, ...]]:
    """By what two rows are the same program: the code, else name, state and specialty."""
    name, state, code = (cells.get(key, "").casefold() for key in ("name", "state", "code"))
    if code:
        return [(code,)]
    field = named(cells.get("specialty", ""), words).specialty or ""
    return [(name, state, field)] if name and state else []


def _to_confirm(cells: Mapping[str, str], twice: str) -> Iterator[str]:
    """What a person has to look at in a row."""
    if twice:
        yield f"stands in {twice} already"
    missing = [name for name in ("name", "specialty", "state") if not cells.get(name)]
    if missing:
        yield f"not found: {', '.join(missing)}"
    if not cells.keys() & {*TRUTHS, "visa_sentence"}:
        yield "nothing is written about visas"
    yield "compare with the copied text"
