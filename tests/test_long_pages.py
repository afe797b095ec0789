"""Pages stay short and narrow, whatever the applicant's own files hold. About five seconds."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.profile import ReadProfile
from sitegen.render.long_lists import FEW, FOLDED, OPEN, ROOM, SHORT, Wording, bounded
from sitegen.render.long_words import PIECE, breakable, kept_together
from sitegen.render.paper import render_papers
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.tracker import read_interviews
from tests.conftest import AS_OF, EDITION

WORDS = Wording(lambda n, rows: f"<details>[{n}]{rows}</details>", lambda n: f"<p>{n} left</p>")
CAP = "<table><caption>C</caption><thead><tr><th>H</th></tr></thead>"


def rows(tag: str, first: int, last: int) -> str:
    return "".join(f"<{tag}>{n}</{tag}>" for n in range(first, last + 1))


def test_a_short_page_stays_as_it_is() -> None:
    html = f"<ul>{rows('li', 1, OPEN)}</ul>"
    assert bounded(html, WORDS) == html


def test_a_long_list_shows_its_first_rows_then_a_click_then_a_number() -> None:
    left = 1000 - OPEN - FOLDED
    assert bounded(f"<ol>{rows('li', 1, 1000)}</ol>", WORDS) == (
        f"<ol>{rows('li', 1, OPEN)}</ol>"
        f'<details>[{FOLDED}]<ol start="{OPEN + 1}">{rows("li", OPEN + 1, OPEN + FOLDED)}</ol>'
        f"</details><p>{left} left</p>"
    )


def test_rows_of_a_table_behind_a_click_have_their_heads_and_caption() -> None:
    """Also where each pair of rows has a body of its own."""
    for between in ("", "</tbody><tbody>"):
        body = between.join(f"<tr><td>{n}</td></tr>" for n in range(1, 201))
        made = bounded(f"{CAP}<tbody>{body}</tbody></table>", WORDS)
        assert made.count("<caption>C</caption>") == made.count("<th>H</th>") == 2
        assert re.findall(r"<td>(\d+)", made) == [str(n) for n in range(1, 201)]
        shown, _, behind = made.partition("<details>")
        assert shown.count("<td>") == OPEN and behind.startswith("[100]<table>")
        for tag in ("table", "tbody", "tr", "details"):
            assert made.count(f"<{tag}>") == made.count(f"</{tag}>")


def test_lists_within_rows_and_behind_clicks_are_cut_too() -> None:
    inner = f"<ul>{rows('li', 1, 500)}</ul>"
    made = bounded(f"<table><tbody><tr><td>{inner}</td></tr></tbody></table>", WORDS)
    assert made.count("<li>") == OPEN + FOLDED
    made = bounded(f"<details>{inner}</details>", WORDS)
    assert made.count("<li>") == FOLDED and "200 left" in made and made.count("<details>") == 1


def test_many_long_lists_share_the_room_of_a_page() -> None:
    made = bounded(f"<ul>{rows('li', 1, 500)}</ul>" * 30, WORDS)
    assert made.count("<li>") <= 2 * ROOM + 30 * FEW
    assert made.count("left</p>") == 30
    paper = bounded(f"<ul>{rows('li', 1, 500)}</ul>" * 30, WORDS, 2 * ROOM)
    assert "<details>" not in paper and paper.count("<li>") <= 2 * ROOM + 30 * FEW


def test_a_document_may_have_short_tables() -> None:
    table = f"<table><tbody>{rows('tr', 1, 50)}</tbody></table>"
    made = bounded(f"{table}<ul>{rows('li', 1, 60)}</ul>", WORDS, 10, short_tables=True)
    assert (made.count("<tr"), made.count("<li>")) == (SHORT, FEW + 10)
    assert "42 left" in made and "38 left" in made


@pytest.fixture(scope="module")
def long_site(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """A site with a thousand interviews, and hundreds of letters, rotations and publications."""
    many = "\n".join(
        f"  - {{writer: attending {i}, specialty: neurology, state: to_ask}}" for i in range(400)
    )
    rotations = "\n".join(
        "  - {specialty: neurology, kind: elective, weeks: 4}" for i in range(400)
    )
    works = "\n".join(
        f"  - {{kind: publication, field: neurology, title: Work {i}}}" for i in range(400)
    )
    text = (
        "season: 2027\nstage: interviewing\nvisa: {need: sponsorship, accepts: [j1]}\n"
        f"interests: {{primary: neurology}}\nletters:\n{many}\nus_experience:\n{rotations}\n"
        f"research:\n{works}\n"
    )
    table = "specialty,program,state,date,status\n" + "\n".join(
        f"neurology,Invented {i},Ohio,2026-12-{1 + i % 28:02},accepted" for i in range(1000)
    )
    problems = Problems()
    listed = read_interviews(table, "i.csv", problems, knowledge.vocabularies, None)
    problems.raise_errors()
    read = dataclasses.replace(profile(text), interviews=listed)
    sections = Sections(make_plan(read, knowledge, AS_OF))
    papers = render_papers(sections, "letter", with_book=True)
    return render_site(sections, EDITION), {paper.page: paper.html for paper in papers}


def test_no_page_grows_with_the_files_of_the_applicant(
    long_site: tuple[dict[str, bytes], dict[str, str]],
) -> None:
    tree, papers = long_site
    pages = {path: html.decode() for path, html in tree.items() if path.endswith(".html")}
    cut = [path for path, html in pages.items() if 'class="rest"' in html]
    assert {"tasks.html", "interviews.html", "self-assessment.html"} <= set(cut)
    for path, html in (pages | papers).items():
        assert len(re.findall("<(?:tr|li|dt)[ >]", html)) < 2_000, path
        assert "&lt;" not in html, f"{path}: folded rows are rows, not text"
    for path in ("print.html", "book.html"):
        assert "left out here" in papers[path] and "<details" not in papers[path], path


# --- Words -----------------------------------------------------------------------------------


def test_a_long_word_may_break_and_stays_the_same_word() -> None:
    word = "Donau&amp;" * 20
    made = breakable(f'<p title="{word}">{word} short</p>')
    assert made.replace("<wbr>", "") == f'<p title="{word}">{word} short</p>'
    assert f'title="{word}"' in made, "attributes hold no tags"
    pieces = re.sub("&amp;", "&", made.partition(">")[2].partition(" short")[0]).split("<wbr>")
    assert {len(piece) for piece in pieces[:-1]} == {PIECE}


def test_the_name_of_a_visa_stays_on_one_line_and_as_typed() -> None:
    left = '<p title="J-1"><svg><text>J-1</text></svg><select><option>H-1B</option></select>'
    held = '<span class="visa-name">'
    assert kept_together(f"{left}J-1, not H-1B.</p>") == (
        f"{left}{held}J-1</span>, not {held}H-1B</span>.</p>"
    )


def test_words_of_usual_length_are_left_alone() -> None:
    html = "<p>pneumonoultramicroscopic, otorhinolaryngologist</p>"
    assert breakable(html) == html
