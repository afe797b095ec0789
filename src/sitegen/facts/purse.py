"""An applicant's own money: what savings last for, and amounts in two currencies."""

from __future__ import annotations

import datetime as dt

from sitegen.profile.fields import Money
from sitegen.records import value_object

DAYS_A_MONTH = 30.44
LONGEST = 600
"""Months after which savings are taken to last for good."""


@value_object
class Purse:
    """Own money as told. Amounts are in `currency`; `per_usd` is how much one US dollar costs."""

    currency: str | None = None
    per_usd: float | None = None
    income_month: float | None = None
    costs_month: float | None = None
    savings: float | None = None

    @classmethod
    def of(cls, money: Money | None) -> Purse:
        """The purse of a profile. One US dollar costs one US dollar."""
        if money is None:
            return cls()
        rate = 1.0 if money.currency == "USD" else money.per_usd
        if money.currency is None:
            rate = None
        return cls(money.currency, rate, money.income_month, money.costs_month, money.savings)

    @property
    def told(self) -> bool:
        """Whether any amount is told."""
        return any(x is not None for x in (self.income_month, self.costs_month, self.savings))

    def usd(self, amount: float | None) -> float | None:
        """An own amount in US dollars, or None where amount or rate is not known."""
        return None if amount is None or not self.per_usd else amount / self.per_usd

    def own(self, dollars: float) -> float | None:
        """US dollars in the own currency, or None where the rate is not known."""
        return None if not self.per_usd else dollars * self.per_usd

    @property
    def left_month(self) -> float | None:
        """What is left of the income of a month, below zero where savings are used up."""
        if self.income_month is None or self.costs_month is None:
            return None
        return self.income_month - self.costs_month

    @property
    def grows(self) -> bool | None:
        """Whether the income covers the costs, so that savings are not touched."""
        return None if self.left_month is None else self.left_month >= 0

    def used_up(self, day: dt.date, until: dt.date) -> float | None:
        """What living takes from savings between two days; below zero where income leaves more.

        In the own currency. None where income or costs are not told.
        """
        if self.left_month is None:
            return None
        return -self.left_month * max(0, (until - day).days) / DAYS_A_MONTH

    def lasts_until(self, day: dt.date, spent_usd: float = 0) -> dt.date | None:
        """The day on which savings end, after `spent_usd` was taken from them.

        None where something is not told, or where the income covers the costs.
        """
        left = self.left_month
        if self.savings is None or left is None or left >= 0:
            return None
        spent = self.own(spent_usd) if spent_usd else 0.0
        if spent is None:
            return None
        months = max(0.0, self.savings - spent) / -left
        return day + dt.timedelta(days=round(min(months, LONGEST) * DAYS_A_MONTH))
