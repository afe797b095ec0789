"""What an applicant did to know a specialty, and the money of one more year."""

from __future__ import annotations

import datetime as dt

from sitegen.records import value_object
from sitegen.shape import optional


@value_object(kw_only=True)
class Commitment:
    """Whether a specialty could be a whole career, shown by dated deeds and honest answers."""

    respect: int | None = optional(
        "How much you respect the field: 1 (I look down on it) to 5 (I admire it).", low=1, high=5
    )
    proud: bool | None = optional(
        "yes if you can picture introducing yourself as this specialist with pride."
    )
    saw_daily_work: dt.date | None = optional("Day you spent with the daily work of the field.")
    talked_with: dt.date | None = optional("Day you talked with a resident or attending of it.")
    wrote_introduction: dt.date | None = optional(
        "Day you wrote how you introduce yourself as this specialist."
    )
    doubt: str | None = optional("What could make you regret this choice, in one line.")
    may_disagree: str | None = optional(
        "Somebody who may disagree and will tell you; a role is enough."
    )


@value_object(kw_only=True)
class Money:
    """Your own money. It stays on this machine like everything else."""

    currency: str | None = optional(
        "Your currency, as three letters: INR, PKR, EGP, USD.",
        pattern="[A-Z]{3}",
        pattern_words="three capital letters, such as INR",
        heard="Currency",
    )
    per_usd: float | None = optional(
        "How much of your currency one US dollar costs.", low=0.0001, high=1_000_000
    )
    income_month: float | None = optional(
        "What you earn in a month now, in your currency; 0 if nothing.",
        low=0,
        high=1_000_000_000,
        unit="a month",
    )
    costs_month: float | None = optional(
        "What you spend in a month, in your currency.",
        low=0,
        high=1_000_000_000,
        unit="a month",
    )
    savings: float | None = optional(
        "What you have saved, in your currency.", low=0, high=1e12, unit="money"
    )
