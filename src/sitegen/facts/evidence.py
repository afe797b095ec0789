"""What counts in one specialty: letters and training, those of other fields in part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Interval
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.profile.fields import Letter, LetterState, Training

CORE_FIELDS = ("internal-medicine", "family-medicine", "psychiatry")
"""Core medicine: the three that the guide calls closely related."""

CORE_LETTERS = (*CORE_FIELDS, "neurology")
"""Fields that read a letter from core medicine as one of their own (judgement)."""

RELATED_LETTER, OTHER_LETTER = 0.7, 0.3
"""What a letter counts whose writer works in a related field, or in none of these."""

UNTOLD_YEARS = (0.0, 15.0)
"""Years that training abroad may have taken where its length is not told: all that can be told."""


def closely_related(one: Specialty, other: Specialty) -> bool:
    """Whether two specialties are of one family, or both core medicine."""
    both_core = one.id in CORE_FIELDS and other.id in CORE_FIELDS
    return both_core or one.about.family == other.about.family


def related(knowledge: Knowledge, s: Specialty, other: str) -> bool:
    """Whether another specialty, by its id, is known and closely related."""
    about = knowledge.specialties.get(other)
    return about is not None and closely_related(s, about)


def reads_letter_from(specialty: str, field: str) -> bool:
    """Whether a specialty takes a letter that comes from a field and names no goal."""
    return specialty == field or (field in CORE_FIELDS and specialty in CORE_LETTERS)


def letters_count(
    make: FactMaker, s: Specialty, letters: Sequence[Letter] | None
) -> tuple[Fact, Fact]:
    """Letters from US faculty that may be used here: those of other fields in part, and the own.

    A letter that names its goals serves these alone, and in full. One that names none can be used
    anywhere.
    """
    usable = [e for e in letters or () if not e.supports or s.id in e.supports]
    parts = [(_letter_part(make, s, each), _counts(each)) for each in usable]
    own = [(part, counts) for part, counts in parts if part == 1.0]
    return (
        _total(make, "here.letters_count", parts, told=letters is not None),
        _total(make, "here.own_letters", own, told=letters is not None),
    )


def _total(
    make: FactMaker, name: str, parts: Sequence[tuple[float, bool | None]], *, told: bool
) -> Fact:
    """The sum of what counts for sure, or from there to what may count."""
    if not told:
        return make.told(name, None, "letters")
    sure = round(math.fsum(part for part, counts in parts if counts is True), 2)
    possible = round(math.fsum(part for part, counts in parts if counts is not False), 2)
    if sure == possible:
        return make.told(name, sure, "letters")
    return replace(make.told(name, Interval(sure, possible), "letters"), missing=("letters.state",))


def _counts(letter: Letter) -> bool | None:
    """Whether a letter is from US faculty and can be counted on; None where that is not told."""
    if letter.us_faculty is False or letter.state is LetterState.TO_ASK:
        return False
    return True if letter.us_faculty and letter.state else None


def _letter_part(make: FactMaker, s: Specialty, letter: Letter) -> float:
    if letter.specialty == s.id or s.id in (letter.supports or ()):
        return 1.0
    return RELATED_LETTER if related(make.knowledge, s, letter.specialty) else OTHER_LETTER


def training_abroad(
    make: FactMaker, s: Specialty, training: Sequence[Training] | None
) -> list[Fact]:
    """Years of training abroad: in this specialty, in related ones, and in all others."""
    sums = {"trained_years": (0.0, 0.0), "trained_near": (0.0, 0.0), "trained_other": (0.0, 0.0)}
    for each in training or ():
        near = related(make.knowledge, s, each.specialty)
        own = each.specialty == s.id
        name = "trained_years" if own else "trained_near" if near else "trained_other"
        low, high = UNTOLD_YEARS if each.years is None else (each.years, each.years)
        sums[name] = (sums[name][0] + low, sums[name][1] + high)
    told = training is not None
    return [_years(make, f"here.{name}", ends, told=told) for name, ends in sums.items()]


def _years(make: FactMaker, name: str, ends: tuple[float, float], *, told: bool) -> Fact:
    if not told or ends[0] == ends[1]:
        return make.told(name, ends[0] if told else None, "earlier_training")
    return replace(
        make.told(name, Interval(*ends), "earlier_training"), missing=("earlier_training.years",)
    )
