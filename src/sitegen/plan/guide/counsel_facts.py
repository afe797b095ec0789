"""What counsel compares and quotes of one applicant: doubt, standing, research, the own list."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Citation, Fact, Facts, Origin, Value
from sitegen.facts.program import visa_answer
from sitegen.facts.wishes import fellowships_meant, plain_words
from sitegen.grid import half_up
from sitegen.knowledge.model import Fellowship, Specialty
from sitegen.patterns import regex
from sitegen.plan.card import Card
from sitegen.plan.conclusions import maker
from sitegen.plan.decided import Decided
from sitegen.plan.guide.program_pages import program_pages
from sitegen.plan.guide.tiers import tier
from sitegen.plan.guide.undecided import doubt
from sitegen.profile import Profile
from sitegen.profile.choices import Hospital, VisaKind
from sitegen.profile.fields import Work, WorkKind
from sitegen.programs.model import Program
from sitegen.shape import Year
from sitegen.written import joined

ANYWHERE = (WorkKind.QUALITY_IMPROVEMENT, WorkKind.AUDIT)
"""Work that every field reads, whatever it is about."""

HEALTH_OF_GROUPS = "preventive-medicine"
OF_GROUPS = ("public health", "epidemiology", "population health", "community health")
"""Words by which a title tells work on the health of groups, as `plain_words` writes them."""

SCIENTIST = ("scientist", "research", "researcher", "pstp", "physician investigator")
"""Words by which a wish asks for a life with research."""

WOMEN = "obstetrics-gynecology"
WOMENS_HEALTH = ("women s health", "womens health", "obstetrics", "maternal health", "midwifery")
"""Words by which a wish asks for women's health, as `plain_words` writes them."""

FAILED = regex(r"\b(?:fail\w*|not passed|did not pass)\b", re.IGNORECASE)
"""A result that speaks against its owner is no evidence to show."""

MOST_WAYS = 4
"""Residencies named before a fellowship; the page on pathways has all of them."""

ENOUGH_LETTERS = 3
"""Letters from US faculty after which another one is not what comes first: the guide asks for
three."""

MUCH_RESEARCH = 5
"""Publications from which a research track comes up by itself."""


def counsel_facts(plan: Decided) -> Facts:
    """Every fact that counsel needs beside those of the plan and of a specialty."""
    make, p = maker(plan), plan.read.profile
    facts = [
        *_doubt_facts(plan, make),
        *_tier_facts(plan, make),
        *_standing_facts(make, p),
        *_research_facts(plan, make),
        *_place_facts(plan, make),
        *_growth_facts(plan, make),
        *_step1_facts(plan, make),
        *_wish_facts(plan, make),
        make.told(
            "counsel.student",
            _to_graduate(p.school.graduated, plan.as_of),
            "school.graduated",
        ),
        make.computed("counsel.under_way", _under_way(plan)),
        make.computed("counsel.behind", _behind(plan)),
    ]
    return {fact.name: fact for fact in facts}


def _behind(plan: Decided) -> str:
    """What of exams, certificate and US letters is behind somebody for certain, as a word."""
    facts = plan.facts
    if facts["applicant.certified"].value is not True:
        return "step2" if facts["applicant.step2_passed"].value is True else "nothing"
    letters = facts["applicant.us_letters"].value
    return "letters" if isinstance(letters, int) and letters >= ENOUGH_LETTERS else "exams"


def _under_way(plan: Decided) -> bool:
    return any(
        plan.facts[name].value is True
        for name in ("season.begun", "season.over", "applicant.applied")
    )


def _doubt_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    found = doubt(plan)
    unseen = [card for card in found.between if not _seen(plan, card)]
    values: dict[str, Value] = {
        "counsel.doubt": found.kind,
        "counsel.dated": found.by is not None,
        "counsel.decide_by": found.by,
        "counsel.between": _names(found.between) or None,
        "counsel.lead": found.lead.specialty.name if found.lead else None,
        "counsel.all_seen": not unseen,
        "counsel.unseen": _names(unseen) or None,
    }
    return [make.computed(name, value) for name, value in values.items()]


def _seen(plan: Decided, card: Card) -> bool:
    told = (plan.read.profile.commitment or {}).get(card.id)
    day = told.saw_daily_work if told else None
    return day is not None and day <= plan.as_of


def _names(cards: Sequence[Card]) -> str:
    return joined([card.specialty.name for card in cards])


def _to_graduate(told: dt.date | Year | None, as_of: dt.date) -> bool | None:
    """Whether graduation lies ahead; unknown in the year that is told alone."""
    if not isinstance(told, Year):
        return None if told is None else told > as_of
    return None if told.first <= as_of < told.last else told.first > as_of


def _tier_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    first = plan.primary
    career = first is not None and first.specialty.about.career
    return [make.computed("tier.first", tier(plan, first) if first and career else "none")]


def _standing_facts(make: FactMaker, p: Profile) -> list[Fact]:
    rank, honours = p.school.class_rank, p.school.honours
    told = (each.in_training_exam for each in p.earlier_training or ())
    exams = [exam for exam in told if exam and not FAILED.search(exam)]
    untold = p.earlier_training is None
    return [
        make.told("counsel.rank", rank.value if rank else None, "school.class_rank"),
        make.told(
            "counsel.rank_words",
            rank.value.replace("_", " ") if rank else None,
            "school.class_rank",
        ),
        make.told(
            "counsel.honours_words", "; ".join(honours) if honours else None, "school.honours"
        ),
        make.told("counsel.exam", None if untold else bool(exams), "earlier_training"),
        make.told("counsel.exam_words", "; ".join(exams) or None, "earlier_training"),
    ]


