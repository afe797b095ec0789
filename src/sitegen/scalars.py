"""Reads one written value as a word, a date, a number, yes or no, or a text.

What can mean one thing only is read, with a note where it is not written as asked. What can mean
two is asked, and every value that a next step names could stand there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sitegen.days import date_beside_words, dates_meant, month_with_short_year
from sitegen.diagnostics import Edit, Location, Problems, denies, flatten, shorten
from sitegen.numerals import (
    Asked,
    ascii_digits,
    number_hint,
    parted_hint,
    range_hint,
    whole_hint,
)
from sitegen.patterns import regex
from sitegen.shape import Vocabulary, Year
from sitegen.wordchoice import (
    YES_NO,
    choice_hint,
    nothing_hint,
    truth_hint,
    word_hint,
)
from sitegen.yamlio import Node, Scalar, Sequence

YEARS = range(1900, 2101)
MOST_CHARACTERS = 5_000
WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no"}
MOST_PARTS = 12
"""Words of a text in which one is looked for that is known."""

_DATE = regex(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_OTHER_CALENDAR = regex(
    r"1[34][0-9]{2}|2[456][0-9]{2}|(?:bs|be|ah|sh)? ?[12][0-9]{3} ?(?:b\.?[se]|[as]\.?h|hijri)\.?"
)
"""A year of the Persian, the Islamic, the Thai or the Nepali calendar."""
_NO_WORDS = Vocabulary("answer here", {})

Limits = Mapping[str, Any]


class _Bad:
    """Marks a value that could not be read; its problem is already recorded."""


BAD: Any = _Bad()


class Scalars:
    """Reads single values; each mistake is recorded at its place."""

    def __init__(self, problems: Problems, vocabularies: Mapping[str, Vocabulary]) -> None:
        """Keep where mistakes go, and the closed lists of words by their names."""
        self.problems = problems
        self.vocabularies = vocabularies

    def read(self, kind: Any, node: Node, limits: Limits) -> Any:
        """The value of one scalar, or `BAD`."""
        if not isinstance(node, Scalar):
            hint = "write one value, on the same line as its key, after the colon and a space"
            if isinstance(node, Sequence):
                hint = "write one value, without brackets and hyphens"
            return self.wrong(node, WORDS.get(kind, "a single value"), hint)
        is_choice = isinstance(kind, type) and issubclass(kind, StrEnum)
        if is_empty(node):
            hint = "write it after the colon and a space"
            if limits.get("in_list"):
                hint = "write it after the hyphen and a space, or take the hyphen away"
            if is_choice:
                hint = f"write one of: {', '.join(kind)}"
            return self.wrong(node, WORDS.get(kind, "a single value"), hint)
        if is_choice:
            return self.choice(kind, node, limits)
        if kind is dt.date:
            return self.date(node, limits)
        if kind is bool:
            return self.truth(node)
        if kind in (int, float):
            return self.number(kind, node, limits)
        return self.text(node, limits)

    def wrong(self, node: Node, wanted: str, hint: str = "", instead: str = "") -> Any:
        """Record a value of the wrong kind; `instead` is the one thing that can be meant."""
        if isinstance(node, Scalar):
            found = shorten(node.text) if node.text else "nothing"
            found += " in quotes" if node.quoted and node.text else ""
        else:
            found = "a list" if isinstance(node, Sequence) else "a group of keys"
        edit = Edit(node.text, instead) if instead and isinstance(node, Scalar) else None
        told = f"this must be {wanted}; found {found}"
        self.problems.add("P103", node.location, told, hint, edit=edit)
        return BAD

    def note(self, where: Location, written: str, meant: str, say: str = "") -> None:
        """Say how something was read that is not written as asked."""
        told = f"{shorten(written)} is read as {meant}" + f": {say}" * bool(say)
        hint = f"write {meant}, or what you meant if that is wrong"
        self.problems.warn("P108", where, told, hint, edit=Edit(written, meant))

    def choice(self, kind: type[StrEnum], node: Scalar, limits: Limits) -> Any:
        """A member of a closed list of answers."""
        word = re.sub(r"[\s_-]+", "", node.text.casefold())
        for member in kind:
            if member.value.replace("_", "").casefold() == word:
                return member
        choices = {m.value: m.value for m in kind}
        words = self.vocabularies.get(kind.__name__, _NO_WORDS)
        value = self.other_word(node.text, node.location, words, choices, limits)
        return BAD if value is BAD or value not in choices else kind(value)

    def word(self, text: str, where: Location, words: Vocabulary, limits: Limits) -> Any:
        """The value of a word of a vocabulary."""
        value = words.find(text)
        if value is None:
            return self.other_word(text, where, words, words.spellings, limits)
        return value

    def other_word(
        self,
        word: str,
        where: Location,
        words: Vocabulary,
        choices: Mapping[str, str],
        limits: Limits,
    ) -> Any:
        """What is meant by a word that is on no list: read with a note, or asked."""
        heard = words.heard_as(word, limits.get("at", ""))
        if heard and heard.means in set(choices.values()):
            self.note(where, word, heard.means, heard.say)
            return heard.means
        hint = (heard.say if heard else "") or word_hint(
            word, words.noun, choices, limits, lambda each: _known(words, each, limits)
        )
        meant = () if hint else words.elsewhere(word)
        close = [] if hint else self.problems.near("P104", word.strip(" ,"), choices)
        # A slip in a name of two words goes before the part of it that is known: West Virgina.
        hint = hint or ("" if meant or close else _within(word, words, limits))
        # A slip in an English name may be a name in another language: then both are named.
        meant = tuple(dict.fromkeys((*meant, *(choices[each] for each in close)))) if meant else ()
        if len(meant) == 1:
            self.note(where, word, meant[0])
            return meant[0]
        if meant:
            hint = f"more than one can be meant: write {' or '.join(meant)}"
        if not hint:
            named = " or ".join(f'"{choices[each]}"' for each in close)
            hint = f"did you mean {named}?" if close else choice_hint(choices, words.noun)
        told = f"{shorten(word)} is not a known {words.noun}"
        edit = Edit(word, choices[close[0]]) if len(close) == 1 and not meant else None
        self.problems.add("P104", where, told, hint, missing=word, edit=edit)
        return BAD

    def date(self, node: Scalar, limits: Limits) -> Any:
        """A day, a month as its first day, or a `Year` where a year alone is an answer."""
        text = node.text.strip()
        match = _DATE.fullmatch(text)
        if match:
            try:
                day = dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
            except ValueError:
                hint = "check the month (01 to 12) and the day"
                return self.wrong(node, "a real date", hint)
            if day.year in YEARS:
                return day
            hint = "check the year; it has four digits, such as 2027"
            return self.wrong(node, f"a date from {YEARS[0]} to {YEARS[-1]}", hint)
        plain = ascii_digits(text).rstrip(".,;")
        if re.fullmatch(r"[0-9]{4}", plain) and int(plain) in YEARS:
            if limits.get("year_alone"):
                return Year(int(plain))
            return self.wrong(node, "a date with its month", f"add the month, as in {plain}-07")
        if plain != text and _DATE.fullmatch(plain):
            return self.wrong(node, "a date", f"write it with the digits 0 to 9: {plain}", plain)
        return self.other_date(node, plain, limits)

    def other_date(self, node: Scalar, text: str, limits: Limits) -> Any:
        """A date that is not written with the year first, or none at all."""
        meant = [each for each in dates_meant(text) if int(each[:4]) in YEARS]
        if len(meant) == 1:
            self.note(node.location, node.text, meant[0])
            year, month, *day = map(int, meant[0].split("-"))
            return dt.date(year, month, *(day or [1]))
        if meant:
            return self.wrong(node, "a date", f"two days can be meant: write {' or '.join(meant)}")
        if _OTHER_CALENDAR.fullmatch(text.casefold()):
            return self.wrong(
                node, "a date", "write the year of the Gregorian calendar, such as 2019"
            )
        if short := month_with_short_year(text):
            hint = f"write {short} if the year is {short[:4]}; a day is written with its year too"
            return self.wrong(node, "a date", hint)
        two = re.fullmatch(r"((?:19|20)\d\d) ?(?:-|–|/|to|or|and) ?((?:19|20)\d\d)", text)
        if two and limits.get("year_alone"):
            return self.wrong(node, "a date", f"write {two[1]} or {two[2]}, whichever it was")
        beside = date_beside_words(text)
        if len(beside) == 1 and len(beside[0]) == 4 and not limits.get("year_alone"):
            return self.wrong(node, "a date", f"write the year and the month, as in {beside[0]}-07")
        if beside:
            return self.wrong(
                node, "a date", f"write {' or '.join(beside)}, without words beside it"
            )
        hint = "write the year first: 2027-09-01, or 2027-09 where the day does not matter"
        none = "" if re.search(r"\d", text) else if_none(limits)
        return self.wrong(node, "a date", hint + f"; {none}" * bool(none))

    def truth(self, node: Scalar) -> Any:
        """Yes or no."""
        if isinstance(node.value, bool):
            return node.value
        if not node.quoted and node.text.casefold() in YES_NO:
            return YES_NO[node.text.casefold()]
        hint = truth_hint(node.text)
        said = {"write yes": "yes", "write no": "no"}.get(hint, "")
        return self.wrong(node, "yes or no", hint, said)

    def number(self, kind: Any, node: Scalar, limits: Limits) -> Any:
        """A whole number or any, within its limits."""
        value = node.value
        asked = Asked(
            kind, limits.get("low"), limits.get("high"), limits.get("unit", ""), if_none(limits)
        )
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self.wrong(node, WORDS[kind], number_hint(asked, node.text, quoted=node.quoted))
        if parted := parted_hint(asked, node.text):
            return self.wrong(node, WORDS[kind], parted)
        if kind is int and isinstance(value, float):
            return self.wrong(node, "a whole number", whole_hint(asked, node.text, value))
        if abs(value) < 10**20 and asked.takes(Decimal(node.text)):
            return value
        low, high = asked.low, asked.most
        if high is None:
            wanted = f"{low} or more"
        else:
            wanted = f"from {low} to {high}" if low is not None else f"{high} at the most"
        hint = limits.get("range_hint") or range_hint(asked, value)
        told = f"this must be {wanted}; found {flatten(node.text)}"
        self.problems.add("P105", node.location, told, hint)
        return BAD

    def text(self, node: Scalar, limits: Limits) -> Any:
        """A free text, or a word of a vocabulary."""
        words = self.vocabularies.get(limits.get("vocabulary", ""))
        plain = node.text.strip()
        if not node.quoted and plain.casefold() in {"yes", "no", "on", "off", "true", "false"}:
            return self.yes_or_no(node.location, plain, words, limits)
        if words is not None:
            return self.word(plain, node.location, words, limits)
        if not isinstance(node.value, str):
            return self.wrong(node, "a text", f'put quotes around it: "{flatten(node.text)}"')
        if len(node.value) > MOST_CHARACTERS:
            self.problems.add(
                "P107",
                node.location,
                f"this text has {len(node.value):,} characters; the most is {MOST_CHARACTERS:,}",
                "say it in a few lines",
            )
            return BAD
        if limits.get("pattern") and not re.fullmatch(limits["pattern"], node.text):
            upper = plain.strip(".,;").upper()
            inner = re.findall(rf"\b{limits['pattern']}\b", plain)
            upper = inner[0] if len(inner) == 1 else upper
            heard = self.vocabularies.get(limits.get("heard", ""), _NO_WORDS).heard_as(plain)
            if heard and re.fullmatch(limits["pattern"], heard.means):
                self.note(node.location, plain, heard.means)
                return heard.means
            wanted = limits.get("pattern_words", "of another form")
            hint = f"write {upper}" if re.fullmatch(limits["pattern"], upper) else f"write {wanted}"
            return self.wrong(node, wanted, heard.say if heard and heard.say else hint)
        return node.value

    def yes_or_no(
        self, where: Location, plain: str, words: Vocabulary | None, limits: Limits
    ) -> Any:
        """Record a text that YAML reads as yes or no: the code of Norway, a name."""
        meant = words.find(plain) if words else None
        hint = f"put quotes around it: {shorten(plain)}"
        if words:
            hint = (
                f'if you mean {meant}, write "{meant}"'
                if meant
                else nothing_hint(words.noun, limits)
            )
        self.problems.add(
            "P106",
            where,
            f"{shorten(plain)} without quotes is read as yes or no, "
            f"and a {words.noun if words else 'text'} is expected here",
            hint,
        )
        return BAD

    def nothing(self, node: Scalar) -> Any:
        """Record a text that YAML reads as nothing: a name that is Null."""
        self.problems.add(
            "P106",
            node.location,
            f"{shorten(node.text)} without quotes is read as no answer, and a text is expected",
            f'put quotes around it: "{node.text}"; or leave it empty if not known yet',
        )
        return BAD


def _within(word: str, words: Vocabulary, limits: Limits) -> str | None:
    """The next step for the longest part of a text that asks for one, such as "I have TPS"."""
    parts = re.findall(r"[\w'&-]+", word)[:MOST_PARTS]
    spans = ((i, j) for n in range(len(parts) - 1, 0, -1) for i, j in _spans(len(parts), n))
    found = (
        words.heard_as(" ".join(parts[i:j]), limits.get("at", ""))
        for i, j in spans
        if not denies(parts[:i])
    )
    return next((heard.say for heard in found if heard and not heard.means), None)


def _spans(length: int, size: int) -> list[tuple[int, int]]:
    return [(start, start + size) for start in range(length - size + 1)]


def _known(words: Vocabulary, word: str, limits: Limits) -> str | None:
    """The value of a word that is on a list or beside it, without asking other languages."""
    heard = words.heard_as(word, limits.get("at", ""))
    return words.find(word) or (heard.means if heard else None) or None


def is_empty(node: Node) -> bool:
    """Whether nothing is written at a key."""
    return isinstance(node, Scalar) and node.value is None and not node.quoted


def if_none(limits: Limits) -> str:
    """What to do while a field has no value; empty where one has to stand."""
    if limits.get("required") or limits.get("in_list"):
        return ""
    told: str = limits.get("none_yet", "leave it empty if not known yet")
    return told
