"""What rows of the program list say against each other, or leave in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sitegen.answers import says_nothing
from sitegen.diagnostics import Problems, shorten
from sitegen.programs.sentences import OF_CLASS, VisaReading
from sitegen.shape import Vocabulary
from sitegen.tables import Row, plain_words

T = TypeVar("T")
Told = Sequence[tuple[Row, Mapping[str, Any]]]
YES_NO = {True: "yes", False: "no"}
VISA_NAMES = {"j1": "J-1", "h1b": "H-1B"}
CLASS_WORDS = "both, j1_only, h1b_exceptional, none or silent"
FEW = 3
"""Cells of a row from which two rows word for word are one."""


def without_repeats(told: Sequence[tuple[Row, T]], problems: Problems) -> list[tuple[Row, T]]:
    """The rows without those that stand twice word for word; each of these is said."""
    seen: dict[tuple[str, ...], Row] = {}
    kept = []
    for row, said in told:
        texts = tuple(text.strip() for text in row.line.texts)
        first = seen.setdefault(texts, row)
        if first is row or sum(bool(text) for text in texts) < FEW:
            kept.append((row, said))
        else:
            problems.warn(
                "C114",
                row.place,
                f"this row stands in line {first.place.line} too, word for word; it is read once",
                "delete one of the two",
            )
    return kept


def check_rows(
    told: Told, readings: Mapping[str, VisaReading], problems: Problems, words: Vocabulary
) -> None:
    """Record contradictions, programs that stand twice, and what could not be understood.

    `words` are the names of specialties.
    """
    for row, said in told:
        _class_against_columns(row, said, problems)
        _sentence_against_columns(row, said, readings, problems)
    _twice(told, problems, words)
    _not_understood(told, readings, problems)
    _torn(told, readings, problems)


def _class_against_columns(row: Row, said: Mapping[str, Any], problems: Problems) -> None:
    """The applicant wrote both, so one of the two is a slip."""
    if "visa_class" not in said:
        return
    for visa, meant in zip(("j1", "h1b"), OF_CLASS[said["visa_class"]], strict=True):
        if visa in said and meant is not None and said[visa] != meant:
            problems.add(
                "C113",
                row.cell(visa).place,
                f"{visa} says {YES_NO[said[visa]]}, and visa_class says {said['visa_class']}",
                "change one of the two",
            )


def _sentence_against_columns(
    row: Row, said: Mapping[str, Any], readings: Mapping[str, VisaReading], problems: Problems
) -> None:
    """The program's words may be older than the applicant's answer, so this stops nothing."""
    reading = readings.get(said.get("visa_sentence", ""))
    if reading is None:
        return
    j1, h1b = OF_CLASS[said["visa_class"]] if "visa_class" in said else (None, None)
    for visa, of_class, words in (("j1", j1, reading.j1), ("h1b", h1b, reading.h1b)):
        own = said.get(visa, of_class)
        if own is not None and words is not None and own != words:
            source = visa if visa in said else "visa_class"
            problems.warn(
                "C113",
                row.cell("visa_sentence").place,
                f'the sentence reads as {visa} {YES_NO[words]} ("{reading.words}"), and {source} '
                f"says {said[source] if source == 'visa_class' else YES_NO[said[source]]}",
                f"{source} is used; ask the program which one holds",
            )
            return


def _twice(told: Told, problems: Problems, words: Vocabulary) -> None:
    """Record a code, or a name in a state, that stands twice in one specialty.

    Two codes tell two programs of one hospital apart.
    """
    codes: dict[tuple[str, str], Row] = {}
    names: dict[tuple[str, ...], Row] = {}
    for row, said in told:
        specialty, code = said.get("specialty"), said.get("code", "").casefold()
        name = said.get("name", "").casefold()
        place = (said.get("state", ""), said.get("city", "").casefold(), _track(row, words))
        if specialty is None:
            continue
        by_code = codes.setdefault((specialty, code), row) if code else row
        by_name = names.setdefault((specialty, name, code, *place), row) if name else row
        first = by_code if by_code is not row else by_name
        if first is not row:
            cell = row.cell("code" if by_name is row else "name")
            problems.add(
                "C114",
                cell.place,
                f"{shorten(cell.text)} stands in line {first.place.line} too",
                "keep one line for each program, or give each its own code",
            )


def _track(row: Row, words: Vocabulary) -> str:
    """What a row says of its track, also where nothing is planned by it: primary care."""
    named = row.text("specialty")
    return plain_words(f"{row.text('track')} {'' if words.find(named) else named}")


def _not_understood(told: Told, readings: Mapping[str, VisaReading], problems: Problems) -> None:
    """Record sentences in which no phrase was recognised and that nothing else explains."""
    left = [
        row
        for row, said in told
        if "visa_sentence" in said
        and not readings[said["visa_sentence"]].words
        and not says_nothing(said["visa_sentence"])
        and said.get("visa_class") is None
        and not {"j1", "h1b"} <= said.keys()
    ]
    if left:
        first = left[0].cell("visa_sentence")
        many = f"{len(left)} sentences about visas are not understood; the first is "
        what = many if len(left) > 1 else "this sentence about visas is not understood: "
        problems.warn(
            "C116",
            first.place,
            what + shorten(first.text),
            f"write what it means into a column visa_class: {CLASS_WORDS}",
        )


def _torn(told: Told, readings: Mapping[str, VisaReading], problems: Problems) -> None:
    """Record words that say two things of a visa, or leave it open, where nothing else settles it.

    Each of the two is said once, at its first row.
    """
    for says, field in (("say both yes and no of", "torn"), ("leave open", "left_open")):
        left = [
            (row, said["visa_sentence"])
            for row, said in told
            if said.get("visa_class") is None and _of(field, said, readings) - said.keys()
        ]
        if not left:
            continue
        row, sentence = left[0]
        first = row.cell("visa_sentence")
        visas = " and ".join(VISA_NAMES[visa] for visa in getattr(readings[sentence], field))
        many = f" (and so do {len(left) - 1} more)" if len(left) > 1 else ""
        problems.warn(
            "C116",
            first.place,
            f"these words {says} {visas}{many}: {shorten(first.text)}",
            f"ask the program, and write its answer into a column visa_class: {CLASS_WORDS}",
        )


def _of(field: str, said: Mapping[str, Any], readings: Mapping[str, VisaReading]) -> set[str]:
    reading = readings.get(said.get("visa_sentence", ""), VisaReading())
    return {*getattr(reading, field)}
