"""The front page by the moment of the season: short, with what to do first, and one chance.

Takes about ten seconds beside the sample sites.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import inputs
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.season.moment import Moment, moment
from sitegen.profile import ReadProfile
from sitegen.render.glance_chance import SHARES, share_words
from sitegen.render.glance_steps import steps
from sitegen.render.glance_tasks import WEEK, first_tasks
from sitegen.render.pages.whatif import view as what_if
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from tests.conftest import AS_OF, EDITION
from tests.sites import SAMPLES, Element, page, parse, profile_of, site
from tests.test_first_tasks import SURGEON

MOST_WORDS = 90
DOORS = 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    base = tmp_path_factory.getbasetemp()
    return lambda sample: (site(base, sample) / "index.html").read_text("utf-8")


def words_before_the_first_task(html: str) -> list[str]:
    """What a reader sees of the text before it; a folded part shows its summary alone."""
    main = html[html.index("<main") :]
    before = main[: main.index('<ul class="tasks">')]
    folded = re.sub(r"(<details\b.*?</summary>).*?</details>", r"\1", before, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", folded).split()


@pytest.mark.parametrize("sample", SAMPLES)
def test_few_words_stand_before_the_first_task(sample: str, home: Callable[[str], str]) -> None:
    words = words_before_the_first_task(home(sample))
    assert 5 < len(words) <= MOST_WORDS, " ".join(words)


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_has_the_next_tasks_with_their_days_and_five_doors(
    sample: str, home: Callable[[str], str]
) -> None:
    main = parse(home(sample)).by_id("main")
    tasks = main.all("ul", cls="tasks")[0].all("li")
    assert len(tasks) == 3 or (sample == "in-season" and 3 <= len(tasks) <= 6)
    assert all(re.search(r"\b20\d\d\b", t.all("span", cls="t-when")[0].text) for t in tasks)
    (doors,) = main.all("nav")
    assert len({a.attributes["href"] for a in doors.all("a")}) == DOORS


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_tells_one_chance_as_a_picture_and_in_words_or_none(
    sample: str, home: Callable[[str], str]
) -> None:
    main = parse(home(sample)).by_id("main")
    told = main.all("figure", cls="people")
    assert len(told) == (sample != "half-empty")
    for figure in told:
        heading = next(e.text for e in main.all("h2") if "Your chance" in e.text)
        text = figure.all("figcaption")[0].text
        assert (found := re.search(r"(?:middle|,) (?:under )?(\d+)", text)), text
        if share := re.search(r"about (\d+) in (\d+)", heading):
            said = 100 * int(share[1]) / int(share[2])
            assert abs(said - int(found[1])) <= max(4, 0.3 * said), f"{heading}: {text}"
        else:
            assert "fewer than 1 in 100" in heading


@pytest.mark.parametrize(("part", "all_of"), SHARES)
def test_a_share_that_people_say_is_the_nearest_one(part: int, all_of: int) -> None:
    assert share_words(part / all_of) == f"{part} in {all_of}"
    assert share_words(1e-4) == "" and share_words(0.999) == "19 in 20"


# --- By the moment of the season ---------------------------------------------------------------


@pytest.fixture(scope="module")
def on(knowledge: Knowledge) -> Callable[[dt.date], Plan]:
    """The sample in the season, on another day."""

    def made(day: dt.date) -> Plan:
        problems = Problems()
        read = inputs.profile(profile_of("in-season"), knowledge, problems)
        problems.raise_errors()
        assert read is not None
        return make_plan(read, knowledge, day)

    return made


def front(plan: Plan) -> Element:
    """The main part of the front page."""
    return parse(render_site(Sections(plan), EDITION)["index.html"].decode()).by_id("main")


def headings(main: Element) -> list[str]:
    return [e.text for e in main.all("h2")]


def test_while_interviews_run_this_week_stands_first_and_then_the_chance_and_the_list(
    on: Callable[[dt.date], Plan],
) -> None:
    plan = on(dt.date(2026, 12, 1))
    assert moment(plan) is Moment.INTERVIEWS
    main = front(plan)
    found = headings(main)
    assert found[0] == "Today and this week"
    assert found[1].startswith("Your chance") and found[2] == "Your rank list"
    assert "With your interviews so far" in main.text and "3 March 2027" in main.text
    week = [t.due for t in first_tasks(plan) if t.due]
    assert len(week) >= 3 and week == sorted(week) and week[-1] <= plan.as_of + WEEK


def test_an_interview_where_no_visa_fits_is_said_beside_the_chance_that_counts_it(
    on: Callable[[dt.date], Plan],
) -> None:
    (told,) = front(on(dt.date(2026, 12, 1))).all("section", cls="odds")
    assert "1 of your interviews is counted where no visa that you accept is sponsored" in told.text


def test_between_the_lists_and_match_day_it_says_what_happens_without_a_match(
    on: Callable[[dt.date], Plan],
) -> None:
    plan = on(dt.date(2027, 3, 10))
    assert moment(plan) is Moment.CLOSED
    main = front(plan)
    assert headings(main)[:2] == ["Do this next", "If you do not match: SOAP"]
    assert "15 March 2027" in main.all("ul", cls="tasks")[0].text
    assert "rank-list.html#soap" in [a.attributes["href"] for a in main.all("a")]
    assert "may still come" not in main.text


def test_after_match_day_it_begins_with_the_year_ahead(on: Callable[[dt.date], Plan]) -> None:
    plan = on(dt.date(2027, 3, 22))
    assert moment(plan) is Moment.OVER
    main = front(plan)
    assert headings(main)[0] == "If you did not match: the year ahead"
    hrefs = [a.attributes["href"] for a in main.all("a")]
    assert "lost-year.html" in hrefs and "what-if.html" in hrefs
    assert not main.all("figure"), "no chance of a Match that is over"


def test_before_applications_open_it_counts_the_weeks(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile], on: Callable[[dt.date], Plan]
) -> None:
    plan = make_plan(profile(SURGEON), knowledge, AS_OF)
    assert moment(plan) is Moment.BEFORE
    weeks = plan.facts["season.weeks_left"].value
    assert f"{weeks} weeks until applications open" in front(plan).text
    late = make_plan(profile("season: 2027\nstage: applying\n"), knowledge, dt.date(2026, 10, 1))
    assert moment(late) is Moment.OPEN
    assert "Applications have been open since 2 September 2026." in front(late).text


def test_a_first_choice_out_of_reach_says_what_stands_in_the_way_and_what_changes_it(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile], home: Callable[[str], str]
) -> None:
    plan = make_plan(profile(SURGEON), knowledge, AS_OF)
    main = front(plan)
    assert "What stands in the way" in headings(main)
    found = steps(plan)
    assert len(found) == 3
    shown = [li.text for li in main.all("ol")[0].all("li")]
    for step, text in zip(found, shown, strict=True):
        assert text.startswith(f"{step.title}: {bare(step.moves)}") and "more" in text
    assert "What stands in the way" not in home("internal-medicine-strong")


def test_what_home_no_longer_tells_stands_where_it_belongs(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Ratings, the reasons for a second specialty, what sets the number, and the words."""
    folder: Path = site(tmp_path_factory.getbasetemp(), "anesthesiology-hopeful")

    def text(name: str) -> str:
        return page(folder / f"{name}.html").by_id("main").text

    assert "1 in 5 to 1 in 3" in text("scorecard")
    assert "Ventilators, airways, lines" in text("backup")
    assert "a lost year would be too much" in text("where-to-apply")
    assert "Your budget sets the number." in text("where-to-apply")
    words = text("glossary")
    for term in ("Non-US IMG", "Match", "ERAS", "Rank order list", "Rating"):
        assert term in words


def test_what_helps_most_is_nothing_that_the_plan_stops_at(
    whole: Callable[[str], Plan],
) -> None:
    """Where one more program brings too little for its price, no page asks for twenty more."""
    plan = whole(profile_of("older-graduate").read_text(encoding="utf-8"))
    assert plan.counts is not None and plan.counts.binding == "stop"
    more = [c for c in plan.whatif.changes if c.id.startswith("more-programs")]
    assert any(c.moves and c.moves.use > 0 for c in more), "it would help, at its price"
    assert all("more programs" not in step.title for step in steps(plan))
    top = what_if(plan, Sections(plan).views)["top"]
    assert top and all("more programs" not in str(row) for row in top)
