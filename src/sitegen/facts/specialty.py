"""Facts about one specialty for one applicant. All arithmetic is here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sitegen.facts.applicant import FactMaker, counts_as_hands_on, letters_fact, weeks_of
from sitegen.facts.commitment import commitment_facts
from sitegen.facts.evidence import letters_count, reads_letter_from, related, training_abroad
from sitegen.facts.letters import HELD
from sitegen.facts.model import Citation, Fact, Interval, Origin
from sitegen.facts.wishes import fellowships_meant
from sitegen.grid import half_up
from sitegen.knowledge.model import Knowledge, Specialty, Trait, Traits
from sitegen.knowledge.units import Unit
from sitegen.profile import ReadProfile
from sitegen.profile.fields import (
    Contact,
    Hours,
    Interests,
    Letter,
    Manner,
    Pace,
    Place,
    Rotation,
    Training,
    Visa,
    VisaKind,
    VisaNeed,
    Work,
)
from sitegen.programs.model import Program

VETO = 2
"""An own fit rating up to this one says: not for life."""

OWN_ROWS = 10
"""Answers in the applicant's own list from which it outranks the national figure."""


Keep = Callable[[str, tuple[object, ...], Callable[[], Iterable[Fact]]], Iterable[Fact]]
"""Gives some facts of a specialty: made now, or those made before from the same. It is told their
name, what of the applicant they rest on, and how they are made."""


def made(name: str, rests_on: tuple[object, ...], make: Callable[[], Iterable[Fact]]) -> list[Fact]:
    """Make the facts now."""
    return list(make())


def specialty_facts(
    specialty: Specialty,
    read: ReadProfile,
    knowledge: Knowledge,
    applicant: Mapping[str, Fact],
    as_of: dt.date,
    keep: Keep = made,
) -> dict[str, Fact]:
    """Every fact about this specialty for this applicant, with the applicant's own facts."""
    make, p = FactMaker(knowledge.facts, read.places, knowledge), read.profile

    def own(name: str, facts: Callable[..., Iterable[Fact]], *rests_on: object) -> Iterable[Fact]:
        # Nothing but `rests_on` is handed on, so nothing else of the applicant can go in.
        return keep(name, rests_on, lambda: facts(make, specialty, *rests_on))

    score, papers, weeks, needs_visa = (
        applicant[f"applicant.{name}"]
        for name in ("step2_ck", "publications", "us_weeks", "needs_visa")
    )
    seen = seen_work(specialty, p.earlier_training, p.us_experience)
    facts = [
        *keep("field", (), lambda: field_facts(specialty, knowledge)),
        *own("doors", _door_facts, read.programs, p.visa, needs_visa),
        *own("standing", _standing_facts, score, papers),
        *own("weeks", _week_facts, p.us_experience, weeks),
        *own("counts", letters_count, p.letters),
        *own("abroad", training_abroad, p.earlier_training),
        *own("letters", _letter_facts, p.letters),
        *own("trained", _training_facts, p.earlier_training),
        make.told("here.seen", seen, "us_experience", "earlier_training"),
        *own("works", _work_facts, p.research),
        *own("fit", _fit_facts, p.interests),
        *own("commitment", commitment_facts, (p.commitment or {}).get(specialty.id), as_of, seen),
    ]
    return {**applicant, **{fact.name: fact for fact in facts}}


def _num(fact: Fact) -> float | None:
    value = fact.value
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else half_up(100 * part / whole, 1)


