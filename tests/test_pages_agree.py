"""Pages of many made-up applicants: nothing unanswered, nothing empty, nothing contradictory."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from sitegen.check import check_tree
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.pages import FIXED
from sitegen.profile import ReadProfile
from sitegen.render.sections import Sections
from sitegen.render.site import render_print_page, render_site
from tests.conftest import AS_OF
from tests.people import text_of
from tests.sites import Element, parse

PEOPLE = range(36)
GUIDE = [page.path for page in FIXED]
UNANSWERED = re.compile(
    r"\{[a-z_.: ]*\}|\bNone\b(?! (of|needed|is|was|fires|holds)\b)|\bnan\b|\bTrue\b|\bFalse\b"
    r"|not known that"
)
ABOUT_VISAS = re.compile(
    r"\bJ-1\b|\bH-1B\b|DS-2019|waiver job|Statement of Need|sponsor a visa|\byour visa\b"
)
PERSONAL = ("index.html", "timeline.html", "checklist.html", "rank-list.html", "faq.html",
            "budget.html", "lost-year.html", "documents.html", "interviews.html",
            "scorecard.html", "backup.html", "dual-application.html", "ethics.html", "visa.html",
            "pathways.html", "commitment.html", "self-assessment.html")  # fmt: skip
"""Pages on which somebody who needs no visa reads nothing about visas."""


@dataclass(frozen=True)
class Person:
    """One made-up applicant with the plan and all pages."""

    plan: Plan
    pages: dict[str, Element]
    paper: Element

    def words(self, path: str) -> str:
        """What stands on a page, without its menu and without background that is folded in."""
        return " ".join(self._texts(self.pages[path].by_id("main"))).replace(" .", ".")

    def _texts(self, element: Element) -> Iterator[str]:
        for child in element.children:
            if isinstance(child, str):
                yield " ".join(child.split())
            elif "background" not in child.classes and child.tag not in ("script", "noscript"):
                yield from self._texts(child)


@pytest.fixture(scope="module")
def people(knowledge: Knowledge, profile: Callable[[str], ReadProfile]) -> Callable[[int], Person]:
    @functools.cache
    def person(seed: int) -> Person:
        plan = make_plan(profile(text_of(seed)), knowledge, AS_OF)
        sections = Sections(plan)
        tree = render_site(sections)
        paper = render_print_page(sections, "letter")
        tree["print.html"] = paper.encode()
        check_tree(tree)
        pages = {p: parse(raw.decode()) for p, raw in tree.items() if p.endswith(".html")}
        return Person(plan, pages, parse(paper))

    return person


def test_the_made_up_people_are_different(people: Callable[[int], Person]) -> None:
    """Every answer of the plan is among them, and people with and without a visa need."""
    plans = [people(seed).plan for seed in PEOPLE]
    assert {p.choice.verdict for p in plans} == {
        "recommended", "not_needed", "undecided", "none_works"
    }  # fmt: skip
    assert {p.facts["applicant.needs_visa"].value for p in plans} == {True, False, None}
    assert {p.primary is None for p in plans} == {True, False}
    assert {p.season is None for p in plans} == {True, False}
    assert {bool(p.facts["season.begun"].value) for p in plans} == {True, False}
    assert {p.facts["applicant.entry_limit"].value for p in plans} >= {"all", "j1", "none"}


@pytest.mark.parametrize("seed", PEOPLE)
def test_nothing_is_unanswered(seed: int, people: Callable[[int], Person]) -> None:
    person = people(seed)
    for path in person.pages:
        found = UNANSWERED.search(person.pages[path].by_id("main").text if path != "print.html"
                                   else person.paper.text)  # fmt: skip
        assert not found, f"{path}: {found}"


@pytest.mark.parametrize("seed", PEOPLE)
def test_nothing_is_empty(seed: int, people: Callable[[int], Person]) -> None:
    """No list without an entry, no table without a row, no heading without a text below."""
    person = people(seed)
    for path, root in person.pages.items():
        for e in root.all("ul", "ol", "tbody", "dl"):
            assert e.all("li", "tr", "dt"), f"{path}: an empty {e.tag} {e.attributes}"
        for cell in root.all("p", "li", "dd", "h1", "h2", "h3", "caption"):
            lines = cell.all(cls="write") or "write" in cell.classes
            full = cell.text or lines or cell.all("input", "svg")
            assert full, f"{path}: an empty <{cell.tag}> {cell.attributes}"
        for heading in root.all("h2", "h3"):
            after = heading.section_after()
            assert any(e.text for e in after), f"{path}: nothing below {heading.text!r}"


@pytest.mark.parametrize("seed", PEOPLE)
def test_pages_name_the_same_backup(seed: int, people: Callable[[int], Person]) -> None:
    """Where one is recommended, every page means it; where none is, no page speaks of one."""
    person = people(seed)
    choice = person.plan.choice
    shown = {p: person.words(p) for p in GUIDE}
    if choice.verdict == "recommended":
        title = choice.backups[0].card.specialty.title
        assert title in shown["index.html"] and title in shown["backup.html"]
        for path in ("documents.html", "interviews.html", "commitment.html", "faq.html"):
            assert choice.backups[0].card.specialty.name in shown[path].lower(), path
        return
    for path, words in shown.items():
        if path not in ("glossary.html", "disagreements.html", "sources.html"):
            assert not re.search(r"your backup (is|will be)\b|as your backup\b", words), path


@pytest.mark.parametrize("seed", PEOPLE)
def test_who_needs_no_visa_reads_nothing_about_visas(
    seed: int, people: Callable[[int], Person]
) -> None:
    person = people(seed)
    if person.plan.facts["applicant.needs_visa"].value is not False:
        assert ABOUT_VISAS.search(" ".join(person.words(p) for p in GUIDE))
        return
    for path in PERSONAL:
        found = ABOUT_VISAS.search(person.words(path))
        assert not found, (
            f"{path}: …{person.words(path)[max(0, found.start() - 80) : found.end() + 40]}"
        )


@pytest.mark.parametrize("seed", PEOPLE)
def test_pages_agree_on_numbers(seed: int, people: Callable[[int], Person]) -> None:
    """Programs and fees stand alike on the pages that name them."""
    person = people(seed)
    counts = person.plan.counts
    if not counts or not counts.advice:
        return
    total = sum(c.programs for c in counts.advice)
    assert f"{total} programs" in person.words("index.html")
    for path in ("dual-application.html", "faq.html"):
        assert re.search(rf"\b{total}\b", person.words(path)), path
    money = f"${counts.advice_total:,.0f}"
    for path in ("index.html", "dual-application.html"):
        assert money in person.words(path), path
