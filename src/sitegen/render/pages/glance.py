"""The view of the front page: what holds today, what to do first, and one chance."""

from __future__ import annotations

from typing import Any

from sitegen.plan.conclusions import little_known
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import slug
from sitegen.plan.season.moment import Moment, moment
from sitegen.render.answer_view import recommended
from sitegen.render.chance.chance_lines import glance_lines
from sitegen.render.chance.chance_words import range_words
from sitegen.render.glance_chance import odds
from sitegen.render.glance_steps import blocked, in_the_way, steps
from sitegen.render.glance_tasks import first_tasks, first_view, this_week
from sitegen.render.guide.money_words import shortage
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, dated
from sitegen.render.views import Views
from sitegen.render.whatif.outcomes_view import effect_words
from sitegen.render.whatif.regions_view import regions_lines
from sitegen.render.words import decision_word, sponsored

ADVICE = ("season.field", "season.enough")
"""What the season so far says here: which field to prepare first, and whether it is enough."""

SAID_BY_THE_PICTURE = ("likely", "open", "closed")
"""Whether it is enough, where the picture of the chance says all of it."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """Plan at a glance."""
    now, limit, tells = moment(plan), plan.whatif.regions, not little_known(plan)
    chances = glance_lines(plan, plan.matching.chances, views)
    stuck, closed = blocked(plan), plan.facts["applicant.entry_closed"].value is True
    return {
        "moment": now.value,
        "notes": [{**note, "around": _around(note["instead"], plan)} for note in views.notes()],
        **_answer(plan, views),
        **_days(plan),
        "little": not tells,
        "this_week": this_week(plan),
        "first_tasks": [first_view(t, plan) for t in first_tasks(plan)],
        "odds": odds(plan) if chances else None,
        "stuck": stuck,
        "obstacles": in_the_way(plan, views) if stuck else [],
        "steps": steps(plan) if stuck else [],
        "hardly": plan.facts["plan.hardly"].value is True and plan.choice.out_of_reach,
        "out_of_reach": plan.choice.out_of_reach,
        "last_try": plan.facts["year.last_try"].value is True,
        "counts": views.counts(plan.counts) if plan.counts else None,
        "short": shortage(plan, plan.guide.budget) if tells else "",
        "entry_closed": closed,
        "pay": phrase(plan, "pay-after-lawyer") if closed else "",
        "regions": regions_lines(plan, limit)[0] if limit and limit.matters else "",
        "sponsored": sponsored(plan),
        **(_season(plan, views) if now is not Moment.BEFORE else {}),
    }


def _answer(plan: Plan, views: Views) -> dict[str, Any]:
    """The answer by name: which sentence it takes, and whether a missing answer could turn it."""
    found = plan.reasons.verdicts["choice"].outcome
    first = plan.primary.specialty if plan.primary else None
    provisional = plan.choice.provisional
    return {
        "verdict": plan.choice.verdict,
        "answer": found,
        "first": first.name if first else "",
        "first_title": first.title if first else "",
        "backups": [b.card.specialty.title for b in recommended(plan)],
        "decision_word": decision_word(plan),
        "provisional": views.reason(plan.reasons.provisional) if provisional else None,
    }


def _days(plan: Plan) -> dict[str, Any]:
    """Weeks that are left, and the days of the season by name, as far as they are known."""
    left = plan.facts["season.weeks_left"].value
    return {
        "weeks": counted("weeks.applications-open", left) if isinstance(left, int) else "",
        "one_week": left == 1,
        "days": {
            name: dated(f"date.{name.replace('_', '-')}", day.date)
            for name, day in plan.season_dates.items()
        },
        "estimated": {name for name, day in plan.season_dates.items() if day.low or day.high},
        "match": plan.read.profile.season,
    }


def _season(plan: Plan, views: Views) -> dict[str, Any]:
    """What the season so far says, the rank list, and what follows without a match."""
    ranking, cockpit = plan.in_season.ranking, plan.in_season.cockpit
    after = {each.rule.id.partition(".")[2]: views.reason(each) for each in ranking.after}
    settled = [f for f in cockpit.findings if f.settled and cockpit.told]
    return {
        "advice": [
            views.reason(f)
            for f in settled
            if f.rule.id in ADVICE and f.outcome not in SAID_BY_THE_PICTURE
        ],
        "shut": _shut(plan),
        "ranked": counted("rank-list.programs", len(ranking.entries)) if ranking.entries else "",
        "one_ranked": len(ranking.entries) == 1,
        "wrong": [
            views.reason(check.finding)
            for check in ranking.checks
            if check.finding.outcome == "wrong"
        ],
        "after": after,
    }


def _shut(plan: Plan) -> int:
    """Interviews that count above, at programs that sponsor no visa the applicant accepts."""
    shut = plan.in_season.tracked["interviews.visa_shut"].value
    return shut if isinstance(shut, int) else 0


def _around(scenario: str | None, plan: Plan) -> str:
    """What the answer that leads around an order would bring, with the same applications."""
    found = plan.whatif
    change = next((c for c in found.changes if c.id == scenario), None)
    if change is None or change.after.somewhere is None or found.present.somewhere is None:
        return ""
    key = f"change.{slug(change.id)}"
    return phrase(
        plan,
        f"around-{change.id}",
        after=range_words(change.after.somewhere, f"{key}.somewhere"),
        today=range_words(found.present.somewhere, "chance.somewhere"),
        moves=effect_words(change.moves, plan, f"{key}.moves"),
    )
