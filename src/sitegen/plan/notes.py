"""What the reader should hear once, loudly: limits on entry, too many fields, dates that passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sitegen.facts.model import Facts
from sitegen.facts.season import CLOSING
from sitegen.knowledge.model import Knowledge
from sitegen.plan.card import Card
from sitegen.plan.decided import Note
from sitegen.plan.decision.model import Counts
from sitegen.profile import Profile
from sitegen.profile.choices import VisaNeed
from sitegen.rules import Outcome, weigh
from sitegen.written import long_date


def notes(
    p: Profile,
    facts: Facts,
    primary: Card | None,
    counts: Counts | None,
    knowledge: Knowledge,
    as_of: dt.date,
) -> Iterator[Note]:
    """Every note of a plan; what may keep somebody from starting comes first."""
    yield from _entry(p, knowledge)
    yield from _policies(facts, knowledge, as_of)
    yield from _dilution(facts, counts, knowledge, as_of)
    yield from _season(p, facts, knowledge, as_of)
    if primary and not primary.specialty.about.career:
        yield _note("bridge-primary", knowledge)


def _note(name: str, knowledge: Knowledge, **slots: str) -> Note:
    """A note in the words of the data: `note-NAME-title` and `note-NAME`."""
    say = knowledge.say
    return Note(
        id=name, title=say(f"note-{name}-title", **slots), text=say(f"note-{name}", **slots)
    )


def _season(p: Profile, facts: Facts, knowledge: Knowledge, as_of: dt.date) -> Iterator[Note]:
    """That a season has no dates, is over, or has begun without this person."""
    year, season = str(p.season), knowledge.seasons.get(p.season or 0)
    if p.season and season is None and p.season >= as_of.year:
        yield _note("no-season", knowledge, season=year)
    dates = season.dates if season else {}
    opens, over = dates.get("applications_open"), dates.get("match_day")
    if over and over.date < as_of:
        yield _note("over", knowledge, season=year, day=long_date(over.date))
    elif opens and opens.date < as_of and not facts["applicant.applied"].value:
        yield _note("late", knowledge, season=year, day=long_date(opens.date))


def _dilution(
    facts: Facts, counts: Counts | None, knowledge: Knowledge, as_of: dt.date
) -> Iterator[Note]:
    """A warning where more specialties are named than the guide allows."""
    most = knowledge.parameter("guide.most-specialties", as_of)
    named = facts["applicant.specialties_named"].value
    if not isinstance(named, int) or not isinstance(most.high, float | int) or named <= most.high:
        return
    compared = counts and any(option.name == "four" for option in counts.options)
    more = f" {knowledge.say('note-dilution-compared')}" if compared else ""
    yield _note("dilution", knowledge, named=str(named), more=more)


def _entry(p: Profile, knowledge: Knowledge) -> Iterator[Note]:
    """Limits on entry that name a citizenship of the applicant: matching is not starting."""
    if p.visa.need in (VisaNeed.GREEN_CARD, VisaNeed.WORK_AUTHORISATION):
        return
    mine = p.applicant.citizenship or ()
    for limit in knowledge.entry_limits:
        named = [country for country in mine if country in limit.countries]
        if not named or limit.visas not in CLOSING:
            continue
        other = " and ".join(country for country in mine if country not in named)
        slots = {
            "since": long_date(limit.since),
            "limit": limit.text,
            "countries": " and ".join(named),
            "more": f" {knowledge.say('note-entry-other', countries=other)}" if other else "",
        }
        yield Note(
            id=f"entry-{limit.visas}",
            title=knowledge.say("note-entry-title"),
            text=knowledge.say("note-entry", **slots),
            source=limit.source,
            read=limit.as_of,
            holds_start=True,
        )


def _policies(facts: Facts, knowledge: Knowledge, as_of: dt.date) -> Iterator[Note]:
    """Orders of government that this person has to know before anything else."""
    for name, policy in knowledge.policies.items():
        if policy.warns is None:
            continue
        if weigh(policy.warns, facts, knowledge, as_of).outcome is Outcome.MET:
            yield Note(
                id=f"policy-{name}",
                title=policy.title,
                text=f"{policy.says} {policy.stands}",
                source=policy.source,
                read=policy.as_of,
                holds_start=policy.holds_start,
                instead=policy.instead,
            )
