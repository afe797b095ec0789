"""The view of each section: which words and values its template shows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from sitegen.plan.card import Card
from sitegen.plan.chance.chance_report import start_held
from sitegen.plan.model import Plan
from sitegen.plan.pages import Page, letter_key
from sitegen.render.applying.geography_view import geography_view
from sitegen.render.applying.portfolio_view import portfolio_view
from sitegen.render.applying.programs_view import programs_view
from sitegen.render.assessment_view import assessment_view
from sitegen.render.backup_view import backup_view
from sitegen.render.chance.backtest_view import backtest_view
from sitegen.render.chance.chance_view import chance_view
from sitegen.render.chance.method_view import method_view
from sitegen.render.dual_view import dual_view
from sitegen.render.glance_view import glance_view
from sitegen.render.glossary_view import glossary_view
from sitegen.render.guide.budget_view import budget_view
from sitegen.render.guide.commitment_view import commitment_view
from sitegen.render.guide.counsel_view import counsel_view
from sitegen.render.guide.disagreements_view import disagreements_view
from sitegen.render.guide.documents_view import documents_view
from sitegen.render.guide.ethics_view import ethics_view
from sitegen.render.guide.faq_view import faq_view
from sitegen.render.guide.immigration_view import immigration_view
from sitegen.render.guide.letter_view import letter_view
from sitegen.render.guide.pathways_view import pathways_view
from sitegen.render.guide.states_view import states_view
from sitegen.render.guide.visa_view import visa_view
from sitegen.render.guide.year_view import year_view
from sitegen.render.phrases import phrase
from sitegen.render.scorecard_view import scorecard_view
from sitegen.render.season.algorithm_view import algorithm_view
from sitegen.render.season.cockpit_view import cockpit_view
from sitegen.render.season.interviews_view import cards_view, interviews_view
from sitegen.render.season.ranking_view import ranking_view
from sitegen.render.sources_view import sources_view
from sitegen.render.specialty_view import specialty_view
from sitegen.render.timeline_view import checklist_view, timeline_view, wall_view
from sitegen.render.views import Views
from sitegen.render.whatif.whatif_view import whatif_view


class Sections:
    """Makes the view of each page of one plan."""

    def __init__(self, plan: Plan) -> None:
        """Show this plan."""
        self.plan = plan
        self.views = Views(plan)
        self._views: dict[str, dict[str, Any]] = {}

    def view(self, page: Page) -> dict[str, Any]:
        """The view for a page; each is made once, for the site and for paper."""
        if page.id not in self._views:
            counsel = counsel_view(self.plan, page.id, self.views)
            view = {**self._view(page), "counsel": counsel, "before_all": self.before_all}
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

    def _view(self, page: Page) -> dict[str, Any]:
        if page.specialty:
            return self.specialty(self.plan.card(page.specialty))
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "glance": lambda: glance_view(self.plan, self.views),
            "assessment": lambda: assessment_view(
                self.plan, self.plan.guide.assessment, self.views
            ),
            "scorecard": lambda: scorecard_view(self.plan, self.views),
            "backup": lambda: backup_view(self.plan, self.views),
            "visa": lambda: visa_view(self.plan, self.plan.guide.assessment, self.views),
            "immigration": lambda: immigration_view(self.plan, self.views),
            "programs": lambda: programs_view(self.plan, self.views),
            "states": lambda: states_view(self.plan, self.views),
            "pathways": lambda: pathways_view(self.plan, self.views),
            "whatif": lambda: whatif_view(self.plan, self.plan.whatif),
            "commitment": lambda: commitment_view(
                self.plan, self.plan.guide.commitment, self.views
            ),
            "year": lambda: year_view(self.plan, self.plan.guide.lost_year, self.views),
            "budget": lambda: budget_view(self.plan, self.plan.guide.budget, self.views),
            "dual": lambda: dual_view(self.plan, self.views),
            "portfolio": lambda: portfolio_view(
                self.plan, self.plan.applying.portfolio, self.views
            ),
            "documents": lambda: documents_view(self.plan, self.plan.guide.documents, self.views),
            "letter": lambda: letter_view(self.plan, self.plan.guide.documents, letter_key(page)),
            "timeline": lambda: timeline_view(self.plan, self.views),
            "checklist": lambda: checklist_view(self.plan),
            "wall": lambda: wall_view(self.plan),
            "interviews": lambda: interviews_view(
                self.plan, self.plan.in_season.interviews, self.views
            ),
            "cards": lambda: cards_view(self.plan),
            "ranking": lambda: ranking_view(self.plan, self.plan.in_season.ranking, self.views),
            "algorithm": lambda: algorithm_view(self.plan, self.plan.in_season.algorithm),
            "faq": lambda: faq_view(self.plan, self.views),
            "ethics": lambda: ethics_view(self.plan, self.views),
            "disagreements": lambda: disagreements_view(self.plan, self.views),
            "chance": lambda: chance_view(self.plan, self.plan.matching.chances, self.views),
            "method": lambda: method_view(self.plan, self.plan.matching.chances, self.views),
            "backtest": lambda: backtest_view(self.plan),
            "geography": lambda: geography_view(
                self.plan, self.plan.applying.geography, self.views
            ),
            "cockpit": lambda: cockpit_view(self.plan, self.plan.in_season.cockpit, self.views),
            "glossary": lambda: glossary_view(self.plan),
            "sources": lambda: sources_view(self.plan.knowledge),
        }
        return makers[page.section]() if page.section in makers else {}

    def specialty(self, card: Card) -> dict[str, Any]:
        """The page of one specialty."""
        return specialty_view(self.plan, card, self.views)
