"""The view of the self-assessment page."""

from __future__ import annotations

from typing import Any

from sitegen.explain import number, told_date
from sitegen.facts.applicant import counts_as_hands_on
from sitegen.facts.specialty import serves
from sitegen.plan.assessment import Assessment
from sitegen.plan.card import Card
from sitegen.plan.conclusions import prepared
from sitegen.plan.find_out import FIND_OUT
from sitegen.plan.model import Plan
from sitegen.profile import Profile
from sitegen.profile.fields import ExamState
from sitegen.render.chance.chance_words import named
from sitegen.render.guide.own_words import ROTATIONS
from sitegen.render.phrases import phrase
from sitegen.render.shown import ReasonView
from sitegen.render.timeline_view import task_view
from sitegen.render.views import Views

NEAR = 5
"""Points around a mean that still count as close to it."""

SCORE_ROWS = 8
WEAK = 3
"""Up to this own rating of English, long talks are hard; above it, a field lives from them."""

COUNT_WORDS = ("none", "one", "two", "three", "four")


def assessment_view(plan: Plan, assessment: Assessment, views: Views) -> dict[str, Any]:
    """Every answer of the profile, held against those who matched."""
    p = plan.read.profile
    assets = [views.reason(f) for f in assessment.assets]
    flags = [views.reason(f) for f in assessment.flags]
    score = plan.facts["applicant.step2_ck"].value
    return {
        "primary": views.card(assessment.card) if assessment.card else None,
        "assets": assets,
        "assets_text": _assets_text(assets),
        "flags": flags,
        "flags_text": _flags_text(flags),
        "earlier": [views.reason(f) for f in assessment.earlier],
        "score": score if score is not None else "not known",
        "scores": _scores(plan, views) if score is not None else [],
        "step1": _step1(p),
        "concentration": _concentration(plan, assessment),
        "rotations": _rotations(plan, p),
        "no_rotations": "You listed no clinical experience in the US."
        if p.us_experience is not None
        else "Your clinical experience in the US is not known yet.",
        "letters": _letters(plan, p),
        "no_letters": "You have no letters yet."
        if p.letters is not None
        else "Your letters are not known yet.",
        "research": _research(plan, p),
        "research_text": _research_text(p, assessment),
        "english": _english(plan),
        "facts": _told(p),
        "missing": [task_view(t, plan) for t in plan.tasks if t.phase == FIND_OUT],
    }


def _assets_text(assets: list[ReasonView]) -> str:
    have = sum(r.outcome == "have" for r in assets)
    unknown = sum(not r.settled for r in assets)
    if unknown == len(assets):
        return "None of the five can be judged yet. What is missing stands beside each."
    text = "You have all five." if have == 5 else f"You have {COUNT_WORDS[have]} of five."
    return text + (f" {unknown} cannot be judged yet." if unknown else "")


def _flags_text(flags: list[ReasonView]) -> str:
    raised = sum(r.outcome == "raised" for r in flags)
    unknown = sum(not r.settled for r in flags)
    if raised:
        text = (
            f"{raised} of {len(flags)} {'is' if raised == 1 else 'are'} raised. A flag is a "
            "question that you can prepare for, not a verdict."
        )
    else:
        text = "None is raised." if not unknown else "None is raised so far."
    return text + (f" {unknown} cannot be judged yet." if unknown else "")


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
        citations = (*matched.citations, *unmatched.citations)
        figures = [views.figure(c) for c in citations]
        rows.append(
            {
                "title": card.specialty.title,
                "matched": matched.value if matched.known else "not printed",
                "unmatched": unmatched.value if unmatched.known else "not printed",
                "place": _place(card),
                "cites": tuple(dict.fromkeys((f.cite, f.source) for f in figures)),
            }
        )
    return rows[:SCORE_ROWS]


