"""States that are left out: what that costs, and what each further region would bring.

Takes about ten seconds.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.chance.chances import chances
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.whatif.outcomes import Outcome, Runs, applications
from sitegen.plan.whatif.regions import EVERYWHERE, Region, Regions, opened, regions
from sitegen.profile import ReadProfile
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.render.whatif.regions_view import regions_lines, regions_view
from tests.conftest import AS_OF, EDITION
from tests.people import someone
from tests.sites import unmarked
from tests.test_one_decision import changed
from tests.test_one_number import loose

Make = Callable[[str], Plan]
EVERYWHERE_OPEN = "open_to_all: yes, preferred: [], excluded: []"
THREE = "open_to_all: no, preferred: [California, New York, Texas], excluded: []"


@pytest.fixture(scope="module")
def of(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Make:
    return functools.cache(lambda text: make_plan(profile(text), knowledge, AS_OF))


def told(plan: Plan) -> Regions:
    found = plan.whatif.regions
    assert found is not None
    return found


def three(states: str = THREE) -> str:
    return changed((EVERYWHERE_OPEN, states))


def page(plan: Plan, name: str) -> str:
    """All that a page is given, as bare text."""
    sections = Sections(plan)
    (found,) = [p for p in plan.pages if p.section == name]
    return json.dumps(unmarked(sections.view(found)), default=str)


def test_somebody_who_goes_to_three_states_sees_every_region_that_is_left_out(of: Make) -> None:
    it = told(of(three()))
    assert {row.name for row in it.rows} == {
        "Northeast",
        "Midwest",
        "South",
        "West",
        "Puerto Rico",
    }
    midwest = next(row for row in it.rows if row.name == "Midwest")
    assert midwest.whole and {"Ohio", "Michigan", "Illinois"} <= set(midwest.states)
    south = next(row for row in it.rows if row.name == "South")
    assert not south.whole and "Texas" not in south.states


def test_a_row_is_the_whole_plan_of_somebody_who_would_also_go_there(of: Make) -> None:
    plan = of(three())
    row = next(row for row in told(plan).rows if row.name == "Midwest")
    there = ", ".join(row.states)
    again = of(three(THREE.replace("Texas]", f"Texas, {there}]")))
    assert again.counts is not None
    for supply in again.counts.supplies:
        assert dict(row.open)[supply.specialty.id] == supply.open
    own = row.after.numbers
    assert own is not None
    assert own.cost == again.counts.advice_total
    assert own.somewhere == chances(again).somewhere[-1].any


def test_every_row_holds_the_applications_of_today(of: Make) -> None:
    plan = of(three())
    it = told(plan)
    today = applications(it.present.after)
    assert all(applications(row.after) == today for row in (*it.rows, it.every))


def test_a_region_opens_programs_and_never_lowers_the_chance(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    """Whoever it is, and whichever states are named or left out."""
    seen = 0
    for seed in range(18):
        wish = {"preferred": ["Texas", "Ohio"], "open_to_all": False}
        if seed % 3 == 0:
            wish = {"open_to_all": True, "excluded": ["New York", "Florida", "Iowa"]}
        answers = someone(seed)
        answers["constraints"] = {**answers.get("constraints", {}), "states": wish}
        plan = make_plan(profile(json.dumps(answers, default=str)), knowledge, AS_OF)
        it = regions(plan, Runs(plan))
        if it is None:
            continue
        seen += 1
        for row in (*it.rows, it.every):
            assert _holds(it.present, row), f"{seed}: {row.name}"
        added = [state for row in it.rows for state in row.states]
        assert sorted(added) == sorted(it.every.states)
    assert seen >= 3


def _holds(today: Region, row: Region) -> bool:
    """More programs, and not fewer people who match with the same applications."""
    same = {name for name, _ in today.open} == {name for name, _ in row.open}
    more = not same or all(dict(row.open)[name] >= n for name, n in today.open)
    chance = not same or _middle(row.after) >= _middle(today.after) - 1e-9
    return more and chance and (row.moves is None or not same or row.moves.low >= 0)


def _middle(outcome: Outcome) -> float:
    assert outcome.somewhere is not None
    return outcome.somewhere.use


def test_a_state_that_was_excluded_by_name_is_not_offered(of: Make) -> None:
    plan = of(three(THREE.replace("excluded: []", "excluded: [Ohio]")))
    assert all("Ohio" not in row.states for row in (*told(plan).rows, told(plan).every))


def test_whoever_leaves_out_two_states_sees_what_they_would_bring(of: Make) -> None:
    plan = of(three("open_to_all: yes, preferred: [], excluded: [Florida, Illinois]"))
    it = told(plan)
    assert {row.name: row.states for row in it.rows} == {
        "South": ("Florida",),
        "Midwest": ("Illinois",),
    }
    assert "You leave out 2 states: Florida and Illinois." in regions_lines(plan, it)[0]
    assert opened(plan.read.profile, frozenset(it.every.states)).constraints.states == (
        of(changed()).read.profile.constraints.states
    )


def test_whoever_is_open_to_every_state_reads_nothing_about_regions(of: Make) -> None:
    plan = of(changed())
    assert plan.whatif.regions is None
    assert "further region" not in page(plan, "geography")


def test_the_front_page_names_the_limit_and_geography_says_which_region_brings_most(
    of: Make,
) -> None:
    plan = of(three())
    it = told(plan)
    best = max(it.rows, key=lambda row: row.moves.use if row.moves else 0.0)
    assert "You would go to 3 states only: California, New York and Texas." in page(plan, "glance")
    text = page(plan, "geography")
    assert f"the rest of the {best.name} would bring the most" in text or (
        f"the {best.name} would bring the most" in text
    )
    assert "of 100 people (middle" in text


@pytest.mark.parametrize("name", ["geography", "whatif"])
def test_both_pages_show_the_same_table(of: Make, name: str) -> None:
    plan = of(three())
    view = regions_view(plan, told(plan))
    assert view is not None
    assert [row["name"] for row in view["rows"]][-1] == "All of these"
    assert told(plan).every.name == EVERYWHERE
    for row in view["rows"]:
        assert json.dumps(bare(row["says"]))[1:-1] in page(plan, name)


def test_every_number_of_the_table_carries_its_mark_and_the_front_page_leads_there(
    of: Make,
) -> None:
    tree = render_site(Sections(of(three())), EDITION)
    for path in ("geography.html", "what-if.html"):
        text = tree[path].decode()
        assert 'data-q="region.' in text
        assert list(loose(text)) == []
    assert "geography.html#regions" in tree["index.html"].decode()


def test_each_region_says_how_few_and_how_many_programs_could_be_open(of: Make) -> None:
    """The share of the positions in a state is known within a range, and no row hides it."""
    plan = of(three())
    it = told(plan)
    for row in (it.present, *it.rows, it.every):
        ranges = {name: (low, high) for name, low, high in row.likely}
        for name, n in row.open:
            low, high = ranges[name]
            assert low <= n <= high and low < high
    view = regions_view(plan, it)
    assert view is not None
    assert all("(" in bare(row["open"]) for row in view["rows"])
    supply = {s.specialty.id: (s.open_low, s.open_high) for s in plan.counts.supplies}  # type: ignore[union-attr]
    assert {name: (low, high) for name, low, high in it.present.likely} == supply
