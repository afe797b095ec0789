"""What templates show: findings, ratings, cards and costs as finished words. No decisions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sitegen.explain import Piece, cite_words, explain, owner_short, source_words, words
from sitegen.facts.model import Citation
from sitegen.grid import half_up
from sitegen.knowledge.figures import Evidence, Figure
from sitegen.knowledge.model import Knowledge
from sitegen.plan.card import Card, Rating
from sitegen.plan.chance.likelihood import Bands
from sitegen.plan.chance.reasons import Reason
from sitegen.plan.decision.model import Candidate, Cost, Counts
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import fact_key, part_key
from sitegen.render.counts_view import advice_row, option_view
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, ends, marked, priced, within
from sitegen.render.shown import (
    CandidateView,
    CardView,
    CountsView,
    EvidenceView,
    FigureView,
    PathwayView,
    RatingView,
    ReasonView,
)
from sitegen.render.words import missing_words, years_words
from sitegen.rules import Finding
from sitegen.written import long_date, number, usd


class Views:
    """Makes views from a plan; remembers each so that it is worded once."""

    def __init__(self, plan: Plan) -> None:
        """Show this plan."""
        self.plan = plan
        self.knowledge: Knowledge = plan.knowledge
        self.bands = Bands(plan.knowledge, plan.as_of)
        self._cards: dict[str, CardView] = {}
        self._reasons: dict[Finding, ReasonView] = {}
        self._candidates: dict[str, CandidateView] = {}
        self._ids = [c.card.id for c in plan.choice.backups]
        named = plan.facts["applicant.entry_named"].value is True
        self._doors = "visa-doors-named" if named else "visa-doors"

    def _say(self, name: str) -> str:
        return phrase(self.plan, name)

    def figure(self, c: Citation) -> FigureView:
        """A citation in words."""
        source = self.knowledge.sources[c.source]
        metric = next((m for m in self.knowledge.metrics.values() if m.label == c.label), None)
        return FigureView(
            label=c.label,
            value=words(c.value, c.unit),
            cite=cite_words(c, self.knowledge),
            source=c.source,
            locator=c.locator,
            whose=source_words(source),
            explain=metric.explain if metric else "",
            note=c.note or "",
        )

    def reason(self, finding: Finding) -> ReasonView:
        """A finding in words, with roots."""
        if finding not in self._reasons:
            self._reasons[finding] = self._reason(finding)
        return self._reasons[finding]

    def _reason(self, finding: Finding) -> ReasonView:
        it = explain(finding)
        moved, points = it.moved_value or 0, finding.points
        direction = "open" if not it.settled else "up" if moved > 0 else "down" if moved < 0 else ""
        cites = dict.fromkeys((cite_words(c, self.knowledge), c.source) for c in it.citations)
        return ReasonView(
            id=it.id,
            title=it.title,
            why=it.why,
            pieces=tuple(self._marked(piece, finding) for piece in it.sentence),
            moved=it.moved,
            direction=direction,
            weight=abs(moved) if it.settled else max(abs(points.low), abs(points.high)),
            settled=it.settled,
            outcome=finding.outcome or "",
            profile=tuple(f"line {r.location.line}: {r.path}" for r in it.profile_roots),
            cites=tuple(cites),
            parameters=tuple(
                f"{self.knowledge.parameters[name].label}: {value}" for name, value in it.parameters
            ),
            missing=missing_words(self.plan, it.missing),
        )

    def _marked(self, piece: Piece, finding: Finding) -> Piece:
        """A value with its mark, where it is a quantity of the plan."""
        key = fact_key(piece.fact, self.plan)
        value: object = finding.facts[piece.fact].value if key else None
        if rate := part_key(piece.fact, finding.facts, self.plan):
            key, value = rate, self.plan.quantities.get(rate)
        if not isinstance(value, (int, float)):
            return piece
        return replace(piece, text=within(key, value, piece.text))

    def chance_reason(self, reason: Reason) -> ReasonView:
        """A part of a chance in words, with the people of 100 that it moves."""
        low, people, high = map(half_up, (reason.people.low, reason.people.use, reason.people.high))
        way = "" if reason.begins or not people else "up" if people > 0 else "down"
        seen = self.reason(reason.finding)
        weight = abs(people) if seen.settled else max(abs(low), abs(high))
        weight = math.inf if reason.begins else weight
        way = way if seen.settled else "open"
        return replace(seen, moved=reason.moved, direction=way, weight=weight)

    def likelihood(self, card: Card) -> RatingView:
        """Match likelihood in words: its frequency, and the parts of the chance behind it."""
        seen = self.rating("match", card.likelihood, card.id)
        if card.chance is None:
            return seen
        parts = self.plan.reasons.chances[card.id]
        return replace(seen, reasons=tuple(map(self.chance_reason, parts)))

    def _level(self, key: str, value: int) -> str:
        return self.bands.word(value) if key == "match" else self._say(f"level-{key}-{value}")

    def rating_name(self, key: str) -> str:
        """What a rating is called for this person: match, visa, img or fit."""
        return self._say(self._doors if key == "visa" else f"rating-{key}")

    def rating(self, key: str, rating: Rating, of: str) -> RatingView:
        """A rating of a specialty in words, with its marks; `of` is the id of the specialty."""
        mark = f"rating.{of}.{key}"
        return RatingView(
            key=key,
            name=self.rating_name(key),
            value=rating.value if rating.tells else 0,
            shown=counted(mark, rating.value) if rating.tells else "?",
            word=self._level(key, rating.value) if rating.tells else self._say("rating-open"),
            range=ends(mark, rating.low, rating.high),
            open="" if rating.settled else ends(f"{mark}.open", rating.open_low, rating.open_high),
            own=rating.own,
            reasons=tuple(self.reason(f) for f in rating.findings),
            total=number(rating.total),
        )

    def card(self, card: Card) -> CardView:
        """A specialty in words."""
        if card.id not in self._cards:
            self._cards[card.id] = self._card(card)
        return self._cards[card.id]

    def _card(self, card: Card) -> CardView:
        p, about = card.priority, card.specialty.about
        doors, mark_of, word = card.doors, f"rating.{card.id}", f"priority.{card.id}"
        return CardView(
            id=card.id,
            page=f"specialty.{card.id}",
            title=card.specialty.title,
            name=card.specialty.name,
            one_line=about.one_line,
            likelihood=self.likelihood(card),
            visa=self.rating("visa", card.visa, card.id),
            friendliness=self.rating("img", card.friendliness, card.id),
            doors_value=counted(f"{mark_of}.doors", doors.value) if doors.tells else "?",
            doors_key="visa" if card.visa.total <= card.friendliness.total else "img",
            doors_open=""
            if doors.settled
            else ends(f"{mark_of}.doors.open", doors.open_low, doors.open_high),
            fit=self.rating("fit", card.fit, card.id),
            priority=marked(word, p.word, p.word) if p.settled else self._say("priority-open"),
            priority_open=""
            if p.settled
            else f"{marked(f'{word}.low', p.low, p.low)} to "
            f"{marked(f'{word}.high', p.high, p.high)}",
            priority_class=p.word.lower().replace(" ", "-") if p.settled else "open",
            product=counted(f"{word}.product", p.product),
            mark=self._mark(card),
        )

    def _mark(self, card: Card) -> str:
        """What a specialty is in the plan; empty for most."""
        if card.id in self._ids and self.plan.choice.verdict == "recommended":
            return self._say("mark-backup" if self._ids[0] == card.id else "mark-second")
        return self._say("mark-first") if card.is_primary else ""

    def provisional(self) -> ReasonView | None:
        """What the answer hangs on, where it hangs on a word of the applicant."""
        found = self.plan.reasons.provisional
        return self.reason(found) if self.plan.choice.provisional else None

    def notes(self, only: str = "") -> list[dict[str, Any]]:
        """Notes in words, with their source where they have one."""
        return [
            {
                "id": note.id,
                "holds_start": note.holds_start,
                "instead": note.instead,
                "title": note.title,
                "text": note.text,
                "read": long_date(note.read) if note.read else "",
                "cites": [(self._read_at(note.source), note.source)] if note.source else [],
            }
            for note in self.plan.notes
            if note.id.startswith(only)
        ]

    def _read_at(self, key: str) -> str:
        source = self.knowledge.sources[key]
        return f"{owner_short(source).split(',')[0]} {source.year}"

    def evidence(self, metric: str, evidence: Evidence) -> EvidenceView:
        """The figures of one metric: the one used, and those beside it."""
        about = self.knowledge.metrics[metric]

        def view(figure: Figure) -> FigureView:
            return self.figure(Citation.of(figure, about.label, about.unit))

        return EvidenceView(
            label=about.label,
            explain=about.explain,
            use=view(evidence.use),
            also=tuple(view(f) for f in evidence.also),
            why=evidence.why or "",
        )

    def candidate(self, candidate: Candidate) -> CandidateView:
        """A possible backup: gates and pathways."""
        if candidate.card.id not in self._candidates:
            self._candidates[candidate.card.id] = self._candidate(candidate)
        return self._candidates[candidate.card.id]

    def _candidate(self, candidate: Candidate) -> CandidateView:
        return CandidateView(
            card=self.card(candidate.card),
            gates=tuple(self.reason(g) for g in candidate.gates),
            shut=tuple(self.reason(g) for g in candidate.shut),
            undecided=tuple(self.reason(g) for g in candidate.undecided),
            passed=candidate.passed,
            pathways=tuple(
                PathwayView(
                    kind=p.kind,
                    via=p.via,
                    keeps=p.keeps,
                    loses=p.loses,
                    years=years_words(self.plan, p.extra_years.low, p.extra_years.high),
                    strength=p.strength.value,
                    span=f"{p.strength.low} to {p.strength.high}",
                )
                for p in candidate.pathways
            ),
        )

    def counts(self, counts: Counts) -> CountsView:
        """Programs and cost."""
        schedules = {c.schedule.source: c.schedule for o in counts.options for c in o.low}
        return CountsView(
            options=tuple(option_view(o, self.plan) for o in counts.options),
            budget=priced("budget.applications", counts.budget)
            if counts.budget is not None
            else "",
            advice=tuple(map(advice_row, counts.advice)),
            advice_programs=counted("applications.all", sum(c.programs for c in counts.advice)),
            advice_total=priced("cost.applications", counts.advice_total),
            transcripts=priced("cost.transcripts", counts.advice_transcripts),
            schedules=tuple(
                (
                    "ERAS" if s is self._eras() else "ResidencyCAS",
                    s.season,
                    s.source,
                    owner_short(self.knowledge.sources[s.source]),
                    s.note or "",
                )
                for s in schedules.values()
            ),
            knee=_knee(counts.advice),
        )

    def _eras(self) -> object:
        return self.knowledge.fees["eras"][-1]


def _knee(advice: Sequence[Cost]) -> tuple[int, str] | None:
    """The program from which on each further one costs more, and its price."""
    steps = {s.first: s.each for c in advice for s in c.schedule.steps if s.last is None}
    first = min(steps, default=None)
    return None if first is None else (first, usd(steps[first] or 0))
