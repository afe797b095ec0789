"""The view of the model card: what is estimated, every assumption, and one worked example."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sitegen.chance.groups import Lean
from sitegen.chance.listed import Ground
from sitegen.chance.odds import Z80, expit, logit
from sitegen.chance.route import MOST_PER_INTERVIEW
from sitegen.explain import cite_words, number
from sitegen.facts.model import Citation
from sitegen.plan.chance.chance_method import (
    Example,
    Lever,
    Line,
    Walk,
)
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.render.background import background
from sitegen.render.chance.assumption_words import (
    effect_words,
    factor_words,
    pull_words,
    signed,
    silent_words,
    single_rows,
)
from sitegen.render.chance.chance_parts import titles
from sitegen.render.chance.chance_rates import visa_bound
from sitegen.render.chance.chance_view import shown_chances
from sitegen.render.chance.chance_words import people_of, range_words, short
from sitegen.render.guide.immigration_view import cite
from sitegen.render.views import Views
from sitegen.rules import Finding

FIGURES = (
    "applicants_preferred",
    "matched_preferred",
    "step2_matched",
    "step2_unmatched",
    "publications_matched",
    "publications_unmatched",
    "ranks_matched",
    "ranks_unmatched",
    "interview_rate",
)
"""The printed figures of a specialty that the model reads."""

IF_WRONG = {
    "drift": "Too small, and next year falls out of the range too often. Too big, and the range "
    "says less than it could.",
    "dual-cost": "If two fields cost more, your first choice stands lower in a plan with a backup.",
    "file-after-ranks": "It is used once interviews are known, on the page of the season.",
    "interview-effect": "If the file matters more for interviews, strong files gain and weak ones "
    "lose.",
    "interview-rate-error": "If you choose programs that interview fewer IMGs than the mean, "
    "everything behind that falls.",
    "luck-shape": "If luck is less even, more people get nothing and some get much.",
    "luck-shared": "If luck is more shared, a second specialty saves you less often.",
    "not-starting": "It moves the chance to start, never the chance to match.",
    "research-overlap": "If publications say more of their own, they count for more, both ways.",
    "selection-backup": "If programs mind a second choice more, the backup stands lower.",
    "commitment-relief": "If own weeks and letters make you like those who chose the field, small "
    "fields stand higher for you.",
    "program-spread": "If programs differ less, more applications bring more, and fewer cost more.",
    "open-programs": "If more programs are open, as many applications go to likelier ones.",
    "borrowed": "If a field without printed figures differs from the others, so does its chance.",
    "equal-effort": "It compares fields and moves no chance of your plan. With more applications, "
    "large fields gain most.",
    "unseen": "Too small, and people fall out of the range too often. Too big, and the range says "
    "less than it could.",
}
"""What each parameter does if it is wrong."""

STRUCTURE = (
    (
        "The matched and the unmatched are two bell curves of one width.",
        "If not, the ends of the score are read too high or too low. The back-test looks at it.",
    ),
    (
        "The parts add up as log-odds, and their errors are independent.",
        "If errors go together, the true range is wider than the one shown.",
    ),
    (
        "Each interview in a field is worth the same.",
        "If you interview where you do not fit, each is worth less to you.",
    ),
    (
        "Your programs are typical ones of the field.",
        "If not, your own program list says more than this chance.",
    ),
    (
        "The people of the coming Match are like those of the last one.",
        "If many more people apply, every chance here is too high.",
    ),
)
"""Assumptions without a number, each with what happens if it is wrong."""

CONTRAST = ("diagnostic-radiology", "internal-medicine")
"""A small field with a high rate, and a large one with a lower rate."""


def method_view(plan: Plan, found: Chances, views: Views) -> dict[str, Any]:
    """The model card of this plan."""
    shown = shown_chances(plan, found)
    head = shown[0] if shown else None
    made = plan.matching.example
    return {
        "background": background("method"),
        "contrast": _contrast(plan, found),
        "figures": _figures(head, views) if head else [],
        "name": head.specialty.name if head else "",
        "own": bool(head and head.is_first),
        "levers": [_lever(each, head, plan) for each in plan.matching.levers] if head else [],
        "factors": [_factor(f, head, plan) for f in head.factors] if head else [],
        "selection": [_chosen(f, head) for f in head.selection] if head else [],
        "pulls": pull_words(head, plan) if head else [],
        "silent": silent_words(plan),
        "single": single_rows(plan),
        "visa": visa_bound(plan, head, views),
        "start": _start(plan),
        "structure": STRUCTURE,
        "lines": [_line(line, head, plan) for line in made.lines] if head and made else [],
        "sum": _sum(made) if made else {},
        "walk": _walk(made.walk) if made and made.walk else [],
        "walk_end": range_words(head.match, f"chance.{head.specialty.id}") if head else "",
        "z": f"{Z80:.2f}",
        "most": f"{MOST_PER_INTERVIEW:g}",
        "printed": [cite("nrmp-charting-2026", plan.knowledge)],
        "judgement": [cite("sitegen-judgement", plan.knowledge)],
    }


def _contrast(plan: Plan, found: Chances) -> list[dict[str, Any]]:
    """Why a high rate of few people is not an easy field."""
    rows = []
    for name in CONTRAST:
        c = found.of(name)
        figure = c.specialty.figure("matched_preferred") if c else None
        if c and figure:
            rows.append(
                {
                    "name": c.specialty.name,
                    "rate": people_of(c.group.rate, f"base.{name}"),
                    "people": number(c.group.people),
                    "cites": [cite(figure.source, plan.knowledge)],
                }
            )
    return rows if len(rows) == len(CONTRAST) else []


def _figures(c: SpecialtyChance, views: Views) -> list[dict[str, Any]]:
    rows = []
    for name in FIGURES:
        figure, about = c.specialty.figure(name), views.knowledge.metrics[name]
        if figure is None:
            continue
        cited = Citation.of(figure, about.label, about.unit)
        spread = figure.spread
        more = (
            f"; mean {number(spread.mean)}, SD {number(spread.sd)}, {spread.people:,} people"
            if spread
            else ""
        )
        if spread and name.startswith("publications") and spread.q1 is not None:
            more += f"; quartiles {number(spread.q1)} and {number(spread.q3 or 0)}"
        rows.append(
            {
                "label": about.label,
                "value": f"{number(figure.value)}{more}",
                "locator": figure.locator,
                "cites": [(cite_words(cited, views.knowledge), figure.source)],
            }
        )
    return rows


def _lever(lever: Lever, head: SpecialtyChance, plan: Plan) -> dict[str, Any]:
    value = lever.value
    return {
        "id": lever.name,
        "label": lever.label[:1].upper() + lever.label[1:],
        "value": signed(float(str(value.value)), 2),
        "range": f"{signed(value.low or 0.0, 2)} to {signed(value.high or 0.0, 2)}",
        "why": value.note or "",
        "wrong": IF_WRONG[lever.name],
        "effect": effect_words(lever, head, plan),
    }


def _factor(finding: Finding, c: SpecialtyChance, plan: Plan) -> dict[str, Any]:
    """A judged factor: its reason, the ends of all its steps, and what it does to this person."""
    rule = finding.rule
    points = [s.points for s in (*rule.steps, rule.otherwise) if s.points]
    return {
        "title": rule.title,
        "why": rule.why,
        "range": f"{signed(min(p.low for p in points), 2)} to "
        f"{signed(max(p.high for p in points), 2)}",
        "effect": factor_words(finding, c, plan),
    }


def _chosen(finding: Finding, c: SpecialtyChance) -> dict[str, Any]:
    """A judgement about the printed group: its reason, its ends, and what it is here."""
    points = [s.points for s in (*finding.rule.steps, finding.rule.otherwise) if s.points]
    part = next((p for p in c.listed.parts if f"chance.{p.id}" == finding.rule.id), None)
    return {
        "title": finding.rule.title,
        "why": finding.rule.why,
        "range": f"{signed(min(p.low for p in points), 2)} to "
        f"{signed(max(p.high for p in points), 2)}",
        "use": signed(round(part.weight.use, 2), 2) if part else "0",
        "low": signed(round(part.weight.low, 2), 2) if part else "0",
        "high": signed(round(part.weight.high, 2), 2) if part else "0",
    }


def _start(plan: Plan) -> str:
    """The chance to start, where a number is given and a visa is needed."""
    chance = plan.matching.start
    if chance is None or plan.facts["applicant.needs_visa"].value is False:
        return ""
    return range_words(chance, "start")


def _line(line: Line, c: SpecialtyChance, plan: Plan) -> dict[str, Any]:
    part = next(p for p in c.listed.parts if p.id == line.id)
    return {
        "id": line.id,
        "title": titles(c)[line.id],
        "how": "not known, so it moves nothing and adds its whole range"
        if part.ground is Ground.OPEN
        else _how(line, c, plan),
        "log_odds": signed(line.log_odds, 3),
        "down": signed(line.down, 3),
        "up": signed(line.up, 3),
    }


def _how(line: Line, c: SpecialtyChance, plan: Plan) -> str:
    """The calculation of one line, in words and numbers."""
    if line.id == "base":
        rate, drawn = c.group.rate, c.group.steadied.use
        return (
            f"{c.group.matched:,} of {c.group.people:,} people: ln({rate:.4f} ÷ {1 - rate:.4f}) = "
            f"{signed(logit(rate), 3)}; drawn to such fields, {signed(drawn, 3)}; set so that "
            "the group as a whole keeps this rate"
        )
    if line.id == "score" and c.group.score:
        own = plan.facts["applicant.step2_ck"].value
        return _read_off(c.group.score, _float(own), f"{own}", 1.0)
    if line.id == "research" and c.group.research:
        own = plan.facts["applicant.publications"].value
        share = _float(plan.knowledge.parameter("chance.research-overlap", plan.as_of).value)
        return _read_off(c.group.research, math.log1p(_float(own)), f"ln(1 + {own})", share)
    if line.id in ("drift", "unseen"):
        return "moves nothing; a judgement"
    return "a judgement"


def _float(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _read_off(lean: Lean, value: float, shown: str, share: float) -> str:
    """A measure between two printed groups: pull, distance from their middle, width."""
    held = min(max(value, lean.lowest), lean.highest)
    text = shown if held == value else f"{held:.2f}, the end of the data"
    part = "" if share == 1 else f"{share:g} × "
    return f"{part}{lean.step:.3f} × ({text} – {lean.middle:.3f}) ÷ {lean.sd:.3f}"


def _sum(made: Example) -> dict[str, str]:
    total, chance = made.total, made.chance.listed.chance
    key = f"listed.{made.chance.specialty.id}"
    low, high = total.low, total.high
    return {
        "log_odds": signed(total.use, 3),
        "down": signed(total.down, 3),
        "up": signed(total.up, 3),
        "low": signed(low, 3),
        "high": signed(high, 3),
        "low_chance": short(expit(low), f"{key}.low"),
        "high_chance": short(expit(high), f"{key}.high"),
        "use_chance": short(expit(total.use), f"{key}.middle"),
        "range": range_words(chance, key),
    }


def _share_of(sent: float, programs: float, spread: float) -> str:
    """What the likeliest of some programs bring, in words and numbers."""
    return f"{programs:.1f} × (1 – (1 – {min(sent, programs):.1f} ÷ {programs:.1f})^{spread:g})"


def _walk(w: Walk) -> list[tuple[str, str, str]]:
    """The way line by line: what, how, and the result."""
    k = f"{w.shape:g}"
    formula: Mapping[str, str] = {
        "reach": f"1 – (1 + {w.interviews:.3f} ÷ {k})^–{k}",
        "match": f"1 – (1 + {w.hazard:.4f} ÷ {k})^–{k}",
    }
    file = f"e^({w.effect:g} × {signed(w.evidence, 3)})"
    mine = f"(1 – {w.reach_of_mine * w.with_list:.4f})^(–1 ÷ {k}) – 1"
    return [
        (
            "Length of the printed lists",
            f"{w.rate_first:.4f} × {w.matched:g} + {1 - w.rate_first:.4f} × {w.unmatched:g}",
            f"{w.length:.2f}",
        ),
        (
            "Interviews each of them must have expected",
            "so that those with any have that length on average: "
            f"{w.before:.3f} ÷ (1 – (1 + {w.before:.3f} ÷ {k})^–{k}) = {w.length:.2f}",
            f"{w.before:.3f}",
        ),
        ("Applications behind that", f"{w.before:.3f} ÷ {w.rate:.4f}", f"{w.usual:.0f}"),
        ("What your file does to interviews", file, f"{w.pull:.3f}"),
        (
            "You, with as many applications as they",
            f"{w.before:.3f} × {w.pull:.3f} interviews",
            f"{w.mine:.3f}",
        ),
        (
            "What your applications bring against theirs",
            f"{_share_of(w.applications, w.open, w.spread)} ÷ "
            f"({_share_of(min(w.usual, w.typical), w.typical, w.spread)})",
            f"{w.part:.3f}",
        ),
        ("Your interviews", f"{w.mine:.3f} × {w.part:.3f}", f"{w.interviews:.3f}"),
        ("At least one of them", formula["reach"], f"{w.reach:.3f}"),
        (
            "Your chance then",
            f"{w.reach_of_mine:.4f} × {w.with_list:.4f}",
            f"{w.reach_of_mine * w.with_list:.4f}",
        ),
        ("What one interview is worth", f"{k} × ({mine}) ÷ {w.mine:.3f}", f"{w.worth:.4f}"),
        (
            "Matching programs that you can expect",
            f"{w.interviews:.3f} × {w.worth:.4f}",
            f"{w.hazard:.4f}",
        ),
        ("At least one match", formula["match"], f"{w.match:.3f}"),
    ]
