"""Which pages there are, in what order, and where each one stands. All URLs are decided here."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from sitegen.knowledge.model import Specialty
from sitegen.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its id, its title, its path in the site, and the template of its body."""

    id: str
    title: str
    path: str
    section: str
    specialty: str | None = None
    menu: str = ""
    group: str = ""
    """Heading of the menu under which it stands; pages without one are not in the menu."""


GROUPS = ("Decide", "Prepare", "Visa and jobs", "Do", "Behind it")
"""The headings of the menu, in order."""


def _page(group: str, section: str, page_id: str, title: str, menu: str = "") -> Page:
    return Page(page_id, title, f"{page_id}.html", section, menu=menu, group=group)


FIXED = (
    _page("Decide", "glance", "index", "Plan at a glance"),
    _page("Decide", "assessment", "self-assessment", "Self-assessment"),
    _page("Decide", "scorecard", "scorecard", "Scorecard"),
    _page("Decide", "backup", "backup", "Choosing the backup", "Backup"),
    _page("Decide", "pathways", "pathways", "Pathways"),
    _page("Decide", "commitment", "commitment", "Commitment"),
    _page("Decide", "year", "lost-year", "A lost year"),
    _page("Prepare", "dual", "dual-application", "Two specialties: counts and cost",
          "Counts and cost"),
    _page("Prepare", "budget", "budget", "Budget of the whole cycle", "Budget"),
    _page("Prepare", "documents", "documents", "Documents"),
    _page("Prepare", "interviews", "interviews", "Interviews"),
    _page("Prepare", "ethics", "ethics", "Honest and fair"),
    _page("Visa and jobs", "visa", "visa", "Visa"),
    _page("Visa and jobs", "immigration", "immigration", "Immigration and jobs"),
    _page("Visa and jobs", "states", "states", "State limits"),
    _page("Do", "timeline", "timeline", "Timeline"),
    _page("Do", "checklist", "checklist", "Checklists"),
    _page("Do", "ranking", "rank-list", "Rank list and after"),
    _page("Do", "faq", "faq", "Four questions"),
    _page("Behind it", "disagreements", "disagreements", "Where sources disagree"),
    _page("Behind it", "glossary", "glossary", "Glossary"),
    _page("Behind it", "sources", "sources", "Sources and method", "Sources"),
)  # fmt: skip


def page_of(specialty: Specialty) -> Page:
    """The page of one specialty."""
    return Page(
        f"specialty.{specialty.id}", specialty.title, f"specialties/{specialty.id}.html",
        "specialty", specialty.id,
    )  # fmt: skip


def pages(plan: Plan) -> tuple[Page, ...]:
    """Every page of a plan, in order."""
    cards = (*plan.cards, *plan.elsewhere, *plan.bridges)
    return (*FIXED, *(page_of(card.specialty) for card in cards))


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Relative links between the files of the site; each ends in a file name."""

    paths: dict[str, str]
    here: str

    def to(self, page: str, anchor: str = "") -> str:
        """The link from this page to another, by page id. Raises `KeyError` for an unknown id."""
        target = self.paths[page]
        link = posixpath.relpath(target, posixpath.dirname(self.here) or ".")
        if target == self.here and anchor:
            link = ""
        return f"{link}#{anchor}" if anchor else link


@dataclass(frozen=True, slots=True)
class PrintLinks:
    """Links inside the one print page. Pages that are not printed have no link."""

    printed: frozenset[str]

    def to(self, page: str, anchor: str = "") -> str | None:
        """The link to a printed page, or None."""
        if page not in self.printed:
            return None
        return "#" + print_anchor(page, anchor)


def print_anchor(page: str, anchor: str = "") -> str:
    """The id that a page, or a part of it, carries on the print page."""
    base = page.replace(".", "-")
    return f"{base}--{anchor}" if anchor else base
