"""The view of the pathways page: roads with what visas allow, and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.facts.cited import cited
from sitegen.facts.model import Citation
from sitegen.knowledge.figures import Evidence
from sitegen.plan.guide.pathways import KINDS, Ending, Pathways, Road, Route, Track
from sitegen.plan.guide.roads import LIMITS, WAIVER, Span
from sitegen.plan.model import Plan
from sitegen.profile.choices import VisaNeed
from sitegen.render.background import background
from sitegen.render.citing import cite
from sitegen.render.phrases import phrase
from sitegen.render.pictures.pathways_picture import Picture, Words, draw
from sitegen.render.views import Views
from sitegen.render.words import years_words
from sitegen.rules import Finding
from sitegen.written import capital, joined, number

VISA_NAME = {"j1": "J-1", "h1b": "H-1B"}

MOST_ROUTES = 8


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """What stays within reach from each backup."""
    return _Shown(plan, views, plan.guide.pathways).page()


class _Shown:
    """Words one plan's pathways."""

    def __init__(self, plan: Plan, views: Views, found: Pathways) -> None:
        self.plan, self.views, self.found = plan, views, found
        self.known = plan.knowledge.fellowships
        self.first = plan.primary.specialty.name if plan.primary else ""

    def page(self) -> dict[str, Any]:
        found, plan = self.found, self.plan
        first = (found.first,) if found.first else ()
        return {
            "situation": _situation(plan),
            "need": _need(plan),
            "first": self.first,
            "said": plan.read.profile.interests.fellowship or "",
            "tracks": [self.track(t) for t in found.tracks],
            "printed": len(found.tracks) if plan.choice.verdict == "recommended" else 1,
            "short": [self.short(t) for t in found.shorter],
            "visa_findings": [self.views.reason(f) for f in (found.after, found.line) if f],
            "limits": [self.limit(name) for name in self.limits()],
            "wish": [self.known[key].name for key in found.wish],
            "routes": [self.route(r) for r in found.routes[:MOST_ROUTES]],
            "more_routes": len(found.routes) > MOST_ROUTES,
            "visas": [VISA_NAME[v] for v in found.visas],
            "status": [self.status(t) for t in (*first, *found.tracks, *found.shorter)],
            "trees": self.trees(),
            "overall": self.reality(plan.knowledge.overall),
            "background": background("pathways"),
        }

    def limits(self) -> list[str]:
        """The visa limits that this applicant should see."""
        names = [LIMITS[v] for v in self.found.visas]
        return [*names, WAIVER] if "j1" in self.found.visas else names

    def limit(self, name: str) -> dict[str, Any]:
        """One visa limit with its citation."""
        found = cited(name, self.plan.knowledge, self.plan.as_of)
        return {
            "label": found.label,
            "years": years(Span(found.value, found.value)),
            "note": found.note or "",
            "cites": [cite(found.source, self.plan.knowledge, found.year)],
        }

    def track(self, t: Track) -> dict[str, Any]:
        """One specialty in full."""
        roads, jobs = [self.road(r) for r in t.roads], [self.job(e) for e in t.endings]
        ends = [self.end(e) for e in t.endings]
        length = years(t.roads[0].training)
        answers = {kind: [self.road(r) for r in t.answers(kind)] for kind in KINDS}
        return {
            "card": self.views.card(t.card),
            "mark": "" if self.plan.choice.verdict == "not_needed" else t.role,
            "said": [self.views.reason(f) for f in (t.survives, t.wish) if f],
            "roads": roads,
            "questions": answers if self.first else {},
            "length": length,
            "jobs": list(zip(jobs, ends, strict=True)),
            "picture": self.picture(t, roads, jobs, ends),
            "end": self.end_heading(),
            "clocks": _each_once(roads),
        }

    def road(self, r: Road) -> dict[str, Any]:
        """One road in words."""
        names = [self.known[key] for key in r.fellowships]
        kind = phrase(self.plan, f"road-kind-{r.kind}")
        title = r.pathway.via if r.pathway else phrase(self.plan, "road-direct")
        if r.kind == "wish":
            fellowships = joined([f.name for f in names], "or")
            title = phrase(self.plan, "road-wish", names=fellowships)
        small = [kind] if kind not in title.casefold() else []
        if r.wished and r.kind != "wish":
            small.append(phrase(self.plan, "road-wished"))
        return {
            "small": ", ".join(small),
            "title": capital(title),
            "pathway": r.pathway,
            "extra": years_words(self.plan, r.extra.low, r.extra.high),
            "edge": f"+ {years(r.extra)}" if r.extra.high else "",
            "total": years(r.training),
            "clocks": self.clocks(r.clocks),
            "reality": [(f.name, self.reality(f.figures)) for f in names],
        }

    def clocks(self, clocks: Mapping[str, Finding]) -> list[dict[str, Any]]:
        """What each visa in question says to a road."""
        return [
            {
                "visa": VISA_NAME[visa],
                "word": phrase(self.plan, f"road-clock-{f.outcome or 'unknown'}"),
                "outcome": f.outcome or "unknown",
                "reason": self.views.reason(f),
            }
            for visa, f in clocks.items()
        ]

    def reality(self, figures: Mapping[str, Evidence]) -> list[dict[str, Any]]:
        """The figures of a fellowship match, each as part of a sentence with its citation."""
        parts = []
        for metric, about in self.plan.knowledge.metrics.items():
            if not about.reads or metric not in figures:
                continue
            seen = self.views.figure(Citation.of(figures[metric].use, about.label, about.unit))
            parts.append(
                {
                    "text": about.reads.replace("{value}", seen.value),
                    "note": seen.note.rstrip("."),
                    "cites": [(seen.cite, seen.source)],
                }
            )
        return parts

    def picture(
        self, t: Track, roads: Sequence[Mapping[str, Any]], jobs: list[Words], ends: list[str]
    ) -> Picture:
        """The picture of one specialty."""
        home = phrase(self.plan, "road-residency", specialty=t.card.specialty.name)
        return draw(
            Words(home, edge=years(t.roads[0].training)),
            [self.step(r) for r in roads],
            jobs,
            Words(self.end_heading(), tuple(ends)),
        )

    def step(self, r: Mapping[str, Any]) -> Words:
        """A road as a box of the picture."""
        strength = r["pathway"].strength.value if r["pathway"] else 0
        clocks = " · ".join(f"{c['visa']} {c['word']}" for c in r["clocks"])
        keeps = phrase(self.plan, "road-keeps", strength=str(strength)) if strength else ""
        small = tuple(filter(None, (r["small"], clocks, keeps)))
        return Words(r["title"], small, strength, r["edge"])

    def end_heading(self) -> str:
        """What stands at the end of every road."""
        need = _need(self.plan)
        own = need in ("green_card", "free")
        return phrase(self.plan, f"road-end-{need}" if own else "road-end")

    def job(self, e: Ending) -> Words:
        """What follows training under one visa."""
        name = f"road-job-{e.how}"
        more = (phrase(self.plan, f"{name}-more"),)
        waiver = cited(WAIVER, self.plan.knowledge, self.plan.as_of).value
        edge = f"+ {years(Span(waiver, waiver))}" if e.how in ("waiver", "open") else ""
        return Words(phrase(self.plan, name), more, edge=edge)

    def end(self, e: Ending) -> str:
        """When permanent status is possible at the earliest, for one visa."""
        if e.how == "home":
            return phrase(self.plan, "road-after-home")
        span = phrase(self.plan, "road-years-unknown")
        if e.direct:
            high = max(e.direct.high, e.longest.high if e.longest else 0)
            span = years(Span(e.direct.low, high))
        return phrase(self.plan, f"road-after-{e.visa}", years=span)

    def status(self, t: Track) -> dict[str, Any]:
        """Years to permanent status, for the table over all specialties."""
        cells = [(e.how, years(e.direct), years(e.longest)) for e in t.endings]
        return {"card": self.views.card(t.card), "cells": cells}

    def short(self, t: Track) -> dict[str, Any]:
        """A specialty next in line, in one row."""
        best = max(t.roads, key=lambda r: (r.strength, -r.extra.high))
        return {
            "card": self.views.card(t.card),
            "road": self.road(best),
            "answers": {kind: bool(t.answers(kind)) for kind in KINDS},
        }

    def route(self, r: Route) -> dict[str, Any]:
        """A residency that leads to the fellowship hoped for."""
        return {
            "card": self.views.card(r.card),
            "fellowship": self.known[r.fellowship].name,
            "total": years(r.training),
            "clocks": self.clocks(r.clocks),
        }

    def trees(self) -> list[tuple[Any, list[str]]]:
        """What each career leads to, the widest first."""
        rows = [
            (self.views.card(card), [f.name for f in self.known.values() if card.id in f.open_to])
            for card in (*self.plan.cards, *self.plan.elsewhere)
        ]
        return sorted((row for row in rows if row[1]), key=lambda row: -len(row[1]))


def _each_once(roads: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What each visa says to each length of training."""
    found = {
        (c["visa"], r["total"]): {**c, "total": r["total"]} for r in roads for c in r["clocks"]
    }
    return list(found.values())


def years(span: Span | None) -> str:
    """A span of years in words; empty for none."""
    if span is None:
        return ""
    if span.low == span.high:
        return f"{number(span.low)} {'year' if span.low == 1 else 'years'}"
    return f"{number(span.low)} to {number(span.high)} years"


def _situation(plan: Plan) -> str:
    """Which sentence opens the page."""
    if plan.primary is None:
        return "no_first"
    return plan.choice.verdict if plan.primary.specialty.about.career else "one_year"


def _need(plan: Plan) -> str:
    """What the applicant said about visas: sponsorship, green_card, free or unknown."""
    need = plan.read.profile.visa.need
    if need is None:
        return "unknown"
    return "free" if need is VisaNeed.WORK_AUTHORISATION else need.value
