"""The view of the self-assessment page."""

from __future__ import annotations

from typing import Any

from sitegen.facts.applicant import counts_as_hands_on
from sitegen.facts.specialty import serves
from sitegen.plan.assessment import Assessment
from sitegen.plan.card import Card
from sitegen.plan.conclusions import prepared
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.profile import Profile
from sitegen.render.guide.own_words import with_hospital
from sitegen.render.phrases import phrase
from sitegen.render.task_lines import task_view
from sitegen.render.views import Views
from sitegen.written import number, told_date

NEAR = 5
"""Points around a mean that still count as close to it."""

SCORE_ROWS = 8
WEAK = 3
"""Up to this own rating of English, long talks are hard; above it, a field lives from them."""

MUCH, LITTLE = 4, 2
"""From one on, and up to the other, research weighs much or little in a field."""

MOST = 50
"""Above so many per cent, a field holds most of the rotations and letters."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Every answer of the profile, held against those who matched."""
    assessment = plan.guide.assessment
    p = plan.read.profile
    score = plan.facts["applicant.step2_ck"].value
    assets = [views.reason(f) for f in assessment.assets]
    flags = [views.reason(f) for f in assessment.flags]
    return {
        "primary": views.card(assessment.card) if assessment.card else None,
        "assets": assets,
        "have": sum(r.outcome == "have" for r in assets),
        "assets_open": sum(not r.settled for r in assets),
        "flags": flags,
        "raised": sum(r.outcome == "raised" for r in flags),
        "flags_open": sum(not r.settled for r in flags),
        "earlier": [views.reason(f) for f in assessment.earlier],
        "score": score,
        "scores": _scores(plan, views) if score is not None else [],
        "step1": _step1(p),
        "concentration": _concentration(plan, assessment),
        "rotations": _rotations(plan, p),
        "letters": _letters(plan, p),
        "research": _research(plan, p),
        "weight": _weight(assessment),
        "english": _english(plan),
        "told": _told(p),
        "missing": [task_view(t, plan) for t in plan.tasks if t.phase == FIND_OUT],
    }


def _scores(plan: Plan, views: Views) -> list[dict[str, Any]]:
    named = {plan.read.profile.interests.primary, *(plan.read.profile.interests.considering or ())}
    backups = {c.card.id for c in plan.choice.backups}
    chosen = [c for c in plan.cards if c.id in named | backups]
    chosen += [c for c in plan.cards if c not in chosen]
    rows = []
    for card in chosen:
        matched = card.facts["field.step2_matched"]
        unmatched = card.facts["field.step2_unmatched"]
        if not matched.known and not unmatched.known:
            continue
        figures = [views.figure(c) for c in (*matched.citations, *unmatched.citations)]
        rows.append(
            {
                "title": card.specialty.title,
                "matched": matched.value,
                "unmatched": unmatched.value,
                **_place(card),
                "cites": tuple(dict.fromkeys((f.cite, f.source) for f in figures)),
            }
        )
    return rows[:SCORE_ROWS]


def _place(card: Card) -> dict[str, str]:
    """Where a score lies beside the mean of those who matched, and by how many points."""
    gap = card.facts["here.step2_gap"].value
    if not isinstance(gap, (int, float)):
        return {"place": "", "points": ""}
    sign = "+" if gap > 0 else "–" if gap < 0 else "±"
    place = "close" if abs(gap) <= NEAR else "above" if gap > 0 else "below"
    return {"place": place, "points": f"{sign}{number(abs(gap))}"}


def _step1(p: Profile) -> dict[str, Any]:
    step1 = p.exams.step1
    if step1 is None or step1.state is None:
        return {"state": ""}
    planned = told_date(step1.planned) if step1.planned else ""
    return {"state": step1.state.value, "score": step1.score, "planned": planned}


def _names(plan: Plan, ids: tuple[str, ...]) -> list[str]:
    return [plan.knowledge.specialties[i].name for i in ids]


def _concentration(plan: Plan, assessment: Assessment) -> dict[str, Any] | None:
    it = assessment.concentration
    if it is None:
        return None
    return {
        "top": plan.knowledge.specialties[it.specialty].name,
        "most": it.share > MOST,
        "easier": _names(plan, it.easier),
        "harder": _names(plan, it.harder),
    }


