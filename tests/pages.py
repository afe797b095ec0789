"""One page of a plan as a tree, without building the whole site."""

from __future__ import annotations

import functools

from sitegen.plan.model import Plan
from sitegen.plan.pages import SiteLinks, fixed
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
    template = environment().get_template(f"pages/{page.section}.html")
    html = template.render(
        page=page,
        view=Sections(plan).view(page),
        links=SiteLinks({each.id: each.path for each in plan.pages}, page.path),
        said=functools.partial(phrase, plan),
        ids=str,
        has=bool,
        paper=paper,
    )
    return parse(shown(html, plan.quantities))
