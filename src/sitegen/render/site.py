"""Renders every page of a site."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Sequence
from typing import Any

from sitegen import programs, ranklist, tracker
from sitegen.agenda import Edition, calendar_file
from sitegen.plan.pages import SiteLinks
from sitegen.planjson import dumps, plan_data
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
from sitegen.render.sections import Sections
from sitegen.render.templates import environment


def render_site(sections: Sections, edition: Edition) -> dict[str, bytes]:
    """Every file of the site but what is for paper, by path."""
    plan = sections.plan
    every = plan.pages
    paths = {page.id: page.path for page in every} | {
        "site.css": "site.css",
        "site.js": "site.js",
        "theme.js": "theme.js",
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
        "said": functools.partial(phrase, plan),
    }
    tree: dict[str, bytes] = {}
    for page in every:
        links = SiteLinks(paths, page.path, marks)
        html = template.render(
            page=page,
            view=sections.view(page),
            links=links,
            ids=_same,
            current=menu.section(page),
            before=menu.beside(page, -1),
            after=menu.beside(page, 1),
            paper=False,
            has=_whole,
            **shared,
        )
        html = with_ages(shown(html, plan.quantities), plan, links)
        tree[page.path] = _finished(html, links, phrase(plan, "frame-contents")).encode()
    tree["site.css"] = asset("base.css") + asset("site.css")
    tree["site.js"] = asset("site.js")
    tree["theme.js"] = asset("theme.js")
    tree["calendar.ics"] = calendar_file(plan, edition)
    tree["interviews.csv"] = tracker.template(plan.read.profile.season).encode()
    tree["rank-list.csv"] = ranklist.template().encode()
    tree["programs.csv"] = programs.template().encode()
    tree["applications.csv"] = applications_table(
        plan, plan.applying.portfolio, sections.views
    ).encode()
    tree["plan.json"] = dumps(plan_data(plan)).encode()
    return tree


def _finished(html: str, links: SiteLinks, contents: str) -> str:
    """The page with its long lists folded, terms led to the glossary, and headings to themselves.

    `contents` is what the list of its headings is called.
    """
    start, end = html.index("<main"), html.index("</main>")
    text = bounded(html[start:end], wording())
    target = links.to("glossary")
    if target != posixpath.basename(links.here):
        text = terms.shipped().link(text, target)
    whole, headings = anchored(html[:start] + text + html[end:])
    return with_breaks(whole.replace(HERE, _contents(contents, headings), 1))


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
