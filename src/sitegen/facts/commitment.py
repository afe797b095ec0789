"""Facts about how far an applicant has come with one specialty: respect, pride, dated deeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Interval
from sitegen.knowledge.model import Specialty
from sitegen.profile.fields import Commitment

DEEDS = ("saw_daily_work", "talked_with", "wrote_introduction")
"""What can be done, on a day, to know a specialty."""

LOW_RESPECT = 2
"""Respect up to this rating says: I look down on the field."""


def commitment_facts(
    make: FactMaker,
    specialty: Specialty,
    answers: Commitment | None,
    as_of: dt.date,
    seen: bool | None,
) -> list[Fact]:
    """Facts about one specialty. A day to come is a plan, not a deed.

    Whoever worked or watched in it has `seen` its daily work, whatever day is told.
    """
    told = answers or Commitment()
    base = f"commitment.{specialty.id}"

    def fact(name: str, value: bool | int | None) -> Fact:
        return make.told(f"here.{name}", value, f"{base}.{name}", "commitment")

    done = {name: _done(getattr(told, name), as_of) for name in DEEDS}
    done["saw_daily_work"] = seen or done["saw_daily_work"]
    return [
        fact("respect", told.respect),
        fact("proud", told.proud),
        *(fact(name, value) for name, value in done.items()),
        _deeds(make, done, base),
        fact("doubt", True if told.doubt else None),
        fact("may_disagree", True if told.may_disagree else None),
        make.told("here.commitment", standing(told), f"{base}.proud", f"{base}.respect"),
    ]


def standing(told: Commitment) -> str:
    """What the answers say: not_pictured, not_respected, fine, or not_told. Always known."""
    if told.proud is False:
        return "not_pictured"
    if told.respect is not None and told.respect <= LOW_RESPECT:
        return "not_respected"
    return "fine" if told.proud and told.respect is not None else "not_told"


def _done(day: dt.date | None, as_of: dt.date) -> bool | None:
    return None if day is None else day <= as_of


def _deeds(make: FactMaker, done: dict[str, bool | None], base: str) -> Fact:
    """How many deeds are done. One without a day may be done or not."""
    sure = sum(1 for value in done.values() if value)
    open_ones = [name for name, value in done.items() if value is None]
    paths = tuple(f"{base}.{name}" for name in DEEDS)
    value = Interval(sure, sure + len(open_ones)) if open_ones else sure
    missing = tuple(f"{base}.{name}" for name in open_ones)
    return replace(make.told("here.deeds", value, *paths), missing=missing)
