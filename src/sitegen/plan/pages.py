"""Which pages there are, in what order, and where each one stands. All URLs are decided here."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.decided import Decided
from sitegen.plan.guide.letters import Ask, LetterPlan


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its id, its title, its path in the site, and the template of its body."""

    id: str
    title: str
    path: str
    section: str
    specialty: str | None = None
    menu: str = ""
    """What it is called in the menu, where that is shorter than its title."""


def _page(section: str, page_id: str) -> Page:
    return Page(page_id, "", f"{page_id}.html", section)


FIXED = (
    _page("glance", "index"),
    _page("assessment", "self-assessment"),
    _page("scorecard", "scorecard"),
    _page("backup", "backup"),
    _page("pathways", "pathways"),
    _page("chance", "chance"),
    _page("whatif", "what-if"),
    _page("commitment", "commitment"),
    _page("year", "lost-year"),
    _page("dual", "dual-application"),
    _page("budget", "budget"),
    _page("programs", "programs"),
    _page("portfolio", "where-to-apply"),
    _page("geography", "geography"),
    _page("documents", "documents"),
    _page("interviews", "interviews"),
    _page("ethics", "ethics"),
    _page("visa", "visa"),
    _page("immigration", "immigration"),
    _page("states", "states"),
    _page("timeline", "timeline"),
    _page("checklist", "checklist"),
    _page("ranking", "rank-list"),
    _page("cockpit", "season"),
    _page("algorithm", "algorithm"),
    _page("faq", "faq"),
    _page("method", "method"),
    _page("backtest", "back-test"),
    _page("disagreements", "disagreements"),
    _page("glossary", "glossary"),
    _page("sources", "sources"),
)
"""Pages of every plan, in the order to read them; `pages` gives each its title from the data."""

WALL = _page("wall", "wall-plan")
CARDS = _page("cards", "interview-cards")


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
    name = "page-letter-rotation" if ask.rotation else "page-letter"
    slots = {"field": about.title, "key": ask.key, "rotation": str(ask.rotation)}
    return Page(
        f"letter.{ask.key}",
        plan.knowledge.say(name, **slots),
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
    fixed = tuple(_titled(page, plan.knowledge) for page in (*FIXED, WALL, CARDS))
    return (*fixed, *letters, *(page_of(card.specialty) for card in cards))


def _titled(page: Page, knowledge: Knowledge) -> Page:
    """The page with its title, and with a shorter one for the menu where the data have one."""
    name = f"page-{page.id}"
    menu = knowledge.phrases.get(f"{name}-menu", "")
    return replace(page, title=knowledge.say(name), menu=menu)


@functools.lru_cache(maxsize=1024)
def _relative(target: str, folder: str) -> str:
    """The way from a folder to a file. The menu of every page asks for the same few."""
    return posixpath.relpath(target, folder)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
