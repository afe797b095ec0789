"""Numbers of rules and of the guide that sentences quote, each with where it was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sitegen.facts.cited import cited
from sitegen.facts.model import Fact, Origin
from sitegen.knowledge.model import Knowledge

LIMITS = {
    "limit.preferred_years": "guide.preferred-graduation-years",
    "limit.stretched_years": "guide.stretched-graduation-years",
    "limit.certificate_years": "visa.certificate-years",
    "limit.attempts": "visa.tries",
}


def limit_facts(knowledge: Knowledge, on: dt.date) -> Iterator[Fact]:
    """The parameters of `LIMITS` as facts, as they hold on a day. Years and attempts."""
    for name, parameter in LIMITS.items():
        about, found = knowledge.facts[name], cited(parameter, knowledge, on)
        yield Fact(name, found.value, about.unit, about.label, (Origin(citation=found),))