def _research_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    p = plan.read.profile
    works = p.research
    carried = [work for work in works or () if carries(work)]
    titles = dict.fromkeys(work.title or work.kind.value.replace("_", " ") for work in carried)
    wishes = plain_words(f"{p.interests.fellowship or ''} {p.interests.long_term or ''}")
    wished = any(f" {word} " in wishes for word in SCIENTIST)
    papers = plan.facts["applicant.publications"].value
    many = isinstance(papers, (int, float)) and papers >= MUCH_RESEARCH
    return [
        make.told("counsel.carries", None if works is None else len(carried), "research"),
        make.told("counsel.carries_words", "; ".join(titles) or None, "research"),
        make.computed("counsel.scientist", wished or many),
    ]


def carries(work: Work) -> bool:
    """Whether work counts in every field: quality, or the health of groups of people."""
    if work.kind in ANYWHERE or work.field == HEALTH_OF_GROUPS:
        return True
    said = plain_words(work.title or "")
    return any(words in said for words in OF_GROUPS)


def _place_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    p = plan.read.profile
    years, goes = plan.facts["applicant.years_since_graduation"].value, _sent_to(plan)
    listed = [
        each
        for each in plan.read.programs
        if each.specialty in goes
        and each.setting is not None
        and each.setting.value == Hospital.COMMUNITY.value
        and isinstance(years, (int, float))
        and (each.most_years is None or each.most_years >= years)
        and not _refused(each, plan)
    ]
    ready, states = p.constraints.community_hospitals, p.constraints.states
    return [
        make.told(
            "counsel.every_state",
            states.open_to_all if states else None,
            "constraints.states.open_to_all",
        ),
        make.computed("counsel.womens_health", _womens_health(p)),
        make.computed("counsel.community", {True: "yes", False: "no", None: "not_told"}[ready]),
        make.computed("counsel.community_listed", len(listed)),
        make.computed("counsel.goes", joined([s.name for s in goes.values()]) or "none"),
        make.computed("counsel.listed", bool(plan.read.programs)),
        make.computed("counsel.addresses", sum(1 for _ in program_pages(plan.read.programs))),
    ]


def _refused(program: Program, plan: Decided) -> bool:
    """Whether a row says that it sponsors none of the visas that are accepted."""
    if plan.facts["applicant.needs_visa"].value is False:
        return False
    accepts = plan.read.profile.visa.accepts or tuple(VisaKind)
    return visa_answer(program, accepts) == "refuses"


def _sent_to(plan: Decided) -> dict[str, Specialty]:
    """The fields to which the plan sends applications, the one with most in front."""
    advice = plan.counts.advice if plan.counts else ()
    most = sorted((each for each in advice if each.programs), key=lambda each: -each.programs)
    return {each.specialty.id: each.specialty for each in most}


def _womens_health(p: Profile) -> bool:
    wish = p.interests
    said = plain_words(f"{wish.fellowship or ''} {wish.long_term or ''}")
    named = {wish.primary, *(wish.considering or ())}
    return WOMEN in named or any(f" {words} " in said for words in WOMENS_HEALTH)


def _growth_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    """Positions of psychiatry in the Match before the newest, where both are printed."""
    name, about = "counsel.places_before", plan.knowledge.metrics["positions_offered"]
    specialty = plan.knowledge.specialties.get("psychiatry")
    evidence = specialty.about.figures.get("positions_offered") if specialty else None
    earlier = [each for each in evidence.also if each.year < evidence.use.year] if evidence else []
    if not earlier:
        return [make.told(name, None, f"not published: {about.label}")]
    last = max(earlier, key=lambda figure: figure.year)
    fact = make.computed(name, int(last.value))
    citation = Citation.of(last, about.label, about.unit)
    return [replace(fact, origins=(Origin(citation=citation),))]


def _step1_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    """The old score of Step 1 beside the mean of those who matched to the first choice."""
    exam = plan.read.profile.exams.step1
    told = exam is not None and exam.state is not None
    score = exam.score if exam else None
    first = plan.primary
    mean = first.specialty.figure("step1_matched") if first else None
    known = make.cited("counsel.step1_mean", "step1_matched", mean)
    gap = None if score is None or mean is None else half_up(score - mean.value, 1)
    scored = score is not None
    return [
        make.told("counsel.step1", score, "exams.step1.score"),
        make.told("counsel.step1_scored", scored if told or scored else None, "exams.step1.state"),
        make.computed("counsel.step1_printed", mean is not None),
        known,
        make.computed("counsel.step1_gap", gap, known),
    ]


def wished(plan: Decided) -> tuple[Fellowship, ...]:
    """The fellowships that the applicant's words mean."""
    said, known = plan.read.profile.interests.fellowship, plan.knowledge.fellowships
    return tuple(known[key] for key in fellowships_meant(said, known)) if said else ()


def _wish_facts(plan: Decided, make: FactMaker) -> list[Fact]:
    """The fellowship hoped for, and the residencies that lead to it, as ranked for this person."""
    meant, first = wished(plan), plan.primary
    open_to = {name for each in meant for name in each.open_to}
    ways = [card for card in plan.every if card.id in open_to]
    said = plan.read.profile.interests.fellowship
    told = "interests.fellowship"
    return [
        make.told("counsel.wish", "named" if meant else "none", told),
        make.told("counsel.wish_words", f"“{said}”" if meant else None, told),
        make.told("counsel.wish_ways", _names(ways[:MOST_WAYS]) or None, told),
        make.computed("counsel.wish_leads", first is not None and first.id in open_to),
    ]
