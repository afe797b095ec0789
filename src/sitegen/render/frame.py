"""What all pages share, on the site and on paper: for whom, what stands at the foot, assets."""

from __future__ import annotations

import functools
from typing import Any

from markupsafe import Markup

from sitegen import __version__, resources
from sitegen.explain import long_date
from sitegen.plan.model import Plan
from sitegen.render.long_lists import Wording
from sitegen.render.long_words import breakable
from sitegen.render.templates import environment

DISCLAIMER = (
    "This is not legal, immigration or career advice. Ratings are judgements with ranges, built "
    "on published figures. Nothing here is a promise."
)
PRIVATE = "This plan holds scores and visa status. Keep it private; nothing was sent anywhere."


def common(plan: Plan) -> dict[str, object]:
    """What every template may show: who, and the foot of the page."""
    p = plan.read.profile
    name = p.applicant.name or "Your plan"
    season = f"Match {p.season}" if p.season else "Match year not chosen"
    figures = [
        e.use.year for s in plan.knowledge.specialties.values() for e in s.about.figures.values()
    ]
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


def with_breaks(html: str) -> str:
    """A page in whose text long words may break."""
    head, body, text = html.partition("<body")
    return head + body + breakable(text)


def wording() -> Wording:
    """What is said of rows that a page does not show at once."""
    words: Any = environment().get_template("long.html").module
    return Wording(
        fold=lambda number, rows: str(words.fold(number, Markup(rows))),
        left_out=lambda number: str(words.left_out(number)),
    )


@functools.cache
def asset(name: str) -> bytes:
    """A file of `templates/`, read once."""
    return (resources.root() / "templates" / name).read_bytes()
