"""Which pages there are, in what order, and where each one stands. All URLs are decided here."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.knowledge.model import Specialty
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


def _page(section: str, page_id: str, title: str, menu: str = "") -> Page:
    return Page(page_id, title, f"{page_id}.html", section, menu=menu)


FIXED = (
    _page("glance", "index", "Plan at a glance"),
    _page("assessment", "self-assessment", "Self-assessment"),
    _page("scorecard", "scorecard", "Scorecard"),
    _page("backup", "backup", "Choosing the backup", "Backup"),
    _page("pathways", "pathways", "Pathways"),
    _page("chance", "chance", "Chance of matching", "Chance"),
    _page("whatif", "what-if", "What would change it"),
    _page("commitment", "commitment", "Commitment"),
    _page("year", "lost-year", "A lost year"),
    _page("dual", "dual-application", "Two specialties: counts and cost", "Counts and cost"),
    _page("budget", "budget", "Budget of the whole cycle", "Budget"),
    _page("programs", "programs", "Your program list", "Program list"),
    _page("portfolio", "where-to-apply", "Where to apply"),
    _page("geography", "geography", "Geography"),
    _page("documents", "documents", "Documents"),
    _page("interviews", "interviews", "Interviews"),
    _page("ethics", "ethics", "Honest and fair"),
    _page("visa", "visa", "Visa"),
    _page("immigration", "immigration", "Immigration and jobs"),
    _page("states", "states", "State limits"),
    _page("timeline", "timeline", "Timeline"),
    _page("checklist", "checklist", "Checklists"),
    _page("ranking", "rank-list", "Rank list and after"),
    _page("cockpit", "season", "Season so far"),
    _page("algorithm", "algorithm", "The Match on your list", "Match, step by step"),
    _page("faq", "faq", "Four questions"),
    _page("method", "method", "How the chance is made"),
    _page("backtest", "back-test", "Back-test"),
    _page("disagreements", "disagreements", "Where sources disagree"),
    _page("glossary", "glossary", "Glossary"),
    _page("sources", "sources", "Sources and method", "Sources"),
)


WALL = _page("wall", "wall-plan", "Plan for the wall")
CARDS = _page("cards", "interview-cards", "Interview question cards", "Question cards")


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
    which = f"from rotation {ask.rotation}" if ask.rotation else ask.key
    return Page(
        f"letter.{ask.key}",
        f"Letter request {which}: {about.title}",
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
    return (*FIXED, WALL, CARDS, *letters, *(page_of(card.specialty) for card in cards))


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
