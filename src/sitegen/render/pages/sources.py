"""The view of the list of sources."""

from __future__ import annotations

from typing import Any

from sitegen.explain import long_date, source_words
from sitegen.knowledge.units import SourceKind
from sitegen.plan.model import Plan
from sitegen.render.views import Views


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Every source, and how it was read; judgements at the end."""
    knowledge = plan.knowledge
    ordered = sorted(
        knowledge.sources.items(),
        key=lambda pair: (pair[1].kind is SourceKind.JUDGEMENT, pair[0]),
    )
    return {
        "sources": [
            {
                "key": key,
                "title": s.title,
                "whose": source_words(s),
                "year": s.year,
                "kind": s.kind.value,
                "read_on": long_date(s.read_on),
                "url": s.url or "",
                "note": (s.note or "").strip(),
                "look_again": long_date(s.look_again) if s.look_again else "",
            }
            for key, s in ordered
        ]
    }
