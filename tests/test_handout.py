"""The handout: two sides of one sheet, for any printer, that say the answer and what to do next."""

from __future__ import annotations

import datetime as dt
import functools
import io
import math
import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from sitegen.chance.odds import Chance
from sitegen.pdf import make_pdf
from sitegen.plan.model import Plan
from sitegen.profile import ReadProfile
from sitegen.render.chance.chance_words import full_span
from sitegen.render.paper import render_papers
from sitegen.render.sections import Sections
from tests.conftest import AS_OF
from tests.pdfreaders import letter_sizes
from tests.sites import (
    SAMPLES,
    Element,
    hostile_profile,
    need_pdf_engine,
    parse,
    pdfs,
    printed_page,
    unknown_notes,
)

A4, LETTER = (595.28, 841.89), (612.0, 792.0)
"""Points."""

pytestmark = pytest.mark.pdf


def test_a_chance_that_is_one_number_has_no_middle_beside_it() -> None:
    assert full_span(Chance(0.001, 0.002, 0.003)) == "under 1"
    assert full_span(Chance(0.2, 0.3, 0.4)) == "20 to 40 (middle 30)"


@pytest.fixture(scope="module", params=SAMPLES)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handout of a sample."""
    return pdfs(tmp_path_factory.getbasetemp())[0] / request.param / "handout.pdf"


@functools.cache
def sheet(path: Path) -> Element:
    return printed_page(path)


def after(path: Path, heading: str) -> list[Element]:
    """What stands below a heading."""
    (found,) = (e for e in sheet(path).all("h2") if e.text == heading)
    return found.section_after()


def test_it_is_one_sheet_that_fits_both_papers(path: Path) -> None:
    """Two pages, narrow enough for A4 and short enough for Letter, with margins on each."""
    pages = pypdf.PdfReader(path).pages
    assert len(pages) == 2
    for page in pages:
        assert float(page.mediabox.width) <= math.ceil(min(A4[0], LETTER[0]))
        assert float(page.mediabox.height) <= math.ceil(min(A4[1], LETTER[1]))


def test_it_is_printed_in_ten_points_at_least(path: Path) -> None:
    sizes = letter_sizes(path)
    assert sum(sizes.values()) > 1_500
    assert min(sizes) >= 10


def test_the_front_says_what_and_why(path: Path) -> None:
    """The backup, its reasons, ratings, chance, cost, and two warnings."""
    front = sheet(path).by_id("front")
    assert front.all("p", cls="big")[0].text
    assert 1 <= len(front.all("ol", cls="reasons-list")[0].all("li")) <= 3
    rated = front.all("table", cls="rated")
    assert not rated or len(rated[0].all("tr")) >= 3
    warnings = [p for e in after(path, "Two warnings") for p in (e,) if e.classes != ["foot"]]
    assert len(warnings) == 2 and all(p.all("b") for p in warnings)


def test_a_chance_on_it_is_a_range_with_its_base_rate(path: Path) -> None:
    rows = [row for t in sheet(path).all("table", cls="chance") for row in t.all("tr")[1:]]
    for row in rows:
        chances = [cell.text for cell in row.all("td") if "middle" in cell.text]
        assert chances
        for words in chances:
            assert re.match(r"(under )?\d+( to \d+)? \(middle", words), words
        assert row.all("a", cls="cite") or row.all("th")[0].text == "In any of these"
    assert not re.search(r"\d ?%", sheet(path).text)


def test_it_tells_a_chance_where_home_tells_one(path: Path) -> None:
    home = parse((path.parent / "index.html").read_text("utf-8")).text
    told = bool(sheet(path).all("table", cls="chance"))
    assert told == ("Ranges hold 8 of 10 such cases" in home)
    assert told != ("No chance is printed here" in sheet(path).text)


def test_the_boxes_begin_with_what_gates_the_start_and_follow_their_days(path: Path) -> None:
    """Whom a limit on entry names asks a lawyer before anything else."""
    named = "Entry to the US may be closed" in sheet(path).text
    items = sheet(path).all("ul", cls="boxes")[0].all("li")
    assert 8 <= len(items) <= 12
    days = [dt.date.fromisoformat(next(iter(i.all("data"))).attributes["value"]) for i in items]
    assert ("lawyer" in items[0].text) == named
    assert days[named:] == sorted(days[named:]) and min(days) >= AS_OF
    assert all(item.all("span", cls="box") for item in items)


def test_there_is_room_for_the_advisor_to_write(path: Path) -> None:
    assert 3 <= len(sheet(path).all("p", cls="write")) <= 12


def test_its_sources_are_those_of_what_it_says(path: Path) -> None:
    cited = {a.attributes["href"] for a in sheet(path).all("a", cls="cite")}
    listed = {f"#{li.attributes['id']}" for li in sheet(path).all("li") if "id" in li.attributes}
    assert cited == listed


def test_texts_of_any_length_stay_on_two_pages(
    profile: Callable[[str], ReadProfile], whole: Callable[[str], Plan]
) -> None:
    """Many writers with endless names, every letter asked for, and a name of four hundred letters.

    Takes a second.
    """
    need_pdf_engine()
    hostile = hostile_profile()[0]
    letters = "\n".join(
        f"  - {{writer: {'A very long name of one who writes ' * 9}{i}, specialty: psychiatry, "
        "state: to_ask, us_faculty: true}"
        for i in range(9)
    )
    long = (
        f"applicant: {{name: {'Anna ' * 80}}}\nseason: 2028\nvisa: {{need: sponsorship, accepts: "
        "[j1]}\ninterests: {primary: anesthesiology, considering: [psychiatry]}\n"
        f"letters:\n{letters}\n"
    )
    for text in (hostile, long):
        papers = render_papers(Sections(whole(text)), "letter")
        (html,) = (each.html for each in papers if each.pdf == "handout.pdf")
        made = make_pdf(html, AS_OF)
        assert unknown_notes(made.notes) == []
        assert len(pypdf.PdfReader(io.BytesIO(made.data)).pages) == 2
