"""Whether the cells below a heading say what one of the columns of a program list says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sitegen.answers import said, says_nothing
from sitegen.cells import Values
from sitegen.days import written
from sitegen.diagnostics import Location, Problems
from sitegen.headings import RULED_OUT, Fit
from sitegen.patterns import regex
from sitegen.places import city_and_state, state_of
from sitegen.programs.columns import COLUMNS
from sitegen.programs.kinds import DAYS
from sitegen.tables import Cell
from sitegen.tracks import named, track_words

IN_DOUBT = 0.6
"""How well cells fit that do not settle which of two things a heading means."""
A_SENTENCE, SHORT_WORDS = 4, 0.95
"""Words from which a text is a sentence; shorter ones are rather the name of a class."""
MOST_COUNTED = 40
"""Whole numbers up to this can count residents; where one is above, all are per cent."""
SCORES = (150, 300)

YES_NO = {"yes", "no", "y", "n", "x", "true", "false", "none", "both"}
"""Cells that are answers, and neither names nor sentences."""

_ADDRESS = regex(r"(?:https?://|www\.)|\S+@\S+\.\w+", re.IGNORECASE)
_NO_ANSWER = {"url", "link", "website", "email", "phone", "address", "date", "deadline"}
"""Words of headings whose cells hold no answer of a program."""
_AGAINST = {
    "img_share": _NO_ANSWER
    | {"friendly", "score", "rank", "rating", "number", "count", "no", "total", "usmg", "usmgs"}
    | {"caribbean", "american", "do", "step", "visa", "#", "ratio"},
    "least_step2": _NO_ANSWER
    | {"step1", "step3", "1", "3", "average", "avg", "mean", "median", "my", "overall", "total"}
    | {"matched"},
    "most_years": _NO_ANSWER | {"average", "avg", "mean", "median", "my"},
}
_BOUND_WORDS = {
    "min",
    "minimum",
    "minimal",
    "least",
    "lowest",
    "cutoff",
    "cut",
    "off",
    "required",
    "requirement",
    "requirements",
    "threshold",
}
_BOUND = regex(r"[+≥>]|or (?:higher|more|above)|min|at least|cut ?-?off", re.IGNORECASE)
_NO_LIMIT = regex(r"no (?:limit|minimum|maximum|cut)|none|not (?:specified|required|needed)|any\b")
_BOUNDED = ("least_step2", "most_years", "us_weeks")
"""Columns in which a "no" says that there is no bound."""
_CODE = regex(r"(?=.*[0-9])[A-Za-z0-9-]{6,14}")
_CITY = regex(r"[^\W\d_][^\d_@:;]{1,50}")
_NO_CITY = regex(
    r"\b(?:hospital|medical|center|university|program|residency|clinic|health)", re.IGNORECASE
)
_ABOUT_VISAS = regex(r"visa|j-?1|h-?1|sponsor|citizen|green card|ecfmg|resident", re.I)


def fit_of(values: Values) -> Fit:
    """How well cells fit a column, from 0 to 1.

    The words of the heading count where they forbid a column, or where cells could be two things.
    """

    def fit(column: str, words: str, cells: Sequence[str]) -> float:
        told = [cell for cell in cells if not says_nothing(cell)]
        heading = set(words.split())
        if _forbidden(column, heading) or all(_ADDRESS.match(cell) for cell in told):
            return RULED_OUT
        if column == "visa_sentence":
            told = [cell for cell in told if cell.casefold() not in YES_NO] or told
        share = sum(_fits(column, cell, values) for cell in told) / len(told)
        if column == "visa_sentence" and all(len(cell.split()) < A_SENTENCE for cell in told):
            share *= SHORT_WORDS
        return min(share, IN_DOUBT) if _unsettled(column, heading, told) else share

    return fit


def _forbidden(column: str, heading: set[str]) -> bool:
    against = _AGAINST.get(column, _NO_ANSWER if column not in TEXTS else set())
    if column in ("checked_on", "asked_on"):
        against = against - {"date"}
    if column in ("site_j1", "site_h1b"):
        against = against - {"website"}
    of_americans = column == "img_share" and "us" in heading and "non" not in heading
    return of_americans or not against.isdisjoint(heading)


def _unsettled(column: str, heading: set[str], told: Sequence[str]) -> bool:
    """Whether the cells could as well be something else: counts, or scores that are no bound."""
    if column == "img_share":
        signed = not heading.isdisjoint({"%", "percent", "percentage", "share"})
        small = all(cell.isdecimal() and int(cell) <= MOST_COUNTED for cell in told)
        return small and not signed
    if column == "least_step2":
        bounds = sum(_BOUND.search(cell) is not None for cell in told)
        return heading.isdisjoint(_BOUND_WORDS) and 2 * bounds < len(told)
    return False


def _fits(column: str, text: str, values: Values) -> bool:
    """Whether one cell that says something fits a column."""
    plain = text.casefold()
    if column in TEXTS:
        answer = said(text) is not None or _ADDRESS.match(text) is not None
        return not answer and TEXTS[column](text, values)
    if column == "specialty":
        found = named(text, values.vocabularies)
        return bool(found.specialty or found.other)
    if column == "state":
        return state_of(text, values.vocabularies["state"]) is not None
    if column == "track":
        return bool(track_words(text, values.vocabularies))
    if column in DAYS:
        return bool(written(text).days)
    if column == "least_step2" and not _is_score(text):
        return False
    problems = Problems()
    silent = Values(problems, values.vocabularies)
    value = COLUMNS[column].read(silent, Cell(text, Location("")), column)
    no_limit = _NO_LIMIT.match(plain) or (plain == "no" and column in _BOUNDED)
    return not problems.found and (value is not None or bool(no_limit))


def _is_score(text: str) -> bool:
    """Whether the first number of a text, if it has one, can be a score of Step 2."""
    number = re.search(r"[0-9]+", text)
    return number is None or SCORES[0] <= int(number[0]) <= SCORES[1]


def _is_name(text: str, values: Values) -> bool:
    return len(text) > 2 and text[:1].isalpha() and not named(text, values.vocabularies).specialty


def _is_city(text: str, values: Values) -> bool:
    with_state = city_and_state(text, values.vocabularies["state"])[1] is not None
    city = (with_state or _CITY.fullmatch(text) is not None) and not _NO_CITY.search(text)
    return city and not named(text, values.vocabularies).specialty


TEXTS: Mapping[str, Callable[[str, Values], bool]] = {
    "name": _is_name,
    "code": lambda text, _: _CODE.fullmatch(text) is not None,
    "city": _is_city,
    "visa_sentence": lambda text, _: _ABOUT_VISAS.search(text) is not None,
    "asked": lambda text, _: any(map(str.isalpha, text)),
    "answer": lambda text, _: any(map(str.isalpha, text)),
    "notes": lambda text, _: any(map(str.isalpha, text)),
}
"""Columns of texts, and what a text of each looks like."""
