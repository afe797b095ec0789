"""Renders every page of a site, and the one page that can be printed."""

from __future__ import annotations

import base64
import functools
import hashlib
import posixpath
from typing import Any

from markupsafe import Markup

from sitegen import __version__, programs, ranklist, resources, tracker
from sitegen.agenda import Edition, calendar_file
from sitegen.explain import long_date
from sitegen.plan.model import Plan
from sitegen.plan.pages import (
    FIXED,
    GROUPS,
    WALL,
    Page,
    PrintLinks,
    SiteLinks,
    page_of,
    print_anchor,
)
from sitegen.planjson import dumps, plan_data
from sitegen.render import terms
from sitegen.render.aging_words import aging_marks
from sitegen.render.applying.picks_view import applications_table
from sitegen.render.glossary_view import glossary_view
from sitegen.render.long_lists import Wording, bounded
from sitegen.render.long_words import breakable
from sitegen.render.quantities import bare, shown
from sitegen.render.sections import Sections
from sitegen.render.templates import environment

NOT_PRINTED = {
    "sources", "glossary", "disagreements", "method", "back-test", "algorithm", "geography",
    "programs",
}  # fmt: skip
"""Pages of the menu that paper leaves out, or that it shows at another place."""

DISCLAIMER = (
    "This is not legal, immigration or career advice. Ratings are judgements with ranges, built "
    "on published figures. Nothing here is a promise."
)
PRIVATE = "This plan holds scores and visa status. Keep it private; nothing was sent anywhere."


def render_site(sections: Sections, edition: Edition) -> dict[str, bytes]:
    """Every file of the site but the PDF and the print page, by path."""
    plan = sections.plan
    every = plan.pages
    paths = {page.id: page.path for page in every} | {
        "site.css": "site.css",
        "site.js": "site.js",
        "calendar.ics": "calendar.ics",
        "print.html": "print.html",
        "interviews.csv": "interviews.csv",
        "rank-list.csv": "rank-list.csv",
        "programs.csv": "programs.csv",
        "applications.csv": "applications.csv",
    }
    marks = aging_marks(plan)
    template = environment().get_template("page.html")
    common = {**_common(plan), "plan_key": edition.key}
    tree: dict[str, bytes] = {}
    for page in every:
        links = SiteLinks(paths, page.path, marks)
        html = template.render(
            page=page,
            view=sections.view(page),
            links=links,
            ids=_same,
            menu=menu(),
            before=_beside(page, -1),
            after=_beside(page, 1),
            paper=False,
            **common,
        )
        tree[page.path] = _finished(shown(html, plan.quantities), links).encode()
    tree["site.css"] = _asset("base.css") + _asset("site.css")
    tree["site.js"] = _asset("site.js")
    tree["calendar.ics"] = calendar_file(plan, edition)
    tree["interviews.csv"] = tracker.template(plan.read.profile.season).encode()
    tree["rank-list.csv"] = ranklist.template().encode()
    tree["programs.csv"] = programs.template().encode()
    tree["applications.csv"] = applications_table(
        plan, plan.applying.portfolio, sections.views
    ).encode()
    tree["plan.json"] = dumps(plan_data(plan)).encode()
    return tree


def render_print_page(sections: Sections, paper: str) -> str:
    """The print-ready page: cover, plan, scorecard, reasons, first checklist, sources."""
    plan = sections.plan
    chosen = _printed(plan)
    links = PrintLinks(
        frozenset({"glossary", *(page.id for page in chosen)}), aging_marks(plan, paper=True)
    )
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
    css = (_asset("base.css") + _asset("print.css")).decode().replace("PAPER", paper)
    current = {"anchor": ""}

    def ids(anchor: str) -> str:
        return f"{current['anchor']}--{anchor}"

    def entering(anchor: str) -> str:
        current["anchor"] = anchor
        return ""

    html = (
        environment()
        .get_template("print.html")
        .render(
            printed=printed,
            links=links,
            ids=ids,
            entering=entering,
            words=lambda html: glossary_view(plan, terms.shipped().used(bare(html))),
            css=Markup(css),
            css_hash=_hash(css),
            paper=True,
            **_common(plan),
        )
    )
    html = shown(html, plan.quantities)
    return _with_breaks(bounded(html, _wording(), paper=True))


def _hash(text: str) -> str:
    """The hash by which a policy of the page allows one style sheet within it, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _finished(html: str, links: SiteLinks) -> str:
    """The page with its long lists folded, and the first use of each term led to the glossary."""
    start, end = html.index("<main"), html.index("</main>")
    text = bounded(html[start:end], _wording())
    target = links.to("glossary")
    if target != posixpath.basename(links.here):
        text = terms.shipped().link(text, target)
    return _with_breaks(html[:start] + text + html[end:])


def _with_breaks(html: str) -> str:
    head, body, text = html.partition("<body")
    return head + body + breakable(text)


def _wording() -> Wording:
    words: Any = environment().get_template("long.html").module
    return Wording(
        fold=lambda number, rows: str(words.fold(number, Markup(rows))),
        left_out=lambda number: str(words.left_out(number)),
    )


def _printed(plan: Plan) -> list[Page]:
    """What goes on paper: the fixed pages, and the specialties that matter for the choice."""
    cards = [plan.primary] if plan.primary else []
    cards += [c.card for c in plan.choice.backups]
    if len(cards) < 2:
        cards += [c.card for c in plan.choice.runners_up[:1]]
    left_out = NOT_PRINTED if plan.read.interviews else NOT_PRINTED | {"season"}
    body = [page for page in FIXED if page.id not in left_out]
    return [*body, WALL, *(page_of(card.specialty) for card in cards), FIXED[-1]]


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
def _asset(name: str) -> bytes:
    return (resources.root() / "templates" / name).read_bytes()
