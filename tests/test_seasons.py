"""Dates of a season: printed ones, and estimates by the pattern of the printed ones (3 seconds)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from sitegen.knowledge.aging import newest_printed
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.seasons import with_estimates
from sitegen.knowledge.units import ValueKind
from sitegen.plan.model import Plan

SEEN = {
    2024: {
        "eras_opens": "2023-06-07",
        "applications_open": "2023-09-06",
        "programs_read": "2023-09-27",
        "nrmp_registration": "2023-09-15",
        "nrmp_standard_deadline": "2024-01-31",
        "ranking_opens": "2024-02-01",
        "rank_deadline": "2024-02-28",
        "match_status": "2024-03-11",
        "match_day": "2024-03-15",
    },
    2025: {
        "eras_opens": "2024-06-05",
        "applications_open": "2024-09-04",
        "programs_read": "2024-09-25",
    },
    2026: {
        "eras_opens": "2025-06-04",
        "applications_open": "2025-09-03",
        "programs_read": "2025-09-24",
        "nrmp_standard_deadline": "2026-01-30",
        "ranking_opens": "2026-02-02",
        "rank_deadline": "2026-03-04",
        "soap_offers": "2026-03-19",
        "match_day": "2026-03-20",
    },
    2027: {
        "nrmp_standard_deadline": "2027-01-29",
        "ranking_opens": "2027-02-01",
        "rank_deadline": "2027-03-03",
        "match_status": "2027-03-15",
        "soap_offers": "2027-03-18",
        "match_day": "2027-03-19",
    },
}
"""Days of earlier seasons: AAMC's timelines, a school's calendar of 2024, public calendars."""


def last(knowledge: Knowledge) -> int:
    """The newest season of which somebody printed a date."""
    year = newest_printed(knowledge)
    assert year is not None
    return year


@pytest.mark.parametrize("year", SEEN)
def test_the_pattern_holds_the_days_that_were_printed(year: int, knowledge: Knowledge) -> None:
    """Made without any season file of that year, each day lies in its span."""
    before = {year - 1: replace(knowledge.seasons[2026], year=year - 1, dates={})}
    made = with_estimates(before, knowledge.season_patterns)[year].dates
    for name, day in SEEN[year].items():
        low, high = made[name].low, made[name].high
        assert low and high and low <= dt.date.fromisoformat(day) <= high, name


@pytest.mark.parametrize("ahead", [1, 2, 3, 4])
def test_a_season_that_nobody_printed_has_its_days_as_estimates(
    ahead: int, plan: Callable[[str], Plan], knowledge: Knowledge
) -> None:
    season = last(knowledge) + ahead
    made = plan(f"season: {season}\ninterests: {{primary: internal-medicine}}\n")
    days = made.season_dates
    assert days["match_day"].date.isocalendar().weekday == 5
    assert days["match_day"].date.month == 3 and days["match_day"].date.year == season
    assert days["applications_open"].date.year == season - 1
    assert all(day.kind is ValueKind.JUDGEMENT for day in days.values())
    assert not [note for note in made.notes if note.id == "no-season"]
    assert any(t.due and t.phase == "months-12-18" for t in made.tasks)


def test_the_further_a_season_the_wider_its_days(knowledge: Knowledge) -> None:
    spans = []
    for ahead in (1, 2, 4):
        day = knowledge.seasons[last(knowledge) + ahead].dates["match_day"]
        assert day.low and day.high
        spans.append((day.high - day.low).days)
    assert spans == sorted(set(spans))


def test_registration_opens_on_15_september_in_every_season(knowledge: Knowledge) -> None:
    for year, season in knowledge.seasons.items():
        assert season.dates["nrmp_registration"].date == dt.date(year - 1, 9, 15)


def test_days_of_nrmp_that_are_known_are_no_estimates(plan: Callable[[str], Plan]) -> None:
    made = plan("season: 2027\n")
    known = (
        "nrmp_standard_deadline",
        "ranking_opens",
        "rank_deadline",
        "match_status",
        "match_day",
    )
    assert {made.season_dates[name].kind for name in known} == {ValueKind.PUBLISHED}
    assert all(t.due_low is None for t in made.tasks if t.id.endswith("match-day"))


def test_whoever_applies_through_residencycas_reads_its_days_and_not_those_of_myeras(
    plan: Callable[[str], Plan],
) -> None:
    emergency = plan("season: 2030\ninterests: {primary: emergency-medicine}\n")
    said = " ".join(t.text for t in emergency.tasks)
    assert "ResidencyCAS gives applications to programs" in said
    medicine = plan("season: 2030\ninterests: {primary: internal-medicine}\n")
    assert "ResidencyCAS" not in " ".join(t.text for t in medicine.tasks)
    assert "MyERAS opens" in " ".join(t.text for t in medicine.tasks)


@pytest.mark.parametrize(("state", "told"), [("certified", False), ("in_progress", True)])
def test_the_last_day_of_the_pathways_is_for_those_without_a_certificate(
    state: str, told: bool, plan: Callable[[str], Plan]
) -> None:
    made = plan(f"season: 2027\nexams: {{ecfmg: {state}}}\n")
    assert told is any(t.id.endswith("pathways-deadline") for t in made.tasks)


def test_soap_has_its_hours(plan: Callable[[str], Plan]) -> None:
    (offers,) = [t for t in plan("season: 2027\n").tasks if t.id.endswith("soap-offers")]
    assert offers.due == dt.date(2027, 3, 18)
    assert "at 9, at 12, at 3 and at 6" in offers.text
