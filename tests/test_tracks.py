"""Tracks with codes of their own stand on the page of their specialty (2 seconds)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from tests.conftest import EDITION


def page(plan: Plan, name: str) -> str:
    return render_site(Sections(plan), EDITION)[f"specialties/{name}.html"].decode()


def test_a_track_stands_with_its_counts_and_both_sources(whole: Callable[[str], Plan]) -> None:
    html = page(whole("interests: {primary: internal-medicine}\n"), "internal-medicine")
    said = html[html.index("Medicine-Primary<") :][:600]
    assert "718 non-US IMGs ranked it anywhere, and 82 of its positions went to them" in said
    assert "411 positions were offered at 91 programs" in said
    assert "src-nrmp-advance-tables-2025" in said and "src-nrmp-results-2025" in said


def test_no_chance_rests_on_a_track(plan: Callable[[str], Plan], knowledge: Knowledge) -> None:
    made = plan("season: 2028\ninterests: {primary: internal-medicine}\n")
    name = "internal-medicine"
    about = replace(knowledge.specialties[name].about, tracks=())
    without = replace(knowledge.specialties[name], about=about)
    other = replace(knowledge, specialties={**knowledge.specialties, name: without})
    mine, theirs = made.card(name).chance, make_plan(made.read, other, made.as_of).card(name).chance
    assert mine and theirs and theirs.listed == mine.listed and theirs.group == mine.group
