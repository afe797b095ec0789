"""One page of a plan as a tree, without building the whole site."""

from __future__ import annotations

from sitegen.plan.model import Plan
from sitegen.plan.pages import FIXED, SiteLinks
from sitegen.render.quantities import shown as with_marks
from sitegen.render.sections import Sections
from sitegen.render.templates import environment as templates
from tests.sites import Element, parse


def one_page(plan: Plan, page_id: str, *, paper: bool = False) -> Element:
    """The page of this id, as the site shows it or as paper does."""
    (page,) = [p for p in FIXED if p.id == page_id]
    every = {p.id: p.path for p in FIXED} | {
        f"specialty.{s}": f"specialties/{s}.html" for s in plan.knowledge.specialties
    }
    template = templates().get_template(f"pages/{page.section}.html")
    html = template.render(
        page=page,
        view=Sections(plan).view(page),
        links=SiteLinks(every, page.path),
        ids=lambda anchor: anchor,
        paper=paper,
    )
    return parse(with_marks(html, plan.quantities))
