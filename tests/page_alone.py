"""One page of a plan as a reader sees it, without the site around it."""

from __future__ import annotations

from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.pages import FIXED, SiteLinks
from sitegen.render.quantities import shown
from sitegen.render.templates import environment
from tests.sites import Element, parse

FILES = ("programs.csv", "applications.csv")
"""What pages lead to besides pages."""


def page_alone(plan: Plan, section: str, view: dict[str, Any]) -> Element:
    """The page of this section with a view, whose quantities must be those of the plan."""
    (page,) = [each for each in FIXED if each.section == section]
    paths = {each.id: each.path for each in FIXED} | {name: name for name in FILES}
    paths |= {f"specialty.{name}": name for name in plan.knowledge.specialties}
    html = (
        environment()
        .get_template(f"pages/{section}.html")
        .render(
            page=page,
            view={"before_all": None, **view},
            links=SiteLinks(paths, page.path),
            ids=lambda anchor: anchor,
            has=lambda part: True,
            paper=False,
        )
    )
    return parse(shown(html, plan.quantities))


def table(page: Element, name: str) -> list[list[str]]:
    """The cells of each row of the tables of this class, without their headings."""
    bodies = [body for each in page.all("table", cls=name) for body in each.all("tbody")]
    return [
        [cell.text for cell in row.all("th", "td")] for body in bodies for row in body.all("tr")
    ]
