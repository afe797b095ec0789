"""Renders every page of a site, and the one page that can be printed."""

from __future__ import annotations

import functools

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from markupsafe import Markup

from sitegen import __version__, cache, resources
from sitegen.explain import long_date
from sitegen.plan.model import Plan
from sitegen.plan.pages import (
    FIXED,
    GROUPS,
    Page,
    PrintLinks,
    SiteLinks,
    page_of,
    pages,
    print_anchor,
)
from sitegen.planjson import dumps, plan_data
from sitegen.render.sections import Sections

DISCLAIMER = (
    "This is not legal, immigration or career advice. Ratings are judgements with ranges, built "
    "on published figures. Nothing here is a promise."
)
PRIVATE = "This plan holds scores and visa status. Keep it private; nothing was sent anywhere."


def render_site(sections: Sections) -> dict[str, bytes]:
    """Every file of the site but the PDF and the print page, by path."""
    environment = _environment()
    plan = sections.plan
    every = pages(plan)
    paths = {page.id: page.path for page in every} | {
        "site.css": "site.css",
        "print.html": "print.html",
    }
    template = environment.get_template("page.html")
    common = _common(plan)
    tree: dict[str, bytes] = {}
    for page in every:
        tree[page.path] = template.render(
            page=page,
            view=sections.view(page),
            links=SiteLinks(paths, page.path),
            ids=_same,
            menu=menu(),
            before=_beside(page, -1),
            after=_beside(page, 1),
            paper=False,
            **common,
        ).encode()
    tree["site.css"] = _css("base.css") + _css("site.css")
    tree["plan.json"] = dumps(plan_data(plan)).encode()
    return tree


def render_print_page(sections: Sections, paper: str) -> str:
    """The print-ready page: cover, plan, scorecard, reasons, first checklist, sources."""
    environment = _environment()
    plan = sections.plan
    chosen = _printed(plan)
    links = PrintLinks(frozenset(page.id for page in chosen))
    printed = [
        {
            "id": page.id,
            "title": page.title,
            "section": page.section,
            "anchor": print_anchor(page.id),
            "view": sections.view(page),
        }
        for page in chosen
    ]
    css = (_css("base.css") + _css("print.css")).decode().replace("PAPER", paper)
    current = {"anchor": ""}

    def ids(anchor: str) -> str:
        return f"{current['anchor']}--{anchor}"

    def entering(anchor: str) -> str:
        current["anchor"] = anchor
        return ""

    return environment.get_template("print.html").render(
        printed=printed,
        links=links,
        ids=ids,
        entering=entering,
        css=Markup(css),
        paper=True,
        **_common(plan),
    )


def _printed(plan: Plan) -> list[Page]:
    """What goes on paper: the fixed pages, and the specialties that matter for the choice."""
    cards = [plan.primary] if plan.primary else []
    cards += [c.card for c in plan.choice.backups]
    if len(cards) < 2:
        cards += [c.card for c in plan.choice.runners_up[:1]]
    body = [page for page in FIXED if page.id != "sources"]
    return [*body, *(page_of(card.specialty) for card in cards), FIXED[-1]]


def menu() -> list[tuple[str, list[Page]]]:
    """The pages of the menu below their headings."""
    return [(group, [page for page in FIXED if page.group == group]) for group in GROUPS]


def _beside(page: Page, step: int) -> Page | None:
    """The page before or after one of the menu, in the order to read them."""
    if page not in FIXED:
        return None
    place = FIXED.index(page) + step
    return FIXED[place] if 0 <= place < len(FIXED) else None


def _same(anchor: str) -> str:
    return anchor


def _common(plan: Plan) -> dict[str, object]:
    p = plan.read.profile
    name = p.applicant.name or "Your plan"
    season = f"Match {p.season}" if p.season else "Match year not chosen"
    figures = [e.use.year for s in plan.knowledge.specialties.values()
               for e in s.about.figures.values()]  # fmt: skip
    return {
        "who": {"name": name, "short": name, "season": season, "fictional": p.fictional},
        "footer": {
            "disclaimer": DISCLAIMER,
            "private": PRIVATE,
            "as_of": long_date(plan.as_of),
            "data_season": f"newest from Match {max(figures)}",
            "version": __version__,
        },
    }


@functools.cache
def _css(name: str) -> bytes:
    return (resources.root() / "templates" / name).read_bytes()


@functools.cache
def _environment() -> Environment:
    base = cache.folder()
    environment = Environment(
        bytecode_cache=FileSystemBytecodeCache(str(base)) if base else None,
        loader=FileSystemLoader(resources.root() / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    return environment
