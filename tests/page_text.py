"""A page of a plan as its readers see it, without a build: its text, and its tree."""

from __future__ import annotations

import collections

from sitegen.plan.model import Plan
from sitegen.plan.pages import SiteLinks
from sitegen.render.quantities import bare
from sitegen.render.sections import Sections
from sitegen.render.templates import environment
from tests.sites import Element, parse


def tree_of(plan: Plan, page_id: str) -> Element:
    """The page of this id, without the frame of the site. Its links lead nowhere."""
    (page,) = [page for page in plan.pages if page.id == page_id]
    template = environment().get_template(f"pages/{page.section}.html")
    html = template.render(
        page=page,
        view=Sections(plan).view(page),
        links=SiteLinks(collections.defaultdict(lambda: "nowhere.html"), page.path),
        ids=str,
        has=lambda part: True,
        paper=False,
    )
    return parse(bare(html))


def said_on(plan: Plan, page_id: str) -> str:
    """What the page says, on one line."""
    return tree_of(plan, page_id).text
