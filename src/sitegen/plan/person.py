"""One applicant on one day, as everything that weighs a single specialty sees them."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from sitegen.facts.model import Facts
from sitegen.knowledge.model import Knowledge
from sitegen.profile import ReadProfile


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
