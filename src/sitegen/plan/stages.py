"""The stages before the whole plan: what `sitegen score` and `sitegen check` need, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from sitegen.knowledge.model import Knowledge
from sitegen.plan.card import Card
from sitegen.plan.chance.reasons import Reason, reasons_of
from sitegen.plan.conclusions import provisional, verdicts
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Decided, Scheduled
from sitegen.profile import ReadProfile
from sitegen.records import record
from sitegen.rules import Finding


@record
class Reasons:
    """What stands behind the answer.

    `verdicts` words it: `choice`, `line`, `binding` and `named`. `provisional` says whether it
    hangs on a word of the applicant. `chances` holds the parts of chances, by specialty.
    """

    verdicts: Mapping[str, Finding]
    provisional: Finding
    chances: Mapping[str, tuple[Reason, ...]]


@record
class Scored(Decided):
    """What is decided and why, as the scorecard shows it."""

    reasons: Reasons


def make_score(
    read: ReadProfile, knowledge: Knowledge, as_of: dt.date, asked: Iterable[str] | None
) -> Scored:
    """What is decided, with the parts of the chances asked for; of every chance with None."""
    decided = conclude(read, knowledge, as_of)
    cards = decided.every if asked is None else map(decided.card, asked)
    return Scored(**held(decided), reasons=reasons(decided, cards))


def make_schedule(read: ReadProfile, knowledge: Knowledge, as_of: dt.date) -> Scheduled:
    """What is decided, and everything to do for it."""
    from sitegen.plan.tasks import tasks  # Here, because a score lists no tasks.

    decided = conclude(read, knowledge, as_of)
    return Scheduled(**held(decided), tasks=tasks(decided))


def held(stage: Decided) -> dict[str, Any]:
    """Everything that a stage holds, for the next one."""
    return {each.name: getattr(stage, each.name) for each in fields(stage)}


def reasons(plan: Decided, cards: Iterable[Card]) -> Reasons:
    """The findings that word the answer, and the parts of the chances of these cards."""
    return Reasons(
        verdicts=verdicts(plan),
        provisional=provisional(plan),
        chances={card.id: reasons_of(card.chance) for card in cards if card.chance},
    )