def field_facts(s: Specialty, knowledge: Knowledge) -> list[Fact]:
    """What the figures say of a specialty, whoever applies."""
    make = FactMaker(knowledge.facts, {}, knowledge)
    matched = make.cited("field.matched", "matched_preferred", s.figure("matched_preferred"))
    people = make.cited("field.people", "applicants_preferred", s.figure("applicants_preferred"))
    places = make.cited("field.places", "positions_offered", s.figure("positions_offered"))
    rate = make.cited("field.rate", "rate_preferred", s.figure("rate_preferred"))
    m, n = _num(matched), _num(people)
    interviewing = make.cited(
        "field.programs_interviewing", "programs_interviewing", s.figure("programs_interviewing")
    )
    reporting = make.cited(
        "field.programs_reporting", "programs_reporting", s.figure("programs_reporting")
    )
    doors = _share(_num(interviewing), _num(reporting))
    return [
        make.computed("field.career", s.about.career),
        make.computed("field.match", s.about.match.value),
        make.computed("field.has_figures", m is not None and doors is not None),
        make.computed(
            "field.guide_tier", s.about.guide_tier.value if s.about.guide_tier else "not_named"
        ),
        make.cited("field.step1_matched", "step1_matched", s.figure("step1_matched")),
        matched,
        people,
        places,
        rate,
        make.computed("field.share_of_places", _share(m, _num(places)), matched, places),
        make.computed("field.asking", _asking(n, _num(places)), people, places),
        interviewing,
        reporting,
        make.computed("field.doors", doors, interviewing, reporting),
        make.cited("field.step2_matched", "step2_matched", s.figure("step2_matched")),
        make.cited("field.step2_unmatched", "step2_unmatched", s.figure("step2_unmatched")),
        make.cited(
            "field.publications_matched", "publications_matched", s.figure("publications_matched")
        ),
        make.cited("field.programs", "programs", s.figure("programs")),
    ]


def _asking(people: float | None, places: float | None) -> float | None:
    """People who had it first for each 100 positions; two digits that count where it is small."""
    if people is None or not places:
        return None
    share = 100 * people / places
    return round(share, 0 if share >= 10 else 1)


def _door_facts(
    make: FactMaker, s: Specialty, programs: Sequence[Program], visa: Visa, needs_visa: Fact
) -> list[Fact]:
    """The share of programs open to this applicant's visa, in per cent of those that answered."""
    j1, h1b = _visa_share(make, s, programs, "j1"), _visa_share(make, s, programs, "h1b")
    need, accepts = visa.need, visa.accepts
    if need is not None and need is not VisaNeed.SPONSORSHIP:
        share = make.computed("visa.share", 100, needs_visa)
    elif need is None or accepts is None:
        share = make.told("visa.share", None, "visa.need" if need is None else "visa.accepts")
    else:
        options = [f for kind, f in ((VisaKind.J1, j1), (VisaKind.H1B, h1b)) if kind in accepts]
        shares = [v for f in options if (v := _num(f)) is not None]
        best = max(shares) if len(shares) == len(options) else None
        chosen = [f for f in options if best is None or _num(f) == best]
        share = make.computed("visa.share", best, *chosen, needs_visa)
    return [j1, h1b, share, make.computed("visa.counted", _whose(share), share)]


def _whose(share: Fact) -> str | None:
    """Whose answers a share counts."""
    if share.value is None:
        return None
    own = any(o.path == "programs" for o in share.origins)
    return "the programs on your own list with an answer" if own else "the programs that answered"


def _visa_share(make: FactMaker, s: Specialty, programs: Sequence[Program], visa: str) -> Fact:
    """The applicant's own list where it has enough answers, else the national figure."""
    said = [getattr(p, visa) for p in programs if p.specialty == s.id]
    answers = [each for each in said if each is not None]
    name = f"field.{visa}_share"
    if len(answers) >= OWN_ROWS:
        return make.told(name, _share(answers.count(True), len(answers)), "programs")
    return make.cited(name, f"{visa}_share", s.figure(f"{visa}_share"))


def _standing_facts(make: FactMaker, s: Specialty, score: Fact, papers: Fact) -> list[Fact]:
    matched = make.cited("field.step2_matched", "step2_matched", s.figure("step2_matched"))
    mine, theirs = _num(score), _num(matched)
    gap = None if mine is None or theirs is None else half_up(mine - theirs, 1)
    usual = make.cited(
        "field.publications_matched", "publications_matched", s.figure("publications_matched")
    )
    have, median = _num(papers), _num(usual)
    paper_share = None if have is None or median is None else _share(have, max(median, 1))
    return [
        make.computed("here.step2_gap", gap, score, matched),
        make.computed("here.publications_share", paper_share, papers, usual),
    ]


