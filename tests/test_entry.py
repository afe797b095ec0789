"""Limits on entry by citizenship: shown to those they name, with source, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.model import Plan
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from tests.conftest import EDITION

J1 = "visa: {need: sponsorship, accepts: [j1]}"


def entry(plan: Scheduled) -> list[str]:
    return [note.id for note in plan.notes if note.id.startswith("entry")]


@pytest.mark.parametrize(
    ("country", "notes"),
    [("Nigeria", ["entry-j1"]), ("Iran", ["entry-all"]), ("India", []), ("Pakistan", [])],
)
def test_only_citizens_named_by_a_limit_are_told(
    country: str, notes: list[str], plan: Callable[[str], Scheduled]
) -> None:
    assert entry(plan(f"applicant: {{citizenship: [{country}]}}\n{J1}\n")) == notes


def test_a_green_card_holder_needs_no_visa(plan: Callable[[str], Scheduled]) -> None:
    text = "applicant: {citizenship: [Nigeria]}\nvisa: {need: green_card}\n"
    assert entry(plan(text)) == []


def test_a_second_passport_is_named(plan: Callable[[str], Scheduled]) -> None:
    made = plan(f"applicant: {{citizenship: [Nigeria, Canada]}}\n{J1}\n")
    assert "also a citizen of Canada" in made.notes[0].text


def test_both_pages_say_it_with_date_and_source(whole: Callable[[str], Plan]) -> None:
    made = whole(f"applicant: {{citizenship: [Nigeria]}}\n{J1}\n")
    tree = render_site(Sections(made), EDITION)
    for page in ("index.html", "visa.html"):
        text = tree[page].decode()
        assert "Matching is not starting" in text
        assert "1 January 2026" in text
        assert "#src-demine-2026" in text


def test_no_country_stands_in_two_limits(knowledge: Knowledge) -> None:
    named = [country for limit in knowledge.entry_limits for country in limit.countries]
    assert len(named) == len(set(named)) == 38
