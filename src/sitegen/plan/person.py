"""One applicant on one day, as everything that weighs a single specialty sees them."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Facts
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.profile import ReadProfile
from sitegen.records import value_object


class Person(Protocol):
    """Who is weighed. A plan is one, and so is what is known before there is a plan."""

    @property
    def read(self) -> ReadProfile:
        """The profile with its lists."""
        ...

    @property
    def knowledge(self) -> Knowledge:
        """The data."""
        ...

    @property
    def as_of(self) -> dt.date:
        """The day."""
        ...

    @property
    def facts(self) -> Facts:
        """The facts about the applicant."""
        ...


@value_object
class Applicant:
    """What is known of one applicant before there is a plan."""

    read: ReadProfile
    knowledge: Knowledge
    as_of: dt.date
    facts: Facts


def place_facts(specialty: Specialty, is_first: bool, person: Person) -> dict[str, Fact]:
    """What a specialty is to this person: its name, and whether it is the first choice."""
    make = FactMaker(person.knowledge.facts, person.read.places, person.knowledge)
    return {
        "here.name": make.computed("here.name", specialty.name),
        "here.is_first": make.computed("here.is_first", is_first),
    }
