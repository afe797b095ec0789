"""Changes that an applicant could make, or could answer differently, as they are kept as data."""

from __future__ import annotations

from sitegen.knowledge.guide import Before
from sitegen.knowledge.rulebook import Condition
from sitegen.knowledge.units import ValueKind
from sitegen.records import value_object
from sitegen.shape import item, optional


@value_object(kw_only=True)
class Amount:
    """A judged amount with its ends: weeks, or USD."""

    low: float = item("Lowest that can be defended.", low=0, high=100_000)
    high: float = item("Highest that can be defended.", low=0, high=100_000)


@value_object(kw_only=True)
class ClosedWords:
    """Words of a change for somebody whom a limit on entry keeps out of the US."""

    title: str = item("A few words for tables.")
    changes: str = item("What changes, as a sentence that begins with If.")
    note: str = item("What comes first, and what can be done at home instead.")


@value_object(kw_only=True)
class Scenario:
    """One change. What it does to a profile stands in code, below the same id.

    In its words {first}, {backup} and {other} stand for specialties, and {weeks} or {number} for
    how much. Weeks and own prices are judgements; `costs` names prices of costs.yaml.
    """

    id: str = item("Stable name.", pattern="[a-z0-9-]+")
    title: str = item("A few words for tables.")
    changes: str = item("What changes, as a sentence that begins with If.")
    by: str = item(
        "do it, say it, learn it, or send other applications.", pattern="do|say|learn|send"
    )
    on: str = item(
        "Whose facts its condition compares: person, first, backup or other.",
        pattern="person|first|backup|other",
        default="person",
    )
    when: Condition | None = optional("For whom; left out, for everybody.")
    if_unknown: bool = item("yes keeps it while it is not known for whom.", default=False)
    takes: Amount = item("Weeks from beginning to having it.")
    usd: Amount | None = optional("Own price in USD; left out, only that of `costs`.")
    costs: tuple[str, ...] = item("Prices of costs.yaml, by key.", default=())
    abroad: tuple[str, ...] = item("Those paid only by people outside the US.", default=())
    tasks: tuple[str, ...] = item("The tasks that are its way, by id.", default=())
    before: Before | None = optional("Last day on which it must be there; left out, no end.")
    note: str = item("What a careful reader should know.", default="")
    closed: ClosedWords | None = optional("Its words where it needs a visa that may not be issued.")
    year: int = item("Year of the judgement.", low=1990, high=2100)
    source: str = item("Key of the source.")
    locator: str = item("Where in the source.")
    kind: ValueKind = item("published or judgement.")
