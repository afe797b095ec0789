"""At the foot of a page: on which day the prices and dates on it were read.

A price of applications is a sum over a table of fees, and a date of a season stands in many
sentences, so neither carries a citation of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.facts.money import schedule_for
from sitegen.knowledge.units import ValueKind
from sitegen.plan.model import Plan
from sitegen.plan.pages import SiteLinks
from sitegen.render.citing import cite
from sitegen.render.templates import environment

HERE = "<!--ages-->"
"""The place on a page, which holds nothing once the page is finished."""

_KEY = re.compile(r'data-q="([^"]+)"')
_PRICE = re.compile(r"(?:^|\.)(?:cost|fees|transcripts)(?:\.|$)")


def with_ages(html: str, plan: Plan, links: SiteLinks) -> str:
    """A page whose marks are elements already, with the days of its prices and dates."""
    keys = set(_KEY.findall(html))
    groups = (
        ("prices", _price_sources(plan) if any(map(_PRICE.search, keys)) else ()),
        ("days", _date_sources(plan, keys)),
    )
    told = [
        (plan.knowledge.aging[name], [cite(key, plan.knowledge) for key in sorted(left)])
        for name, sources in groups
        if (left := {key for key in sources if links.mark(key) and f"#src-{key}" not in html})
    ]
    note = environment().get_template("ages.html").render(told=told, links=links) if told else ""
    return html.replace(HERE, note)


def _price_sources(plan: Plan) -> Iterator[str]:
    """The tables of fees from which the plan's prices are made."""
    named = [card for card in (plan.primary, *(c.card for c in plan.choice.backups)) if card]
    services = {card.specialty.about.service.value for card in named} or {"eras"}
    for service in sorted(services & plan.knowledge.fees.keys()):
        schedule = schedule_for(plan.knowledge.fees[service], plan.read.profile.season)
        yield from (schedule.source, schedule.transcript.source)


def _date_sources(plan: Plan, keys: set[str]) -> Iterator[str]:
    """Where the printed dates on a page stand; an estimate has no day of reading."""
    for name, date in plan.season_dates.items():
        if date.kind is not ValueKind.JUDGEMENT and f"date.{name.replace('_', '-')}" in keys:
            yield date.source
