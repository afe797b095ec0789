"""What goes on paper: which pages of the site each document holds, and the document as one page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from sitegen.knowledge.model import Knowledge
from sitegen.plan.model import Plan
from sitegen.plan.pages import Page, PrintLinks, fixed, page_of, print_anchor
from sitegen.records import value_object
from sitegen.render import terms
from sitegen.render.aging_words import aging_marks
from sitegen.render.frame import asset, common, with_breaks, wording
from sitegen.render.handout_view import handout_view
from sitegen.render.long_lists import ROOM, bounded
from sitegen.render.pages.glossary import explained
from sitegen.render.phrases import phrase
from sitegen.render.quantities import bare, shown
from sitegen.render.sections import Sections
from sitegen.render.templates import environment


@value_object
class Sheet:
    """A page of the site on paper, and the parts of it that this document leaves out.

    A part is named where the template of the section asks for it: `has('rest')`.
    """

    page: str
    without: frozenset[str] = frozenset()

    def has(self, part: str) -> bool:
        """Whether a part of the page is printed."""
        return part not in self.without


def _sheet(page: str, *without: str) -> Sheet:
    return Sheet(page, frozenset(without))


@value_object
class Document:
    """One document: its name, which is that of its PDF, the page it is made from, and its sheets.

    `rows` is how many rows its lists and tables hold together, beyond the first few of each; in the
    plan, lists alone.
    """

    name: str
    page: str
    template: str
    sheets: tuple[Sheet, ...] = ()
    rows: int = 2 * ROOM
    styles: tuple[str, ...] = ("base.css", "print.css")


@value_object
class OnPaper:
    """A document as one page: the path and the text of the page, and the path of its PDF.

    What is `blank` has fields to fill in, and is the same for everybody on every day.
    """

    page: str
    pdf: str
    html: str
    blank: bool = False


NOT_IN_BOOK = {
    "interview-cards",
    "wall-plan",
    "sources",
    "glossary",
    "disagreements",
    "method",
    "back-test",
    "algorithm",
    "geography",
    "programs",
    "find-programs",
}
"""Pages of the menu that the book leaves out, or that it shows at another place."""

PLAN = Document(
    "plan",
    "print.html",
    "print.html",
    (
        _sheet("index"),
        _sheet("backup", "counsel", "lead", "gains", "rest", "bridge"),
        _sheet("chance", "counsel"),
        _sheet("where-to-apply", "counsel", "how-many", "rules", "before", "choice"),
        _sheet("budget", "counsel", "lines"),
        _sheet("visa", "counsel", "doors", "log"),
        _sheet("documents", "counsel", "experiences", "interview", "signals"),
        _sheet("tasks", "counsel", "findings", "chains"),
        _sheet("sources", "percentages", "not-in", "read"),
        _sheet("wall-plan"),
    ),
    rows=12,
)


HANDOUT = Document(
    "handout",
    "handout.html",
    "handout.html",
    (_sheet("sources"),),
    styles=("base.css", "handout.css"),
)


def book(plan: Plan) -> Document:
    """All the detail: the pages of the menu, and the specialties that matter for the choice."""
    cards = [plan.primary] if plan.primary else []
    cards += [c.card for c in plan.choice.backups]
    if len(cards) < 2:
        cards += [c.card for c in plan.choice.runners_up[:1]]
    left_out = NOT_IN_BOOK if plan.read.interviews else NOT_IN_BOOK | {"season"}
    body = [page.id for page in fixed(plan.knowledge) if page.id not in left_out]
    body += ["wall-plan", *(page_of(card.specialty).id for card in cards), "sources", "glossary"]
    return Document("book", "book.html", "print.html", tuple(map(_sheet, body)))


def render_papers(sections: Sections, size: str, with_book: bool = False) -> list[OnPaper]:
    """The documents of a plan, the worksheets last. `size` is the paper: letter or a4."""
    documents = [PLAN, HANDOUT, *([book(sections.plan)] if with_book else [])]
    made = [
        OnPaper(each.page, f"{each.name}.pdf", _rendered(each, sections, size))
        for each in documents
    ]
    return [*made, worksheets(sections.plan.knowledge, size)]


def worksheets(knowledge: Knowledge, size: str) -> OnPaper:
    """The blank sheets; nothing of a plan is on them."""
    css = _css(("base.css", "worksheets.css"), size)
    html = (
        environment()
        .get_template("worksheets.html")
        .render(title=knowledge.phrases["paper-worksheets"], worksheets=knowledge.worksheets, **css)
    )
    return OnPaper("worksheets.html", "worksheets.pdf", html, blank=True)


def _rendered(document: Document, sections: Sections, size: str) -> str:
    """A document as one page that needs no other file."""
    plan = sections.plan
    pages = {page.id: page for page in plan.pages}
    chosen = [(sheet, pages[sheet.page]) for sheet in document.sheets]
    links = PrintLinks(
        frozenset(sheet.page for sheet in document.sheets), aging_marks(plan, paper=True)
    )
    current = {"anchor": ""}

    def entering(anchor: str) -> str:
        current["anchor"] = anchor
        return ""

    html = (
        environment()
        .get_template(document.template)
        .render(
            document=document.name,
            printed=[_printed(sheet, page, sections) for sheet, page in chosen],
            links=links,
            ids=lambda anchor: f"{current['anchor']}--{anchor}",
            entering=entering,
            words=lambda html: explained(plan, terms.shipped().used(bare(html))),
            paper=True,
            view=handout_view(sections) if document is HANDOUT else None,
            title=phrase(plan, f"paper-{document.name}"),
            **common(plan),
            **_css(document.styles, size),
        )
    )
    html = shown(html, plan.quantities)
    return with_breaks(bounded(html, wording(plan), document.rows, short_tables=document is PLAN))


def _printed(sheet: Sheet, page: Page, sections: Sections) -> dict[str, Any]:
    """What the template reads of one sheet."""
    return {
        "id": page.id,
        "title": page.title,
        "section": page.section,
        "anchor": print_anchor(page.id),
        "has": sheet.has,
        "view": sections.view(page),
    }


def _css(styles: Iterable[str], size: str) -> dict[str, str]:
    """The style sheet of a page, and the hash by which the page's policy allows no other."""
    css = b"".join(map(asset, styles)).decode().replace("PAPER", size)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return {"css": Markup(css), "css_hash": f"sha256-{digest}"}
