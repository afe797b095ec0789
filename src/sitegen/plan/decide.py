"""Decides: facts, then cards, then choice, decision and counts. The first stage of a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sitegen.explain import long_date
from sitegen.facts.applicant import FactMaker, applicant_facts
from sitegen.facts.model import Facts
from sitegen.facts.season import CLOSING, season_facts
from sitegen.facts.year import year_facts
from sitegen.knowledge.model import Knowledge, MatchSystem
from sitegen.plan.again import Again
from sitegen.plan.card import Card
from sitegen.plan.chance.scales import Scales
from sitegen.plan.conclusions import conclusions
from sitegen.plan.decided import Decided, Note
from sitegen.plan.decision.beside import Beside, Known
from sitegen.plan.decision.choose import Chooser
from sitegen.plan.decision.counts import counted
from sitegen.plan.decision.gates import consider
from sitegen.plan.decision.model import Choice, Counts
from sitegen.plan.decision.triggers import decide
from sitegen.plan.person import Applicant
from sitegen.plan.scorecard import order, weigh_specialty
from sitegen.profile import Profile, ReadProfile
from sitegen.profile.choices import VisaNeed
from sitegen.rules import Outcome, weigh
from sitegen.statuses import OF_INTERVIEWS


def conclude(
    read: ReadProfile, knowledge: Knowledge, as_of: dt.date, like: Again | None = None
) -> Decided:
    """What is decided for one applicant on one day; `like` saves what another profile leaves."""
    p = read.profile
    make = FactMaker(knowledge.facts, read.places, knowledge)
    applicant = {
        **applicant_facts(read, knowledge, as_of),
        **season_facts(read, knowledge, as_of),
    }
    applicant |= year_facts(read, knowledge, applicant, as_of)
    applicant = like.facts(applicant) if like else applicant
    scales = like.scales if like else Scales.of(knowledge, as_of)
    every = sorted(
        (weigh_specialty(s, read, applicant, scales, like) for s in knowledge.specialties.values()),
        key=lambda card: order(card, knowledge.bands),
    )
    cards = tuple(c for c in every if _scored(c))
    primary = next((c for c in every if c.is_primary), None)
    person = Applicant(read, knowledge, as_of, applicant)
    known = like.known if like else Known()
    beside = Beside(person, primary, scales, known)
    choice = Chooser(beside, primary, invited_fields(read, applicant)).choose(
        [consider(c, beside, primary, make, like) for c in every if not c.is_primary]
    )
    named = [c for n in _named(p) for c in every if c.id == n]
    counts = counted(choice, primary, named, beside)
    season = knowledge.seasons.get(p.season or 0)
    core = Decided(
        read=read,
        knowledge=knowledge,
        as_of=as_of,
        season=season,
        season_dates=season.dates if season else {},
        facts=applicant,
        cards=cards,
        bridges=tuple(c for c in every if not c.specialty.about.career),
        elsewhere=tuple(c for c in every if _elsewhere(c)),
        primary=primary,
        choice=choice,
        decision=decide(applicant, primary, choice, counts, make, knowledge, as_of),
        counts=counts,
        notes=tuple(_notes(p, applicant, primary, choice, counts, knowledge, as_of)),
        scales=scales,
        known=known,
    )
    return replace(core, facts={**applicant, **conclusions(core)})


def _named(p: Profile) -> tuple[str, ...]:
    """The specialties of the profile, the first choice in front."""
    wishes = p.interests
    first = (wishes.primary,) if wishes.primary else ()
    return tuple(dict.fromkeys((*first, *(wishes.considering or ()))))


def invited_fields(read: ReadProfile, applicant: Facts) -> frozenset[str]:
    """The specialties whose programs invite, says the tracker, once the applications are out."""
    out = applicant["applicant.applied"].value is True
    told = (each.specialty for each in read.interviews if each.status in OF_INTERVIEWS)
    return frozenset(told) if out else frozenset()


def _scored(card: Card) -> bool:
    about = card.specialty.about
    return about.career and about.match is MatchSystem.NRMP


def _elsewhere(card: Card) -> bool:
    about = card.specialty.about
    return about.career and about.match is not MatchSystem.NRMP


def _notes(
    p: Profile,
    facts: Facts,
    primary: Card | None,
    choice: Choice,
    counts: Counts | None,
    knowledge: Knowledge,
    as_of: dt.date,
) -> Iterator[Note]:
    """What the reader should hear once, loudly: dilution, missing dates, late starts."""
    yield from _entry_notes(p, knowledge)
    yield from _policy_notes(facts, knowledge, as_of)
    yield from _dilution(facts, counts, knowledge, as_of)
    if p.season and p.season not in knowledge.seasons and p.season >= as_of.year:
        yield Note(
            id="no-season",
            title=f"No dates for Match {p.season}",
            text="The data of this version hold no dates for that season, so tasks stand without "
            "days. A later version will have them.",
        )
    season = knowledge.seasons.get(p.season or 0)
    opens = season.dates.get("applications_open") if season else None
    over = season.dates.get("match_day") if season else None
    if season and over and over.date < as_of:
        yield Note(
            id="over",
            title=f"Match {season.year} is over",
            text=f"Its Match Day was {long_date(over.date)}. Change season in your profile to the "
            "next Match that you can reach.",
        )
    elif season and opens and opens.date < as_of and not facts["applicant.applied"].value:
        yield Note(
            id="late",
            title="This season has already begun",
            text=f"Applications for Match {season.year} could be sent from "
            f"{long_date(opens.date)} on. What is overdue stands without a date in this plan: do "
            "it now, or plan for the next season.",
        )
    if primary and not primary.specialty.about.career:
        yield Note(
            id="bridge-primary",
            title="Your first choice is one year",
            text="A preliminary or transitional year ends after twelve months, without a "
            "guaranteed place afterwards. Name the career that you want after it.",
        )


def _dilution(
    facts: Facts, counts: Counts | None, knowledge: Knowledge, as_of: dt.date
) -> Iterator[Note]:
    """A warning where more specialties are named than the guide allows."""
    most = knowledge.parameter("guide.most-specialties", as_of)
    named = facts["applicant.specialties_named"].value
    if not isinstance(named, int) or not isinstance(most.high, float | int) or named <= most.high:
        return
    text = (
        f"You named {named} specialties. Three or four different ones dilute your file: each "
        "program asks for its own letters, statement and story. Keep one first choice and one "
        "backup; add a second backup only if it is closely related."
    )
    if counts and any(option.name == "four" for option in counts.options):
        text += (
            " The page on a second specialty shows what the same applications bring in four "
            "fields and in two."
        )
    yield Note(id="dilution", title="Choose two directions", text=text)


def _entry_notes(p: Profile, knowledge: Knowledge) -> Iterator[Note]:
    """Limits on entry that name a citizenship of the applicant: matching is not starting."""
    if p.visa.need in (VisaNeed.GREEN_CARD, VisaNeed.WORK_AUTHORISATION):
        return
    mine = p.applicant.citizenship or ()
    for limit in knowledge.entry_limits:
        named = [country for country in mine if country in limit.countries]
        if not named or limit.visas not in CLOSING:
            continue
        other = [country for country in mine if country not in named]
        text = (
            f"From {long_date(limit.since)} on, {limit.text} for citizens of "
            f"{' and '.join(named)}. Matching is not starting: a match does not help if the visa "
            "cannot be issued. See whether the rule still holds, and ask an immigration lawyer "
            "before you pay for applications."
        )
        if other:
            text += f" You are also a citizen of {' and '.join(other)}: ask which passport counts."
        yield Note(
            id=f"entry-{limit.visas}",
            title="Entry to the US may be closed to you",
            text=text,
            source=limit.source,
            read=limit.as_of,
            holds_start=True,
        )


def _policy_notes(facts: Facts, knowledge: Knowledge, as_of: dt.date) -> Iterator[Note]:
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
