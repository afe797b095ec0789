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


FIXED = (
    Page("index", "Plan at a glance", "index.html", "glance"),
    Page("self-assessment", "Self-assessment", "self-assessment.html", "assessment"),
    Page("scorecard", "Scorecard", "scorecard.html", "scorecard"),
    Page("backup", "Choosing the backup", "backup.html", "backup", menu="Backup"),
    Page("visa", "Visa", "visa.html", "visa"),
    Page(
        "dual-application",
        "Two specialties: counts and cost",
        "dual-application.html",
        "dual",
        menu="Counts and cost",
    ),
    Page("checklist", "First checklist", "checklist.html", "checklist", menu="Checklist"),
    Page("sources", "Sources and method", "sources.html", "sources", menu="Sources"),
)


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