def _week_facts(
    make: FactMaker, s: Specialty, rotations: Sequence[Rotation] | None, all_weeks: Fact
) -> list[Fact]:
    """Hands-on weeks in this specialty, in those related to it, and in all others."""
    hands_on = None if rotations is None else [r for r in rotations if counts_as_hands_on(r)]
    weeks = None if hands_on is None else weeks_of(r for r in hands_on if r.specialty == s.id)
    near = (
        None
        if hands_on is None
        else weeks_of(
            r for r in hands_on if r.specialty != s.id and related(make.knowledge, s, r.specialty)
        )
    )
    total = _num(all_weeks)
    other = (
        None
        if total is None or weeks is None or near is None
        else round(max(total - weeks - near, 0.0), 1)
    )
    return [
        make.told("here.weeks", weeks, "us_experience"),
        make.told("here.related_weeks", near, "us_experience"),
        make.told("here.other_weeks", other, "us_experience"),
    ]


def _letter_facts(
    make: FactMaker, s: Specialty, letters: Sequence[Letter] | None
) -> tuple[Fact, ...]:
    serving = None if letters is None else [e for e in letters if serves(e, s.id)]
    every = letters_fact(make, "here.us_letters", serving)
    held = letters_fact(make, "here.us_letters_received", serving, HELD)
    return every, held, _letters_planned(make, serving)


def _training_facts(
    make: FactMaker, s: Specialty, training: Sequence[Training] | None
) -> tuple[Fact]:
    trained = None if training is None else any(t.specialty == s.id for t in training)
    return (make.told("here.trained_before", trained, "earlier_training"),)


def seen_work(
    s: Specialty, training: Sequence[Training] | None, rotations: Sequence[Rotation] | None
) -> bool | None:
    """Whether the ordinary work of the field is known: from training in it, or a week there."""
    trained = any(t.specialty == s.id for t in training or ())
    if trained or any(r.specialty == s.id and r.weeks >= 1 for r in rotations or ()):
        return True
    return None if training is None or rotations is None else False


def _work_facts(make: FactMaker, s: Specialty, research: Sequence[Work] | None) -> tuple[Fact]:
    """How many pieces of scholarly work count here; one that may transfer makes an interval."""
    if research is None:
        return (make.told("here.works", None, "research"),)
    sure = sum(w.count for w in research if s.id in (w.field, *(w.transfers_to or ())))
    perhaps = sum(w.count for w in research if w.field != s.id and w.transfers_to is None)
    if not perhaps:
        return (make.told("here.works", sure, "research"),)
    fact = make.told("here.works", Interval(sure, sure + perhaps), "research")
    return (replace(fact, missing=("research.transfers_to",)),)


def _letters_planned(make: FactMaker, serving: Sequence[Letter] | None) -> Fact:
    """How many letters can serve, with those that somebody still has to be asked for."""
    if serving is None:
        return make.told("here.letters_planned", None, "letters")
    sure = sum(each.state is not None for each in serving)
    if sure == len(serving):
        return make.told("here.letters_planned", sure, "letters")
    fact = make.told("here.letters_planned", Interval(sure, len(serving)), "letters")
    return replace(fact, missing=("letters.state",))


def serves(letter: Letter, specialty: str) -> bool:
    """Whether a letter can be used for a specialty.

    A letter that names other specialties as the goal serves only those; one that names none
    serves its own field, and core medicine letters serve all of `CORE_LETTERS`.
    """
    if letter.supports:
        return specialty in letter.supports
    return reads_letter_from(specialty, letter.specialty)


