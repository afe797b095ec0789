"""Renders every page of a site."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
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


def render_site(sections: Sections, edition: Edition) -> dict[str, bytes]:
    """Every file of the site but what is for paper, by path."""
    plan = sections.plan
    every = plan.pages
    paths = {page.id: page.path for page in every} | {
        "site.css": "site.css",
        "site.js": "site.js",
        "theme.js": "theme.js",
        "search.js": "search.js",
        "search-index.js": "search-index.js",
        "calendar.ics": "calendar.ics",
        "print.html": "print.html",
        "handout.html": "handout.html",
        "worksheets.html": "worksheets.html",
        "interviews.csv": "interviews.csv",
        "rank-list.csv": "rank-list.csv",
        "programs.csv": "programs.csv",
        "applications.csv": "applications.csv",
    }
    marks = aging_marks(plan)
    template = environment().get_template("page.html")
    menu = Menu(plan.knowledge.menu, every)
    shared = {
        **common(plan),
        "plan_key": edition.key,
        "menu": menu.sections,
    }
    tree: dict[str, bytes] = {}
    index = SearchIndex(plan)
    for page in every:
        links, current = SiteLinks(paths, page.path, marks), menu.section(page)
        html = template.render(
            page=page,
            view=sections.view(page),
            links=links,
            ids=_same,
            current=current,
            before=menu.beside(page, -1),
            after=menu.beside(page, 1),
            paper=False,
            has=_whole,
            **shared,
        )
        html, headings = _finished(
            with_ages(shown(html, plan.quantities), plan, links), links, plan
        )
        index.add(page, current.title if current else "", html, headings)
        html = html.replace(HERE, _contents(phrase(plan, "frame-contents"), headings), 1)
        tree[page.path] = with_breaks(with_cards(html)).encode()
    return tree | _frame(index) | _files(sections, edition)


def _frame(index: SearchIndex) -> dict[str, bytes]:
    """The styles and scripts that every page loads."""
    license_text = asset("vendor/minisearch.LICENSE.txt").strip()
    library = b"/* MiniSearch\n" + license_text + b"\n*/\n" + asset("vendor/minisearch.js")
    return {
        "site.css": asset("base.css") + asset("site.css"),
        "theme.js": asset("theme.js"),
        "site.js": asset("site.js"),
        "search-index.js": index.script(),
        "search.js": library + b"\n" + asset("search.js"),
    }


def _files(sections: Sections, edition: Edition) -> dict[str, bytes]:
    """The files to take along."""
    plan = sections.plan
    applications = applications_table(plan, plan.applying.portfolio, sections.views)
    return {
        "calendar.ics": calendar_file(plan, edition),
        "interviews.csv": tracker.template(plan.read.profile.season).encode(),
        "rank-list.csv": ranklist.template().encode(),
        "programs.csv": clean.template().encode(),
        "applications.csv": applications.encode(),
        "plan.json": dumps(plan_data(plan)).encode(),
    }


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
