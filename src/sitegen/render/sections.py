"""The view of each page: which words and values its text shows."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from typing import Any

from sitegen.plan.chance.chance_report import start_held
from sitegen.plan.model import Plan
from sitegen.plan.pages import Page
from sitegen.render import pages
from sitegen.render.guide.counsel_view import counsel_view
from sitegen.render.phrases import phrase
from sitegen.render.views import Views


class Sections:
    """Makes the view of each page of one plan.

    The values of the page with the text `content/pages/NAME.html` come from `view` in
    `sitegen.render.pages.NAME`. A page of words alone has no such module.
    """

    def __init__(self, plan: Plan) -> None:
        """Show this plan."""
        self.plan = plan
        self.views = Views(plan)
        self._views: dict[str, dict[str, Any]] = {}

    def view(self, page: Page) -> dict[str, Any]:
        """The view for a page; each is made once, for the site and for paper."""
        if page.id not in self._views:
            counsel = counsel_view(self.plan, page.id, self.views)
            view = {**self._own(page), "counsel": counsel, "before_all": self.before_all}
            self._views[page.id] = view
        return self._views[page.id]

    @functools.cached_property
    def before_all(self) -> dict[str, str] | None:
        """What may keep this person from starting: it stands before all that asks for money."""
        held = start_held(self.plan)
        if not held:
            return None
        return {
            "text": phrase(self.plan, "start-first", why="; ".join(held)),
            "more": phrase(self.plan, "start-first-more"),
        }

    def _own(self, page: Page) -> dict[str, Any]:
        """The values of one page; a page of which there are many is told which one it is."""
        name = f"{pages.__name__}.{page.section}"
        if importlib.util.find_spec(name) is None:
            return {}
        _, many, key = page.id.partition(".")
        which = (key,) if many else ()
        found: dict[str, Any] = importlib.import_module(name).view(self.plan, self.views, *which)
        return found
