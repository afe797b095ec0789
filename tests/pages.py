"""One page of a plan as a tree, without building the whole site."""

from __future__ import annotations

import collections
import functools
from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.pages import Page, SiteLinks, fixed
from sitegen.render.phrases import phrase
from sitegen.render.quantities import shown
from sitegen.render.sections import Sections
from sitegen.render.templates import environment
from tests.conftest import shipped
from tests.sites import Element, parse

FIXED = fixed(shipped())
"""The pages that every plan has, in the order to read them."""


def page_of(plan: Plan, page_id: str, *, paper: bool = False) -> Element:
    """The page of this id as readers see it, with its numbers held against the plan."""
    (page,) = [each for each in plan.pages if each.id == page_id]
    return _tree(plan, page, Sections(plan).view(page), paper)


def page_alone(plan: Plan, section: str, view: dict[str, Any]) -> Element:
    """The page of this section with a view of its own, held against the plan in the same way."""
    (page,) = [each for each in FIXED if each.section == section]
    return _tree(plan, page, {"before_all": None, **view}, paper=False)


def said_on(plan: Plan, page_id: str) -> str:
    """What the page says, on one line."""
    return page_of(plan, page_id).text


def _tree(plan: Plan, page: Page, view: dict[str, Any], paper: bool) -> Element:
    paths = collections.defaultdict(lambda: "nowhere.html", {p.id: p.path for p in plan.pages})
    html = (
        environment()
        .get_template(f"pages/{page.section}.html")
        .render(
            page=page,
            view=view,
            links=SiteLinks(paths, page.path),
            said=functools.partial(phrase, plan),
            ids=str,
            has=lambda part: True,
            paper=paper,
        )
    )
    return parse(shown(html, plan.quantities))


def table(page: Element, name: str) -> list[list[str]]:
    """The cells of each row of the tables of this class, without their headings."""
    bodies = [body for each in page.all("table", cls=name) for body in each.all("tbody")]
    return [
        [cell.text for cell in row.all("th", "td")] for body in bodies for row in body.all("tr")
    ]
