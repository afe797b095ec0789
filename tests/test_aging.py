"""What moves says its day, and past its day to look again that it has to be read (20 seconds)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen import inputs
from sitegen.build import stale_warnings
from sitegen.cli import main
from sitegen.diagnostics import Problems
from sitegen.knowledge.aging import dates_awaited, moving, newest_printed, overdue
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import SourceKind, ValueKind
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.written import long_date
from tests.conftest import AS_OF, EDITION, ROOT

SAMPLE = ROOT / "data" / "profiles" / "radiology-h1b-only.yaml"
CITE = re.compile(r'<a class="cite" href="[^"]*#src-([a-z0-9-]+)">([^<]*)</a>(.{0,120})', re.DOTALL)


PAGES: dict[tuple[int, dt.date], tuple[Plan, dict[str, str]]] = {}
"""What was rendered, with its plan, so that no other one has its id."""


def pages_on(plan: Plan, day: dt.date) -> dict[str, str]:
    """The pages of the same applicant on another day, rendered once."""
    if (id(plan), day) not in PAGES:
        made = plan if plan.as_of == day else make_plan(plan.read, plan.knowledge, day)
        tree = render_site(Sections(made), EDITION)
        pages = {name: data.decode() for name, data in tree.items() if name.endswith(".html")}
        PAGES[id(plan), day] = plan, pages
    return PAGES[id(plan), day][1]


def shares(visa: str) -> list[str]:
    """The cells of the table of doors that hold a share."""
    doors = visa[visa.index('class="doors"') :]
    return re.findall(r"<td[^>]*>[^<]*%.*?</td>", doors[: doors.index("</table>")], re.DOTALL)


@pytest.fixture(scope="module")
def sample(knowledge: Knowledge) -> Plan:
    _, read, _ = inputs.both(SAMPLE, None, AS_OF, Problems())
    return make_plan(read, knowledge, AS_OF)


def test_every_value_that_moves_has_a_day_to_look_again(knowledge: Knowledge) -> None:
    kinds = {each.what.split(",")[0].split(" of ")[0] for each in moving(knowledge)}
    assert kinds >= {
        "policies.yaml",
        "entry.yaml",
        "costs.yaml",
        "fees/eras.yaml",
        "fees/residencycas.yaml",
        f"seasons/{newest_printed(knowledge)}.yaml",
        "waivers.yaml",
        "state-limits.yaml",
        "green-card-lines.yaml",
        "visa.yaml",
        "j1_share",
        "h1b_share",
        "signals",
        "signals_gold",
        "signals_silver",
    }
    sources = {each.source for each in moving(knowledge)}
    cited = {key: knowledge.sources[key] for key in sources}
    judged = {key for key, source in cited.items() if source.kind is SourceKind.JUDGEMENT}
    assert {key for key, source in cited.items() if not source.look_again} == judged


def test_nothing_is_overdue_on_the_day_it_is_shipped(knowledge: Knowledge) -> None:
    assert overdue(knowledge, max(s.read_on for s in knowledge.sources.values())) == {}


def test_each_number_that_ages_shows_its_day_or_its_year(sample: Plan) -> None:
    """On every page of one sample, each citation of a moving value says when it was read, or of
    which year the figure is."""
    ages = {each.source: each.dated for each in moving(sample.knowledge)}
    seen = dict.fromkeys((True, False), 0)
    for name, html in pages_on(sample, AS_OF).items():
        for key, words, rest in CITE.findall(html):
            source = sample.knowledge.sources[key]
            if key not in ages or source.look_again is None:
                continue
            seen[ages[key]] += 1
            if ages[key]:
                assert f"(read {long_date(source.read_on)}" in rest, (name, key)
            else:
                assert re.search(r"\b20\d\d\b", words), (name, key, words)
    assert seen[True] > 50 and seen[False] > 10


@pytest.fixture(scope="module")
def in_season(knowledge: Knowledge) -> Plan:
    """A plan of the newest season of which dates are printed."""
    _, read, _ = inputs.both(SAMPLE.with_name("in-season.yaml"), None, AS_OF, Problems())
    return make_plan(read, knowledge, AS_OF)


DOLLARS = re.compile(r"\$[0-9]")
SHOWN = re.compile(r'data-q="([^"]+)"[^>]*>([^<]*)</data>')


def test_page_with_a_price_or_a_printed_date_says_when_it_was_read(
    sample: Plan, in_season: Plan
) -> None:
    """A sum of fees and a date in a sentence carry no citation, so their page names the source."""
    prices, days = 0, 0
    for plan in (sample, in_season):
        k, newest = plan.knowledge, max(plan.knowledge.fees["eras"], key=lambda s: s.season)
        printed = {
            f"date.{name.replace('_', '-')}": date.source
            for name, date in plan.season_dates.items()
            if date.kind is not ValueKind.JUDGEMENT
        }
        for name, html in pages_on(plan, AS_OF).items():
            shown = SHOWN.findall(html)
            needed = {printed[key] for key, _ in shown if key in printed}
            days += len(needed)
            parts = {part for key, text in shown if DOLLARS.match(text) for part in key.split(".")}
            if parts & {"cost", "transcripts"}:
                needed |= {newest.source, newest.transcript.source}
                prices += 1
            for key in needed:
                day = long_date(k.sources[key].read_on)
                assert f'#src-{key}"' in html and f"(read {day}" in html, (name, key)
    assert prices >= 10 and days >= 5


def test_price_is_marked_once_its_day_to_look_again_has_passed(sample: Plan) -> None:
    newest = max(sample.knowledge.fees["eras"], key=lambda s: s.season)
    day = sample.knowledge.sources[newest.source].look_again
    assert day is not None
    later = pages_on(sample, day + dt.timedelta(days=1))["index.html"]
    foot = later[later.index('class="small ages"') :]
    assert f"look it up again: due since {long_date(day)}" in foot[: foot.index("</p>")]


def test_past_its_day_a_value_is_marked_wherever_it_is_cited(sample: Plan) -> None:
    """On the day itself nothing is said; on the next each citation of that source has the mark."""
    key = "ecfmg-prices-2027"
    day = sample.knowledge.sources[key].look_again
    assert day is not None
    mark = f"look it up again: due since {long_date(day)}"
    before, after = pages_on(sample, day), pages_on(sample, day + dt.timedelta(days=1))
    assert mark not in before["budget.html"]
    found = [rest for k, _, rest in CITE.findall(after["budget.html"]) if k == key]
    assert found and all(mark in rest for rest in found)


def test_a_share_of_programs_is_marked_beside_the_share(sample: Plan) -> None:
    day = sample.knowledge.sources["aamc-explorer-2021"].look_again
    assert day is not None
    visa = pages_on(sample, day + dt.timedelta(days=1))["visa.html"]
    cells = [cell for cell in shares(visa) if "src-aamc-explorer-2021" in cell]
    assert cells and all("2021" in cell and "look it up again" in cell for cell in cells)


def test_the_page_of_the_tasks_says_that_days_were_to_be_looked_up_again(
    plan: Callable[[str], Plan],
) -> None:
    season = newest_printed(plan("season: 2027\n").knowledge)
    made = plan(f"season: {season}\n")
    cited = {date.source for date in made.season_dates.values()}
    days = [made.knowledge.sources[key].look_again for key in cited]
    day = min(each for each in days if each)
    said = "Some days of this season were to be looked up again"
    assert said not in pages_on(made, day)["tasks.html"]
    assert said in pages_on(made, day + dt.timedelta(days=1))["tasks.html"]


def test_the_build_names_what_is_overdue_with_one_value_that_rests_on_it(
    knowledge: Knowledge,
) -> None:
    day = knowledge.sources["h1b-order-2026"].look_again
    assert day is not None
    told = [p for p in stale_warnings(knowledge, day + dt.timedelta(days=1)) if p.code == "D305"]
    (one,) = [p for p in told if "h1b-order-2026" in p.message]
    assert "policies.yaml, h1b-payment" in one.message
    assert not [p for p in stale_warnings(knowledge, day) if "h1b-order-2026" in p.message]


def test_strict_stops_where_something_is_overdue(tmp_path: Path) -> None:
    me = tmp_path / "me.yaml"
    me.write_text("season: 2028\n", encoding="utf-8")
    args = ["build", str(me), "--no-pdf", "--strict", "--output", str(tmp_path / "site")]
    late = CliRunner().invoke(main, [*args, "--as-of", "2027-07-01"])
    assert late.exit_code == 1 and "D305" in late.output
    assert not (tmp_path / "site").exists()
    fresh = CliRunner().invoke(main, [*args, "--as-of", "2026-11-30"])
    assert fresh.exit_code == 0, fresh.output


def test_once_dates_are_usually_printed_the_build_asks_for_them(knowledge: Knowledge) -> None:
    year = newest_printed(knowledge)
    assert year is not None
    assert dates_awaited(knowledge, dt.date(year, 6, 30)) is None
    assert dates_awaited(knowledge, dt.date(year, 7, 1)) == year + 1


def test_shares_of_the_own_list_are_never_cited_to_a_report(sample: Plan) -> None:
    """Each share stands with its own source: the report that printed it, or the own list alone."""
    visa = pages_on(sample, AS_OF)["visa.html"]
    cells = shares(visa)
    own = [cell for cell in cells if "(your list)" in cell]
    cited = [cell for cell in cells if "src-aamc-explorer-2021" in cell]
    assert own and cited
    assert not [cell for cell in own if "src-" in cell]