def _fit_facts(make: FactMaker, s: Specialty, wish: Interests) -> list[Fact]:
    traits = s.about.traits
    own = (wish.fit or {}).get(s.id)
    spelled = f"interests.fit.{s.id}"
    named = s.id == wish.primary or s.id in (wish.considering or ())
    settled = named or (wish.considering is not None and wish.primary is not None)
    if own is not None:
        vetoed: bool | None = own <= VETO or s.id in (wish.not_for_life or ())
    else:
        vetoed = None if wish.not_for_life is None else s.id in wish.not_for_life
    facts = [
        make.told("fit.own", own, spelled, "interests.fit"),
        make.told("fit.vetoed", vetoed, "interests.not_for_life"),
        make.told(
            "fit.named",
            named if settled else None,
            "interests.primary"
            if s.id == wish.primary or wish.considering is not None
            else "interests.considering",
        ),
        _trait_fact(make.computed("fit.talk", traits.communication.value), traits, "communication")
        if traits
        else make.computed("fit.talk", None),
        _fellowship_fact(make, s, wish),
    ]
    for name, wanted, trait, judge in (
        ("fit.place", "place", "inpatient", _place),
        ("fit.manner", "manner", "procedural", _manner),
        ("fit.contact", "contact", "continuity", _contact),
        ("fit.pace", "pace", "intensity", _pace),
        ("fit.hours", "hours", "predictability", _hours),
    ):
        verdict = judge(getattr(wish, wanted), getattr(traits, trait) if traits else None)
        fact = make.told(name, verdict, f"interests.{wanted}")
        facts.append(_trait_fact(fact, traits, trait) if traits and fact.known else fact)
    return facts


def _fellowship_fact(make: FactMaker, s: Specialty, wish: Interests) -> Fact:
    """Whether this residency leads to the fellowship hoped for; none if no known one is named."""
    known = make.knowledge.fellowships
    meant = fellowships_meant(wish.fellowship, known) if wish.fellowship else ()
    leads = "leads" if any(s.id in known[key].open_to for key in meant) else "closed"
    return make.told("fit.fellowship", leads if meant else "none", "interests.fellowship")


def _trait_fact(fact: Fact, traits: Traits, name: str) -> Fact:
    """A fact that rests on a judged trait, with the citation of that judgement."""
    trait: Trait = getattr(traits, name)
    citation = Citation(
        traits.source,
        traits.year,
        traits.locator,
        traits.kind,
        f"trait: {name}",
        trait.value,
        Unit.SCALE,
        trait.low,
        trait.high,
    )
    return replace(fact, origins=(*fact.origins, Origin(citation=citation)))


def _verdict(distance: int) -> str:
    return "agrees" if distance <= 0 else "near" if distance == 1 else "opposed"


def _high(trait: Trait) -> str:
    return _verdict(4 - trait.value)


def _low(trait: Trait) -> str:
    return _verdict(trait.value - 2)


def _middle(trait: Trait) -> str:
    return _verdict(abs(trait.value - 3) - 1)


def _place(wish: Place | None, trait: Trait | None) -> str | None:
    if wish is None or trait is None:
        return None
    return {Place.INPATIENT: _high, Place.OUTPATIENT: _low, Place.MIXED: _middle}[wish](trait)


def _manner(wish: Manner | None, trait: Trait | None) -> str | None:
    if wish is None or trait is None:
        return None
    return {Manner.PROCEDURAL: _high, Manner.COGNITIVE: _low, Manner.MIXED: _middle}[wish](trait)


def _contact(wish: Contact | None, trait: Trait | None) -> str | None:
    if wish is None or trait is None:
        return None
    if wish is Contact.EITHER:
        return "near"
    return _low(trait) if wish is Contact.SHORT else _high(trait)


def _pace(wish: Pace | None, trait: Trait | None) -> str | None:
    if wish is None or trait is None:
        return None
    return {Pace.INTENSE: _high, Pace.CALM: _low, Pace.MODERATE: _middle}[wish](trait)


def _hours(wish: Hours | None, trait: Trait | None) -> str | None:
    if wish is None or trait is None:
        return None
    if wish is Hours.ANY:
        return "near"
    return _high(trait) if wish is Hours.REGULAR else _low(trait)