def _place(card: Card) -> str:
    gap = card.facts["here.step2_gap"].value
    if not isinstance(gap, (int, float)):
        return "not comparable"
    if abs(gap) <= NEAR:
        return f"close ({_points(gap)})"
    return f"{'above' if gap > 0 else 'below'} ({_points(gap)})"


def _points(gap: float) -> str:
    sign = "+" if gap > 0 else "–" if gap < 0 else "±"
    return f"{sign}{number(abs(gap))}"


def _step1(p: Profile) -> str:
    step1 = p.exams.step1
    if step1 is None or step1.state is None:
        return "Step 1: not known yet. It has been reported as pass or fail since 26 January 2022."
    if step1.score is not None:
        return (
            f"Step 1: {step1.score}, from the time of three-digit scores. Since 26 January 2022 "
            "new results are only pass or fail, so programs read your score beside many files "
            "without one."
        )
    if step1.state is ExamState.PASSED:
        return (
            "Step 1: passed. Results since 26 January 2022 have no number, so Step 2 CK carries "
            "the weight."
        )
    planned = f" Planned: {told_date(step1.planned)}." if step1.planned else ""
    return f"Step 1: {step1.state.value.replace('_', ' ')}.{planned}"


def _names(plan: Plan, ids: tuple[str, ...]) -> str:
    names = [plan.knowledge.specialties[i].name for i in ids]
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _concentration(plan: Plan, assessment: Assessment) -> str:
    it = assessment.concentration
    if it is None:
        return "There are too few rotations and letters to say where your experience lies."
    top = plan.knowledge.specialties[it.specialty].name
    text = (
        f"Most of your rotations and letters lie in {top}."
        if it.share > 50
        else (f"The largest part of your rotations and letters lies in {top}.")
    )
    if it.easier:
        text += f" That makes these fields easier to justify: {_names(plan, it.easier)}."
    if it.harder:
        text += f" These, which you also named, would need new evidence: {_names(plan, it.harder)}."
    return text


def _rotations(plan: Plan, p: Profile) -> list[dict[str, Any]]:
    return [
        {
            "title": plan.knowledge.specialties[r.specialty].title,
            "kind": ROTATIONS[r.kind] + (f", {r.hospital.value} hospital" if r.hospital else ""),
            "weeks": number(r.weeks),
            "hands_on": "yes" if counts_as_hands_on(r) else "no",
        }
        for r in p.us_experience or ()
    ]


def _letters(plan: Plan, p: Profile) -> list[dict[str, Any]]:
    named = {p.interests.primary, *(p.interests.considering or ())} - {None}
    named |= {c.card.id for c in plan.choice.backups}
    rows = []
    for letter in p.letters or ():
        useful = tuple(s for s in plan.knowledge.specialties if s in named and serves(letter, s))
        topics = [t.value.replace("_", " ") for t in letter.speaks_to or ()]
        rows.append(
            {
                "writer": letter.writer,
                "state": letter.state.value.replace("_", " ") if letter.state else "state not told",
                "title": plan.knowledge.specialties[letter.specialty].title,
                "us": {True: "yes", False: "no", None: "not told"}[letter.us_faculty],
                "topics": ", ".join(topics) or "not told",
                "serves": _names(plan, useful) if useful else "none of the specialties you named",
            }
        )
    return rows


def _research(plan: Plan, p: Profile) -> list[dict[str, Any]]:
    rows = []
    for work in p.research or ():
        also = [plan.knowledge.specialties[s].name for s in work.transfers_to or ()]
        rows.append(
            {
                "kind": work.kind.value.replace("_", " ").capitalize(),
                "what": work.title or "",
                "count": work.count,
                "title": plan.knowledge.specialties[work.field].title,
                "also": ", ".join(also) or "not told"
                if work.transfers_to is None
                else ", ".join(also) or "nothing else",
            }
        )
    return rows


