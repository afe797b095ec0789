"""What stands in the browser while no plan can be made; its words are `content/problems.html`."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.render.templates import environment


def problems_part(problems: Sequence[str]) -> str:
    """The part that stands above the last good page; problems are texts as they are printed."""
    return str(environment().get_template("problems.html").module.problems(problems))  # type: ignore[attr-defined]


def problems_page(problems: Sequence[str], instead: str = "") -> str:
    """A page of problems alone; `instead` is the page to print in place of a PDF."""
    return _page(kind="printing" if instead else "problems", problems=problems, instead=instead)


def lost_page() -> str:
    """What is answered for a page that the plan does not have."""
    return _page(kind="lost", problems=(), instead="")


def _page(**slots: object) -> str:
    return environment().get_template("live.html").render(slots)
