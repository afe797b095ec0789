"""Where each page stands: those of the menu, of letters, of specialties. It decides all URLs."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Mapping
from dataclasses import field

from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.decided import Decided
from sitegen.plan.guide.letters import Ask, LetterPlan
from sitegen.records import value_object


@value_object
class Page:
    """One page: its id, its title, its path in the site, and the template of its body."""

    id: str
    title: str
    path: str
    section: str
    specialty: str | None = None
    menu: str = ""
    """What it is called in the menu, where that is shorter than its title."""


def fixed(knowledge: Knowledge) -> tuple[Page, ...]:
    """The pages that every plan has, in the order to read them."""
    return tuple(
        Page(each.id, each.title, f"{each.id}.html", each.text or each.id, menu=each.menu or "")
        for section in knowledge.menu
        for each in section.pages
    )


def page_of(specialty: Specialty) -> Page:
    """The page of one specialty."""
    return Page(
        f"specialty.{specialty.id}",
        specialty.title,
        f"specialties/{specialty.id}.html",
        "specialty",
        specialty.id,
    )


def letter_page(ask: Ask, plan: Decided) -> Page:
    """The request sheet of one letter. Its address names no writer."""
    about = plan.knowledge.specialties[ask.field]
    name = "letter-page-rotation" if ask.rotation else "letter-page"
    return Page(
        f"letter.{ask.key}",
        plan.knowledge.say(name, number=str(ask.rotation or ask.key), field=about.title),
        f"letters/{ask.key}-{ask.field}.html",
        "letter",
    )


def letter_key(page: Page) -> str:
    """The key of the letter that a request sheet is for."""
    return page.id.partition(".")[2]


def pages(plan: Decided, wanted: LetterPlan) -> tuple[Page, ...]:
    """Every page of a plan, in order."""
    cards = plan.every
    letters = tuple(letter_page(ask, plan) for ask in wanted.asks)
    every = fixed(plan.knowledge)
    return (*every, *letters, *(page_of(card.specialty) for card in cards))


@functools.lru_cache(maxsize=1024)
def _relative(target: str, folder: str) -> str:
    """The way from a folder to a file. The menu of every page asks for the same few."""
    return posixpath.relpath(target, folder)


@value_object
class SiteLinks:
    """Relative links between the files of the site; each ends in a file name."""

    paths: dict[str, str]
    here: str
    marks: Mapping[str, str] = field(default_factory=dict)

    def mark(self, source: str) -> str:
        """What stands beside a source whose values move."""
        return self.marks.get(source, "")

    def to(self, page: str, anchor: str = "") -> str:
        """The link from this page to another, by page id. Raises `KeyError` for an unknown id."""
        target = self.paths[page]
        link = _relative(target, posixpath.dirname(self.here) or ".")
        if target == self.here and anchor:
            link = ""
        return f"{link}#{anchor}" if anchor else link


@value_object
class PrintLinks:
    """Links inside the one print page. Pages that are not printed have no link.

    `used` gathers the ids that were linked to; paper lists only the sources among them.
    """

    printed: frozenset[str]
    marks: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def mark(self, source: str) -> str:
        """What stands beside a source whose values move."""
        return self.marks.get(source, "")

    def to(self, page: str, anchor: str = "") -> str | None:
        """The link to a printed page, or None."""
        if page not in self.printed:
            return None
        target = print_anchor(page, anchor)
        self.used.add(target)
        return "#" + target


def print_anchor(page: str, anchor: str = "") -> str:
    """The id that a page, or a part of it, carries on the print page."""
    base = page.replace(".", "-")
    return f"{base}--{anchor}" if anchor else base