def _research_text(p: Profile, assessment: Assessment) -> str:
    if p.research is None:
        return "Your research is not known yet."
    text = "" if p.research else "You have no scholarly work yet."
    traits = assessment.card.specialty.about.traits if assessment.card else None
    if assessment.card and traits:
        weight = traits.research_weight
        name = assessment.card.specialty.name
        strong = (
            "weighs much"
            if weight.value >= 4
            else ("weighs little" if weight.value <= 2 else "weighs something")
        )
        text += (
            f" Research {strong} in {name} (judgement {traits.year}: {weight.value} of 5, range "
            f"{weight.low} to {weight.high})."
        )
    return text.strip()


def _english(plan: Plan) -> str:
    """The own ratings of English, and what they mean in the fields of this person."""
    it = plan.read.profile.communication
    evidence = f" Your evidence: {it.evidence}" if it.evidence else ""
    if it.spoken_english is None:
        return phrase(plan, "english-unknown") + evidence
    text = f"You rate your spoken English {it.spoken_english} of 5"
    if it.rapport:
        text += f", winning trust {it.rapport} of 5"
    if it.cultural_ease:
        text += f", cultural ease {it.cultural_ease} of 5"
    told = [f"{text}.", _talk(plan, strong=it.spoken_english > WEAK)]
    if it.spoken_english <= WEAK:
        told.append(phrase(plan, "english-trust" if (it.rapport or 0) > WEAK else "english-grow"))
    return " ".join(told) + evidence


def _talk(plan: Plan, *, strong: bool) -> str:
    """Which of the own fields live from conversation; none where no field is named."""
    mine = _own_fields(plan)
    long = [c.specialty.name for c in mine if _talks(c)]
    if not mine:
        return phrase(plan, "english-strong-any" if strong else "english-weak-any")
    if not long:
        return phrase(plan, "english-quiet", fields=named([c.specialty.name for c in mine]))
    return phrase(plan, "english-strong" if strong else "english-weak", fields=named(long))


def _own_fields(plan: Plan) -> list[Card]:
    """First choice and backups, then what was named."""
    told = plan.read.profile.interests.considering or ()
    found = {card.id: card for card in prepared(plan)}
    return [*found.values(), *(plan.card(name) for name in told if name not in found)]


def _talks(card: Card) -> bool:
    traits = card.specialty.about.traits
    return traits is not None and traits.communication.value > WEAK


def _told(p: Profile) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []

    def add(label: str, value: object) -> None:
        if value not in (None, "", ()):
            rows.append((label, str(value)))

    add("Citizenship", ", ".join(p.applicant.citizenship or ()))
    add("Medical school", p.school.name)
    add("Graduated", told_date(p.school.graduated) if p.school.graduated else None)
    add("Class rank", p.school.class_rank.value.replace("_", " ") if p.school.class_rank else None)
    add("Honours", "; ".join(p.school.honours or ()))
    for it in p.earlier_training or ():
        years = f", {number(it.years)} {'year' if it.years == 1 else 'years'}" if it.years else ""
        exam = f" ({it.in_training_exam})" if it.in_training_exam else ""
        add("Earlier training", f"{it.specialty.replace('-', ' ')}{years}{exam}")
    for gap in p.gaps or ():
        end = told_date(gap.end) if gap.end else "now"
        add("Gap", f"{told_date(gap.start)} to {end}: {gap.reason or 'no reason told'}")
    add("ECFMG certification", p.exams.ecfmg.value.replace("_", " ") if p.exams.ecfmg else None)
    add("Where you stand", p.stage.value if p.stage else None)
    add("Fellowship wish", p.interests.fellowship)
    add("In ten years", p.interests.long_term)
    states = p.constraints.states
    if states:
        add("States preferred", ", ".join(states.preferred or ()))
        add("States excluded", ", ".join(states.excluded or ()))
        if states.preferred and not states.open_to_all:
            add(
                "A warning about states",
                "Every state you leave out takes programs away. Few "
                "states hold most of the programs that take IMGs, and everybody asks for them.",
            )
    add("Family", p.constraints.family)
    return rows
