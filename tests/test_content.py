"""Mistakes in `content/` are told with file and line, before a page is made (2 seconds)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sitegen import inputs, resources
from sitegen.diagnostics import Problem, Problems, UserFilesError
from sitegen.knowledge.content_check import check_content
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from tests.conftest import AS_OF
from tests.pages import page_of

STORY, PROSE = "stories/neurology.md", "specialties/neurology.md"
Texts = dict[str, str]
MISTAKES: dict[str, tuple[str, str, Callable[[str], str | None]]] = {
    "no story": (STORY, "has no stories/neurology.md", lambda text: None),
    "no prose": (PROSE, "has no specialties/neurology.md", lambda text: None),
    "a part of a story left out": (
        STORY,
        "the heading Cards is missing",
        lambda text: text.replace("## Cards", "## Card"),
    ),
    "a heading of prose misspelt": (
        PROSE,
        "The works",
        lambda text: text.replace("## The work\n", "## The works\n"),
    ),
    "a part with nothing below it": (
        PROSE,
        "nothing stands below Think twice if",
        lambda text: (
            text[: text.index("## Think twice if")]
            + "## Think twice if\n\n"
            + text[text.index("## What programs look for") :]
        ),
    ),
    "a line that is no point": (
        STORY,
        "is no point of a list",
        lambda text: text.replace("- ", "", 1),
    ),
    "a card without its second half": (
        STORY,
        "this point has no |",
        lambda text: text.replace(" | ", " ", 1),
    ),
    "an angle left out": (
        STORY,
        "the angle teaching is missing",
        lambda text: text.replace("- teach", "- read"),
    ),
}


def told(texts: Texts, names: set[str]) -> list[Problem]:
    problems = Problems()
    check_content(texts, names, "content/", problems)
    return problems.found


def shipped() -> Texts:
    return resources.texts("content", ".md")


def test_shipped_content_holds(knowledge: Knowledge) -> None:
    assert len(knowledge.specialties) >= 28
    assert told(shipped(), set(knowledge.specialties)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_in_the_content_is_told_where_it_stands(mistake: str, knowledge: Knowledge) -> None:
    path, words, change = MISTAKES[mistake]
    texts = shipped()
    changed = change(texts.pop(path))
    if changed is not None:
        texts[path] = changed
    found = told(texts, set(knowledge.specialties))
    fitting = [p for p in found if words in p.message]
    assert fitting and fitting[0].code == "D109" and fitting[0].hint
    assert fitting[0].location.file == f"content/{path}"
    assert changed is None or fitting[0].location.line


def test_a_file_of_no_specialty_is_told_with_the_name_that_is_meant(knowledge: Knowledge) -> None:
    texts = shipped()
    texts["stories/neurolgy.md"] = texts[STORY]
    (one,) = told(texts, set(knowledge.specialties))
    assert "no specialty is called neurolgy" in one.message and "neurology" in one.hint


PAGES: dict[str, tuple[str, str, str]] = {
    "a page that no text is written for": ("{id: visa,", "{id: visas,", "has the text visas"),
    "a page that is named twice": ("{id: states,", "{id: visa,", "visa stands twice"),
    "a page that was taken out": (
        "    - {id: states, ",
        "    # - {id: states, ",
        "states is in no",
    ),
}


@pytest.mark.parametrize("mistake", PAGES)
def test_menu_of_a_pack_has_the_pages_that_have_a_text(mistake: str, tmp_path: Path) -> None:
    before, after, words = PAGES[mistake]
    text = resources.texts("data", ".yaml")["menu.yaml"]
    assert text.count(before) == 1
    file = tmp_path / "menu.yaml"
    file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(UserFilesError) as refused:
        inputs.knowledge(tmp_path)
    fitting = [p for p in refused.value.problems if words in p.message]
    assert fitting and fitting[0].code == "D109" and fitting[0].hint
    assert fitting[0].location.file == str(file)


def test_a_pack_calls_a_page_as_it_likes(tmp_path: Path, profile: Callable[[str], Any]) -> None:
    text = resources.texts("data", ".yaml")["menu.yaml"]
    told = text.replace("title: State limits", "title: Boards")
    (tmp_path / "menu.yaml").write_text(told, encoding="utf-8")
    plan = make_plan(profile("season: 2028\n"), inputs.knowledge(tmp_path), AS_OF)
    assert page_of(plan, "states").all("h1")[0].text == "Boards"
