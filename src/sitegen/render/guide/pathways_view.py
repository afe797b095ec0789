"""The view of the pathways page: roads as sentences, as a picture, and as its table twin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.explain import capital, number, owner_short
from sitegen.facts.model import Citation
from sitegen.knowledge.figures import Evidence
from sitegen.knowledge.model import Fellowship, Pathway
from sitegen.plan.guide.pathways import KINDS, Ending, Pathways, Road, Route, Track
from sitegen.plan.guide.roads import LIMITS, WAIVER, Span
from sitegen.plan.model import Plan
from sitegen.profile.choices import VisaNeed
from sitegen.render.background import background
from sitegen.render.pictures.pathways_picture import Picture, Words, draw
from sitegen.render.views import Views, years_words
from sitegen.rules import Finding

VISA_NAME = {"j1": "J-1", "h1b": "H-1B"}
CLOCK = {"fits": "fits", "tight": "tight", "does_not_fit": "does not fit"}
QUESTION = {
    "fellowship": "A fellowship near it?",
    "overlap": "A setting that overlaps?",
    "niche": "A niche for it?",
}
KIND = {
    "direct": "no further training",
    "fellowship": "fellowship",
    "overlap": "overlapping setting",
    "niche": "niche",
    "wish": "fellowship you hope for",
}
REALITY = {
    "fellowship_positions": "{} offered",
    "fellowship_filled": "{} filled",
    "fellowship_filled_share": "{} of the positions filled",
    "fellowship_non_us_share": "{} of the filled positions went to non-US IMGs",
    "fellowship_applicants": "{} ranked it",
    "fellowship_match_rate": "{} of those who ranked it matched",
    "fellowship_img_match_rate": "{} of the IMGs who ranked it matched",
}
"""How a figure of a fellowship match reads in a sentence."""

MOST_ROUTES = 8


def pathways_view(plan: Plan, views: Views) -> dict[str, Any]:
    """What stays within reach from each backup."""
    return _Shown(plan, views, plan.guide.pathways).page()


class _Shown:
    """Words one plan's pathways."""

    def __init__(self, plan: Plan, views: Views, found: Pathways) -> None:
        self.plan, self.views, self.found = plan, views, found
        self.known: Mapping[str, Fellowship] = plan.knowledge.fellowships
        self.first = plan.primary.specialty.name if plan.primary else ""

    def page(self) -> dict[str, Any]:
        found, plan = self.found, self.plan
        tracks = [self.track(t) for t in found.tracks]
        return {
            "situation": _situation(plan),
            "need": _need(plan),
            "first": self.first,
            "said": plan.read.profile.interests.fellowship or "",
            "tracks": tracks,
            "printed": len(tracks) if plan.choice.verdict == "recommended" else 1,
            "short": [self.short(t) for t in found.shorter],
            "visa_findings": [self.views.reason(f) for f in (found.after, found.line) if f],
            "limits": [self.limit(name) for name in self.limits()],
            "wish": [self.known[key].name for key in found.wish],
            "routes": [self.route(r) for r in found.routes[:MOST_ROUTES]],
            "more_routes": len(found.routes) > MOST_ROUTES,
            "visas": [VISA_NAME[v] for v in found.visas],
            "status": [
                self.status(t)
                for t in (*((found.first,) if found.first else ()), *found.tracks, *found.shorter)
            ],
            "trees": self.trees(),
            "overall": self.reality(
                {k: e for k, e in plan.knowledge.overall.items() if k in REALITY}
            ),
            "background": background("pathways"),
        }

    def limits(self) -> list[str]:
        """The visa limits that this applicant should see."""
        names = [LIMITS[v] for v in self.found.visas]
        return [*names, WAIVER] if "j1" in self.found.visas else names

    def limit(self, name: str) -> dict[str, Any]:
        """One visa limit with its citation."""
        parameter = self.plan.knowledge.parameters[name]
        value = self.plan.knowledge.parameter(name, self.plan.as_of)
        source = self.plan.knowledge.sources[value.source]
        assert isinstance(value.value, (int, float))
        return {
            "label": capital(parameter.label),
            "years": years(Span(value.value, value.value)),
            "note": value.note or "",
            "cites": [(f"{owner_short(source).split(',')[0]} {value.year}", value.source)],
        }

    def track(self, t: Track) -> dict[str, Any]:
        """One specialty in full."""
        marks = {"backup": "backup", "second": "second backup", "near": "not recommended yet"}
        roads = [self.road(r) for r in t.roads]
        return {
            "card": self.views.card(t.card),
            "mark": "" if self.plan.choice.verdict == "not_needed" else marks.get(t.role, ""),
            "said": [self.views.reason(f) for f in (t.survives, t.wish) if f],
            "roads": roads,
            "questions": [self.question(t, kind) for kind in KINDS] if self.first else [],
            "table": self.table(t, roads),
            "picture": self.picture(t, roads),
            "describe": self.describe(t, roads),
            "clocks": _each_once(roads),
        }

    def road(self, r: Road) -> dict[str, Any]:
        """One road in words."""
        names = [self.known[key] for key in r.fellowships]
        p, title = r.pathway, "straight to work in the field"
        if p:
            title = p.via
        elif r.kind == "wish":
            title = " or ".join(f.name for f in names) + " fellowship"
        return {
            "small": ", ".join(
                filter(
                    None,
                    (
                        "" if KIND[r.kind] in title.casefold() else KIND[r.kind],
                        "your fellowship wish" if r.wished and r.kind != "wish" else "",
                    ),
                )
            ),
            "title": capital(title),
            "keeps": p.keeps if p else "",
            "loses": p.loses if p else "",
            "strength": r.strength,
            "strength_word": strength(p) if p else "",
            "extra": years_words(r.extra.low, r.extra.high),
            "edge": "" if r.extra.high == 0 else f"+ {years(r.extra)}",
            "total": years(r.training) if r.training else "not published",
            "clocks": self.clocks(r.clocks),
            "reality": [{"name": capital(f.name), "parts": self.reality(f.figures)} for f in names],
        }

    def clocks(self, clocks: Mapping[str, Finding]) -> list[dict[str, Any]]:
        """What each visa in question says to a road."""
        return [
            {
                "visa": VISA_NAME[visa],
                "word": CLOCK.get(f.outcome or "", "not known yet"),
                "outcome": f.outcome or "unknown",
                "reason": self.views.reason(f),
            }
            for visa, f in clocks.items()
        ]

    def reality(self, figures: Mapping[str, Evidence]) -> list[dict[str, Any]]:
        """The figures of a fellowship match, each as part of a sentence with its citation."""
        parts = []
        for metric, words in REALITY.items():
            if metric not in figures:
                continue
            about = self.plan.knowledge.metrics[metric]
            seen = self.views.figure(Citation.of(figures[metric].use, about.label, about.unit))
            parts.append(
                {
                    "text": words.format(seen.value),
                    "note": seen.note.rstrip("."),
                    "cites": [(seen.cite, seen.source)],
                }
            )
        return parts

    def question(self, t: Track, kind: str) -> dict[str, Any]:
        """One of the guide's three questions, answered from the data."""
        roads = [self.road(r) for r in t.answers(kind)]
        return {"text": QUESTION[kind], "yes": bool(roads), "roads": roads, "kind": KIND[kind]}

    def table(self, t: Track, roads: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The picture as rows: residency, each road, and what follows training."""
        length = t.roads[0].training
        rows: list[dict[str, Any]] = [
            {
                "step": "Residency",
                "small": t.card.specialty.name,
                "years": years(length) if length else "not published",
                "total": "",
                "keep": "",
                "clocks": [],
            }
        ]
        rows += [
            {
                "step": r["title"],
                "small": r["small"],
                "years": r["edge"] or "none",
                "total": r["total"],
                "keep": r["strength_word"],
                "clocks": r["clocks"],
            }
            for r in roads
        ]
        rows += [
            {
                "step": job.heading,
                "small": " ".join(job.small),
                "years": job.edge or "none",
                "total": line,
                "keep": "",
                "clocks": [],
            }
            for job, line in zip(self.jobs(t), self.ends(t), strict=True)
        ]
        return rows

    def picture(self, t: Track, roads: Sequence[Mapping[str, Any]]) -> Picture:
        """The picture of one specialty."""
        length = t.roads[0].training
        steps = [
            Words(
                r["title"],
                tuple(
                    filter(
                        None,
                        (
                            r["small"],
                            " · ".join(f"{c['visa']} {c['word']}" for c in r["clocks"]),
                            f"keeps {r['strength']} of 3" if r["strength"] else "",
                        ),
                    )
                ),
                r["strength"],
                r["edge"],
            )
            for r in roads
        ]
        return draw(
            Words(f"Residency: {t.card.specialty.name}", edge=years(length) if length else ""),
            steps,
            self.jobs(t),
            Words(self.end_heading(), tuple(self.ends(t))),
        )

    def describe(self, t: Track, roads: Sequence[Mapping[str, Any]]) -> str:
        """The picture in one sentence, for readers who cannot see it."""
        ways, ends = "; ".join(f"{r['title']} ({r['extra']})" for r in roads), self.ends(t)
        start = f"After residency in {t.card.specialty.name}: {ways}. "
        return f"{start}{self.end_heading()}: {'; '.join(ends)}."

    def end_heading(self) -> str:
        """What stands at the end of every road."""
        need = _need(self.plan)
        if need == "green_card":
            return "Permanent status: you have it"
        return (
            "Your own work authorisation"
            if need == "free"
            else "Green card can follow, at the earliest"
        )

    def jobs(self, t: Track) -> list[Words]:
        """What follows training, for each visa in question."""
        waiver = self.plan.knowledge.parameter(WAIVER, self.plan.as_of).value
        assert isinstance(waiver, (int, float))
        service = years(Span(waiver, waiver))
        told = {
            "waiver": Words("J-1: waiver job", ("in an underserved area",), edge=f"+ {service}"),
            "open": Words("J-1: waiver job", ("or two years at home",), edge=f"+ {service}"),
            "home": Words("J-1: two years at home", ("no waiver job",)),
            "employer": Words("H-1B: an employer", ("that sponsors you on",)),
            "free": Words("Any employer", ("no visa in the way",)),
        }
        return [told[e.how] for e in t.endings]

    def ends(self, t: Track) -> list[str]:
        """When permanent status is possible at the earliest, for each visa in question."""
        return [self.end(e) for e in t.endings]

    def end(self, e: Ending) -> str:
        """One ending in a few words."""
        if e.how == "home":
            return "J-1: not by this road"
        name = f"{VISA_NAME[e.visa]}: after " if e.visa in VISA_NAME else "Training ends after "
        if e.direct is None:
            return f"{name}a time not published"
        high = max(e.direct.high, e.longest.high if e.longest else 0)
        return name + years(Span(e.direct.low, high))

    def status(self, t: Track) -> dict[str, Any]:
        """Years to permanent status, for the table over all specialties."""
        return {
            "card": self.views.card(t.card),
            "cells": [
                {
                    "direct": years(e.direct) if e.direct else "",
                    "longest": years(e.longest) if e.longest else "",
                    "how": e.how,
                }
                for e in t.endings
            ],
        }

    def short(self, t: Track) -> dict[str, Any]:
        """A specialty next in line, in one row."""
        best = max(t.roads, key=lambda r: (r.strength, -r.extra.high))
        return {
            "card": self.views.card(t.card),
            "road": self.road(best),
            "answers": [(QUESTION[k], bool(t.answers(k))) for k in KINDS],
        }

    def route(self, r: Route) -> dict[str, Any]:
        """A residency that leads to the fellowship hoped for."""
        return {
            "card": self.views.card(r.card),
            "fellowship": self.known[r.fellowship].name,
            "total": years(r.training) if r.training else "not published",
            "clocks": self.clocks(r.clocks),
        }

    def trees(self) -> list[dict[str, Any]]:
        """What each career leads to, the widest first."""
        rows = []
        for card in (*self.plan.cards, *self.plan.elsewhere):
            names = [f.name for f in self.known.values() if card.id in f.open_to]
            if names:
                rows.append({"card": self.views.card(card), "names": names, "count": len(names)})
        return sorted(rows, key=lambda row: -row["count"])


def strength(p: Pathway) -> str:
    """How much of the first choice a pathway keeps."""
    return f"{p.strength.value} of 3 (judgement, {p.strength.low} to {p.strength.high})"


def _each_once(roads: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What each visa says to each length of training."""
    found = {
        (c["visa"], r["total"]): {**c, "total": r["total"]} for r in roads for c in r["clocks"]
    }
    return list(found.values())


def years(span: Span) -> str:
    """A span of years in words."""
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
