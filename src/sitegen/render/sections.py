"""The view of each section: which words and values its template shows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from sitegen.explain import owner_short
from sitegen.plan.card import Card
from sitegen.plan.chance.chance_report import start_held
from sitegen.plan.chance.reasons import heaviest
from sitegen.plan.conclusions import little_known
from sitegen.plan.decision.gates import VETOES
from sitegen.plan.decision.model import Candidate
from sitegen.plan.model import Plan
from sitegen.plan.pages import Page, letter_key
from sitegen.render.applying.geography_view import geography_view
from sitegen.render.applying.portfolio_view import portfolio_view
from sitegen.render.applying.programs_view import programs_view
from sitegen.render.assessment_view import assessment_view
from sitegen.render.background import background
from sitegen.render.chance.backtest_view import backtest_view
from sitegen.render.chance.chance_lines import specialty_line
from sitegen.render.chance.chance_view import chance_view
from sitegen.render.chance.method_view import method_view
from sitegen.render.gains_view import gains_view, passed_words
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
from sitegen.render.little_known import little_view
from sitegen.render.phrases import phrase
from sitegen.render.season.algorithm_view import algorithm_view
from sitegen.render.season.cockpit_view import cockpit_view
from sitegen.render.season.interviews_view import cards_view, interviews_view
from sitegen.render.season.ranking_view import ranking_view
from sitegen.render.shown import ReasonView
from sitegen.render.sources_view import sources_view
from sitegen.render.timeline_view import checklist_view, timeline_view, wall_view
from sitegen.render.tracks_view import track_view
from sitegen.render.views import Views
from sitegen.render.whatif.whatif_view import whatif_view
from sitegen.render.words import (
    alternatives,
    binding_text,
    bridge,
    decision_text,
    decision_word,
    fits_too,
    lead,
    service_words,
    sponsored,
    support_words,
    training_words,
    traits_view,
    weights_words,
)

FEW = 3
FOLLOWING = ("backup.safer", "backup.priority")
"""Gates that wait only because others do."""


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
            "scorecard": self.scorecard,
            "backup": self.backup,
            "visa": lambda: visa_view(self.plan, self.plan.guide.assessment, self.views),
            "immigration": lambda: immigration_view(self.plan, self.views),
            "programs": lambda: programs_view(self.plan, self.views),
            "states": lambda: states_view(self.plan, self.views),
            "pathways": lambda: pathways_view(self.plan, self.views),
            "whatif": lambda: whatif_view(self.plan, self.plan.whatif, self.views),
            "commitment": lambda: commitment_view(
                self.plan, self.plan.guide.commitment, self.views
            ),
            "year": lambda: year_view(self.plan, self.plan.guide.lost_year, self.views),
            "budget": lambda: budget_view(self.plan, self.plan.guide.budget, self.views),
            "dual": self.dual,
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

    def provisional(self) -> ReasonView | None:
        """What the answer hangs on, where it hangs on a word of the applicant."""
        plan = self.plan
        return self.views.reason(plan.reasons.provisional) if plan.choice.provisional else None

    def scorecard(self) -> dict[str, Any]:
        """The scorecard page."""
        plan, views = self.plan, self.views
        return {
            "cards": [views.card(c) for c in plan.cards],
            "sponsored": sponsored(plan),
            "bridges": [views.card(c) for c in plan.bridges],
            "elsewhere": [views.card(c) for c in plan.elsewhere],
            "bridge_text": bridge(plan),
            "weights": weights_words(plan.read.profile),
            "likelihoods": [
                {"rating": rating, "word": views.bands.word(rating)} for rating in range(5, 0, -1)
            ],
            "bands": [
                {
                    "word": b.word,
                    "product": b.product,
                    "weakest": b.weakest,
                    "css": b.word.lower().replace(" ", "-"),
                }
                for b in plan.knowledge.bands
            ],
            "departures": [
                (c.specialty.title, c.specialty.about.departure)
                for c in plan.cards
                if c.specialty.about.departure
            ],
        }

    def specialty(self, card: Card) -> dict[str, Any]:
        """The page of one specialty."""
        plan, views, about = self.plan, self.views, card.specialty.about
        candidate = next((c for c in plan.choice.candidates if c.card.id == card.id), None)
        shown = views.candidate(candidate) if candidate else None
        traits = about.traits
        return {
            "card": views.card(card),
            "whys": card.is_primary,
            "departure": about.departure or "",
            "chance": specialty_line(card, self.plan.matching.chances, views),
            "gates": shown.gates if shown else (),
            "gate_text": gate_text(candidate, plan) if candidate else "",
            "pathways": shown.pathways if shown else (),
            "primary_name": plan.primary.specialty.name if plan.primary else "",
            "figures": [views.evidence(m, e) for m, e in about.figures.items()],
            "tracks": [track_view(each, plan.knowledge) for each in about.tracks],
            "training": training_words(card, plan),
            "service": service_words(card),
            "traits": traits_view(traits, plan.read.profile) if traits else [],
            "traits_year": traits.year if traits else "",
            "prose": background(f"specialties/{card.id}"),
        }

    def backup(self) -> dict[str, Any]:
        """The page of the choice."""
        plan, views = self.plan, self.views
        recommended = plan.choice.verdict == "recommended"
        backups = plan.choice.backups if recommended else ()
        further = () if recommended else plan.choice.backups
        runners = () if little_known(plan) else further + plan.choice.runners_up
        named = {c.card.id for c in (*backups, *runners)}
        headings = ("First backup", "Second backup, closely related")
        roads = [
            {"title": plan.card(p.to).specialty.title, "path": view}
            for c in plan.choice.candidates
            for p, view in zip(c.pathways, views.candidate(c).pathways, strict=True)
        ]
        return {
            "lead": lead(plan),
            "provisional": self.provisional(),
            "passed_named": passed_words(plan),
            "gains": gains_view(plan),
            "primary_name": plan.primary.specialty.name if plan.primary else "",
            "backups": [
                {
                    "heading": headings[i],
                    "candidate": views.candidate(b),
                    "support": support_words(b),
                }
                for i, b in enumerate(backups)
            ],
            "runners_title": {
                "recommended": "Next in line",
                "not_needed": "If you want one all the same",
                "undecided": "First candidates, once more is known",
                "nothing_adds": "The nearest, and what stands in the way",
            }[plan.choice.verdict],
            "little": little_view(plan),
            "runners": [self.runner(c) for c in runners],
            "alternatives": alternatives(plan) if plan.choice.verdict == "nothing_adds" else (),
            "undecided": plan.choice.verdict == "undecided",
            "rest": [
                {
                    "title": c.card.specialty.title,
                    "page": f"specialty.{c.card.id}",
                    "text": rest_text(c, views),
                }
                for c in (by_name(plan) if little_known(plan) else plan.choice.candidates)
                if c.card.id not in named
            ],
            "roads": roads,
            "bridge_text": bridge(plan),
        }

    def runner(self, c: Candidate) -> dict[str, Any]:
        """One of those next in line."""
        views, parts = self.views, self.plan.reasons.chances.get(c.card.id, ())
        if c.passed:
            text = f"{fits_too(c, self.plan)} {support_words(c)}"
            gates: tuple[Any, ...] = ()
        else:
            seen = views.candidate(c)
            gates = seen.shut or tuple(g for g in seen.undecided if g.id not in FOLLOWING)
            text = c.card.specialty.about.one_line
        return {
            "card": views.card(c.card),
            "text": text,
            "gates": gates,
            "against": [views.chance_reason(r) for r in heaviest(parts)] if c.shut else [],
        }

    @property
    def no_counts(self) -> str:
        """The phrase on why no programs are counted, where none are."""
        own = self.plan.primary in self.plan.elsewhere
        return "no-counts-own-match" if own else "no-counts"

    def dual(self) -> dict[str, Any]:
        """The page of the second specialty."""
        plan, views = self.plan, self.views
        cards = [plan.primary] if plan.primary else []
        if plan.choice.verdict == "recommended":
            cards += [b.card for b in plan.choice.backups[:1]]
        sources: dict[str, str] = {}
        for card in cards:
            for name in ("field.programs", "field.doors", "visa.share"):
                for c in card.facts[name].citations:
                    owner = owner_short(plan.knowledge.sources[c.source])
                    sources.setdefault(c.source, f"{owner} {c.year}")
        return {
            "word": decision_word(plan),
            "text": decision_text(plan),
            "provisional": self.provisional(),
            "triggers": [views.reason(t) for t in plan.decision.triggers],
            "none_needed": views.reason(plan.decision.none_needed),
            "how_many": HOW_MANY,
            "counts": views.counts(plan.counts) if plan.counts else None,
            "binding_text": binding_text(plan),
            "sponsored": sponsored(plan),
            "own_rows": bool(plan.read.programs) and sponsored(plan),
            "supply_sources": [("", key, cite) for key, cite in sources.items()],
            "gains": gains_view(plan),
            "no_counts": phrase(plan, self.no_counts),
        }


HOW_MANY = (
    "One first choice and one backup: this is what one person can carry well.",
    "One first choice and two backups only if the two are closely related, such as internal "
    "medicine, family medicine and psychiatry, and each has its own documents.",
    "Three or four different specialties dilute the file. Programs notice, and no statement "
    "can love them all. This is a rule of thumb of the guide (judgement).",
)


def by_name(plan: Plan) -> list[Candidate]:
    """Every other specialty by its name, while nothing can be said to be nearer."""
    return sorted(plan.choice.candidates, key=lambda c: c.card.specialty.title)


def gate_text(candidate: Candidate, plan: Plan) -> str:
    """How a candidate stands before the gates. What nobody answered yet is not passed."""
    name = "open"
    if candidate.shut:
        name = "shut"
    elif candidate.passed:
        name = "all" if candidate.told else "so-far"
        name = name if plan.primary else "without-first"
    return phrase(plan, f"gates-{name}")


def rest_text(c: Candidate, views: Views) -> str:
    """Why a specialty was not chosen, in one or two sentences."""
    seen = views.candidate(c)
    if seen.shut:
        vetoed = [r for r in seen.shut if r.id in VETOES]
        shown = vetoed or seen.shut
        return " ".join("".join(p.text for p in r.pieces) for r in shown[:1])
    if seen.undecided:
        waiting = tuple(dict.fromkeys(m for r in seen.undecided for m in r.missing))
        few = "; ".join(waiting) if len(waiting) <= FEW else "answers on your checklist"
        return f"It waits for {few}."
    return fits_too(c, views.plan)
