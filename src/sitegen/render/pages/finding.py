"""The view of the page for somebody without a list of programs."""

from __future__ import annotations

from typing import Any

from sitegen.chance.route import Span
from sitegen.facts.program import NAMES
from sitegen.plan.applying.wanted import FieldWanted
from sitegen.plan.conclusions import prepared
from sitegen.plan.model import Plan
from sitegen.render.applying.list_length import list_length
from sitegen.render.citing import cite
from sitegen.render.guide.statements import statements
from sitegen.render.quantities import counted, ends
from sitegen.render.views import Views
from sitegen.written import joined, number

DIRECTORIES = (
    ("freida-directory", ("freida-directory", "freida-address")),
    ("acgme-search", ("acgme-search",)),
    ("residency-explorer-site", ("residency-explorer",)),
    ("nrmp-reports-page", ("nrmp-program-results",)),
)
"""Where programs are listed: the source with its address, and what is said of it."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Rows wanted with their reason, directories, filters, and the two passes."""
    it, k = plan.applying.own_list.wanted, plan.knowledge
    states = plan.read.profile.constraints.states
    wishes = (states.preferred if states else None) or ()
    fields = [_field(each, plan) for each in it.fields]
    return {
        "wanted": list_length(plan),
        "fields": fields,
        "of_own": any(field["own"] for field in fields),
        "visas": joined([NAMES[visa] for visa in it.visas], "or"),
        "kept": _span(it.kept),
        "first": _span(it.seconds),
        "second": _span(it.minutes),
        "specialties": joined([card.specialty.name for card in prepared(plan)]),
        "wishes": joined(wishes),
        "only": bool(states and states.open_to_all is False),
        "not_in": joined((states.excluded if states else None) or ()),
        "directories": [
            {"url": k.sources[key].url or "", "says": statements(k, *said)}
            for key, said in DIRECTORIES
        ],
    }


def _span(it: Span) -> dict[str, str]:
    return {"use": number(it.use), "low": number(it.low), "high": number(it.high)}


def _field(each: FieldWanted, plan: Plan) -> dict[str, Any]:
    name, fact = each.specialty.id, each.visas
    share = fact.value if fact else None
    known = isinstance(share, (int, float))
    return {
        "title": each.specialty.title,
        "sent": counted(f"applications.{name}", each.applications),
        "share": number(share) if isinstance(share, (int, float)) else "",
        "own": bool(known and fact and not fact.citations),
        "cites": [cite(c.source, plan.knowledge, c.year) for c in fact.citations] if fact else [],
        "rows": counted(f"list.wanted.{name}", each.rows),
        "span": ends(f"list.wanted.{name}", each.low, each.high),
        "whole": each.all_of_them,
        "held": counted(f"list.held.{name}", each.held),
    }
