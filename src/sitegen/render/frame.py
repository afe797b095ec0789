"""What all pages share, on the site and on paper: for whom, what stands at the foot, assets."""

from __future__ import annotations

import functools
from typing import Any

from markupsafe import Markup

from sitegen import __version__, resources
from sitegen.plan.model import Plan
from sitegen.render.long_lists import Wording
from sitegen.render.long_words import breakable, kept_together
from sitegen.render.phrases import phrase
from sitegen.render.templates import environment
from sitegen.written import long_date


def common(plan: Plan) -> dict[str, object]:
    """What every template may show: the phrases, who it is for, and the foot of the page."""
    p, said = plan.read.profile, functools.cache(functools.partial(phrase, plan))
    figures = [
        e.use.year for s in plan.knowledge.specialties.values() for e in s.about.figures.values()
    ]
    return {
        "said": said,
        "who": {
            "name": p.applicant.name or said("frame-your-plan"),
            "season": said("frame-season", year=str(p.season))
            if p.season
            else said("frame-no-season"),
            "fictional": p.fictional,
        },
        "footer": {
            "as_of": long_date(plan.as_of),
            "newest": str(max(figures)),
            "version": __version__,
        },
    }


def with_breaks(html: str) -> str:
    """A page in whose text long words may break, and names of visas may not."""
    head, body, text = html.partition("<body")
    return head + body + breakable(kept_together(text))


def wording(plan: Plan) -> Wording:
    """What is said of rows that a page does not show at once."""
    words: Any = environment().get_template("long.html").module

    def said(name: str, rows: int) -> str:
        return phrase(plan, f"rows-{name}", number=f"{rows:,}")

    return Wording(
        fold=lambda rows, html: str(words.fold(said("more", rows), Markup(html))),
        left_out=lambda rows: str(words.left_out(said("left" if rows > 1 else "left-one", rows))),
    )


@functools.cache
def asset(name: str) -> bytes:
    """A file of `templates/`, read once."""
    return (resources.root() / "templates" / name).read_bytes()
