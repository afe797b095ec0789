"""Renders every page of a site."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from typing import Any

from sitegen import ranklist, tracker
from sitegen.agenda import Edition, calendar_file
from sitegen.plan.model import Plan
from sitegen.plan.pages import SiteLinks
from sitegen.planjson import dumps, plan_data
from sitegen.programs import clean
from sitegen.render import terms
from sitegen.render.ages import with_ages
from sitegen.render.aging_words import aging_marks
from sitegen.render.anchors import HERE, Heading, anchored, listed
from sitegen.render.applying.picks_view import applications_table
from sitegen.render.frame import asset, common, with_breaks, wording
from sitegen.render.long_lists import bounded
from sitegen.render.menu import Menu
from sitegen.render.phrases import phrase
from sitegen.render.quantities import shown
from sitegen.render.search_index import SearchIndex
from sitegen.render.sections import Sections
from sitegen.render.table_cards import with_cards
from sitegen.render.templates import environment

LISTS = ("interviews.csv", "rank-list.csv", "programs.csv", "applications.csv")
PAPERS = ("print.html", "handout.html", "worksheets.html")
FRAME = ("site.css", "theme.js", "site.js", "search-index.js", "search.js")
"""The styles and scripts that every page loads."""
TAKEN_ALONG = ("calendar.ics", *LISTS, "plan.json")


def render_site(sections: Sections, edition: Edition) -> dict[str, bytes]:
    """Every file of the site but what is for paper, by path."""
    site = Site(sections, edition)
    return {path: site.file(path) for path in site.paths}


class Site:
    """Every file of the site but what is for paper, drawn when it is asked for."""

    def __init__(self, sections: Sections, edition: Edition) -> None:
        """Make ready what all pages of this plan share."""
        plan = self._plan = sections.plan
        self._sections, self._edition = sections, edition
        self._pages = {page.path: page for page in plan.pages}
        beside = (*FRAME, "calendar.ics", *PAPERS, *LISTS)
        self._paths = {page.id: page.path for page in plan.pages} | {each: each for each in beside}
        self._marks = aging_marks(plan)
        self._template = environment().get_template("page.html")
        self._menu = Menu(plan.knowledge.menu, plan.pages)
        self._shared = {
            **common(plan),
            "plan_key": edition.key,
            "menu": self._menu.sections,
        }
        self._drawn: dict[str, tuple[str, tuple[Heading, ...]]] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the files stand: the pages first, in the order of the plan."""
        return (*self._pages, *FRAME, *TAKEN_ALONG)

    def file(self, path: str) -> bytes:
        """One file. Raises `KeyError` where there is none."""
        if path in self._pages:
            html, headings = self._page(path)
            html = html.replace(HERE, _contents(phrase(self._plan, "frame-contents"), headings), 1)
            return with_breaks(with_cards(html)).encode()
        return self._index() if path == "search-index.js" else self._beside(path)

    def _page(self, path: str) -> tuple[str, tuple[Heading, ...]]:
        """A page without its list of headings, and that list; drawn once."""
        if path not in self._drawn:
            page, plan, menu = self._pages[path], self._plan, self._menu
            links = SiteLinks(self._paths, path, self._marks)
            html = self._template.render(
                page=page,
                view=self._sections.view(page),
                links=links,
                ids=_same,
                current=menu.section(page),
                before=menu.beside(page, -1),
                after=menu.beside(page, 1),
                paper=False,
                has=_whole,
                **self._shared,
            )
            aged = with_ages(shown(html, plan.quantities), plan, links)
            self._drawn[path] = _finished(aged, links, plan)
        return self._drawn[path]

    def _index(self) -> bytes:
        """What the search finds on all pages."""
        index = SearchIndex(self._plan)
        for path, page in self._pages.items():
            section = self._menu.section(page)
            index.add(page, section.title if section else "", *self._page(path))
        return index.script()

    def _beside(self, path: str) -> bytes:
        """A file that is no page."""
        plan, sections = self._plan, self._sections
        make: dict[str, Callable[[], bytes]] = {
            "site.css": lambda: asset("base.css") + asset("site.css"),
            "theme.js": lambda: asset("theme.js"),
            "site.js": lambda: asset("site.js"),
            "search.js": _search,
            "calendar.ics": lambda: calendar_file(plan, self._edition),
            "interviews.csv": lambda: tracker.template(plan.read.profile.season).encode(),
            "rank-list.csv": lambda: ranklist.template().encode(),
            "programs.csv": lambda: clean.template().encode(),
            "applications.csv": lambda: applications_table(
                plan, plan.applying.portfolio, sections.views
            ).encode(),
            "plan.json": lambda: dumps(plan_data(plan)).encode(),
        }
        return make[path]()


def _search() -> bytes:
    """The search, with the library that it is made of and the license of that."""
    license_text = asset("vendor/minisearch.LICENSE.txt").strip()
    library = b"/* MiniSearch\n" + license_text + b"\n*/\n" + asset("vendor/minisearch.js")
    return library + b"\n" + asset("search.js")


def _finished(html: str, links: SiteLinks, plan: Plan) -> tuple[str, tuple[Heading, ...]]:
    """The page with its long lists folded, terms led to the glossary, and headings to themselves.

    The headings come with it, in their order.
    """
    start, end = html.index("<main"), html.index("</main>")
    text = bounded(html[start:end], wording(plan))
    target = links.to("glossary")
    if target != posixpath.basename(links.here):
        text = terms.shipped().link(text, target)
    return anchored(html[:start] + text + html[end:])


def _contents(title: str, headings: Sequence[Heading]) -> str:
    """The list of the headings of a page; empty where they are few."""
    if not (shown_there := listed(headings)):
        return ""
    words: Any = environment().get_template("on-page.html").module
    return str(words.contents(title, shown_there))


def _same(anchor: str) -> str:
    return anchor


def _whole(part: str) -> bool:
    """The site shows every part of a page."""
    return True