def _rotations(plan: Plan, p: Profile) -> list[dict[str, Any]] | None:
    """Each rotation; None where nothing is told."""
    if p.us_experience is None:
        return None
    return [
        {
            "title": plan.knowledge.specialties[r.specialty].title,
            "kind": with_hospital(phrase(plan, f"did-rotation-{r.kind}"), r, plan),
            "weeks": number(r.weeks),
            "hands_on": counts_as_hands_on(r),
        }
        for r in p.us_experience
    ]


def _letters(plan: Plan, p: Profile) -> list[dict[str, Any]] | None:
    """Each letter with what it can serve; None where nothing is told."""
    if p.letters is None:
        return None
    named = {p.interests.primary, *(p.interests.considering or ())} - {None}
    named |= {c.card.id for c in plan.choice.backups}
    rows = []
    for letter in p.letters:
        useful = tuple(s for s in plan.knowledge.specialties if s in named and serves(letter, s))
        rows.append(
            {
                "writer": letter.writer,
                "state": _spaced(letter.state.value) if letter.state else "",
                "title": plan.knowledge.specialties[letter.specialty].title,
                "us": letter.us_faculty,
                "topics": [_spaced(topic.value) for topic in letter.speaks_to or ()],
                "serves": _names(plan, useful),
            }
        )
    return rows


def _spaced(word: str) -> str:
    """A word of the profile as it stands in a sentence."""
    return word.replace("_", " ")


def _research(plan: Plan, p: Profile) -> list[dict[str, Any]] | None:
    """Each kind of work; None where nothing is told."""
    if p.research is None:
        return None
    return [
        {
            "kind": _spaced(work.kind.value),
            "what": work.title or "",
            "count": work.count,
            "title": plan.knowledge.specialties[work.field].title,
            "also": None if work.transfers_to is None else _names(plan, work.transfers_to),
        }
        for work in p.research
    ]


def _weight(assessment: Assessment) -> dict[str, Any] | None:
    """How much research weighs in the field that is the measure."""
    traits = assessment.card.specialty.about.traits if assessment.card else None
    if assessment.card is None or traits is None:
        return None
    weight = traits.research_weight
    much, little = weight.value >= MUCH, weight.value <= LITTLE
    return {
        "of": "much" if much else "little" if little else "something",
        "field": assessment.card.specialty.name,
        "year": traits.year,
        "trait": weight,
    }


def _english(plan: Plan) -> dict[str, Any]:
    """The own ratings, and which of the own fields live from conversation."""
    it, mine = plan.read.profile.communication, _own_fields(plan)
    return {
        "told": it,
        "strong": (it.spoken_english or 0) > WEAK,
        "trusted": (it.rapport or 0) > WEAK,
        "fields": [c.specialty.name for c in mine],
        "long": [c.specialty.name for c in mine if _talks(c)],
    }


def _own_fields(plan: Plan) -> list[Card]:
    """First choice and backups, then what was named."""
    told = plan.read.profile.interests.considering or ()
    found = {card.id: card for card in prepared(plan)}
    return [*found.values(), *(plan.card(name) for name in told if name not in found)]


def _talks(card: Card) -> bool:
    traits = card.specialty.about.traits
    return traits is not None and traits.communication.value > WEAK


def _told(p: Profile) -> dict[str, Any]:
    """What else the profile holds, with its days and its numbers as they are read."""
    school, states = p.school, p.constraints.states
    return {
        "citizenship": p.applicant.citizenship or (),
        "school": school.name,
        "graduated": told_date(school.graduated) if school.graduated else "",
        "rank": _spaced(school.class_rank.value) if school.class_rank else "",
        "honours": school.honours or (),
        "training": [
            {
                "name": it.specialty.replace("-", " "),
                "years": number(it.years) if it.years else "",
                "exam": it.in_training_exam,
            }
            for it in p.earlier_training or ()
        ],
        "gaps": [
            {
                "start": told_date(gap.start),
                "end": told_date(gap.end) if gap.end else "",
                "reason": gap.reason,
            }
            for gap in p.gaps or ()
        ],
        "ecfmg": _spaced(p.exams.ecfmg.value) if p.exams.ecfmg else "",
        "stage": p.stage.value if p.stage else "",
        "fellowship": p.interests.fellowship,
        "long_term": p.interests.long_term,
        "preferred": (states.preferred or ()) if states else (),
        "excluded": (states.excluded or ()) if states else (),
        "only_preferred": bool(states and states.preferred and not states.open_to_all),
        "family": p.constraints.family,
    }
