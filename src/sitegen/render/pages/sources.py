"""The view of the list of sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sitegen.explain import owner_short, source_words
from sitegen.knowledge.figures import Source
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import SourceKind
from sitegen.plan.model import Plan
from sitegen.render.views import Views
from sitegen.written import long_date

Shown = dict[str, Any]

MANY = 4
"""From so many sources on, an owner has a group of its own."""


def view(plan: Plan, _: Views) -> dict[str, Any]:
    """Every source once, and how it was read: those that back most figures, the others by owner.

    `usual_day` is the day on which most were read.
    """
    knowledge = plan.knowledge
    backs = _backs(knowledge)
    ordered = sorted(
        knowledge.sources.items(),
        key=lambda pair: (pair[1].kind is SourceKind.JUDGEMENT, pair[0]),
    )
    usual = Counter(s.read_on for _, s in ordered).most_common(1)[0][0]
    every = {
        key: {**_source(key, s), "backs": backs.get(key, ()), "usual": s.read_on == usual}
        for key, s in ordered
    }
    others = [(key, s) for key, s in ordered if key not in backs]
    return {
        "sources": list(every.values()),
        "usual_day": long_date(usual),
        "behind": sorted(
            (each for each in every.values() if each["backs"]), key=lambda e: -len(e["backs"])
        ),
        "groups": [
            {"owner": owner, "sources": [every[key] for key in keys]}
            for owner, keys in _by_owner(others)
        ],
    }


def _source(key: str, s: Source) -> Shown:
    return {
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


def _backs(knowledge: Knowledge) -> dict[str, Sequence[str]]:
    """The labels of the figures of specialties that each source backs, in the order of the data."""
    found: dict[str, set[str]] = defaultdict(set)
    for specialty in knowledge.specialties.values():
        for metric, evidence in specialty.about.figures.items():
            for figure in (evidence.use, *evidence.also):
                found[figure.source].add(metric)
    labels = {name: metric.label for name, metric in knowledge.metrics.items()}
    return {key: [labels[m] for m in labels if m in told] for key, told in found.items()}


def _by_owner(sources: Sequence[tuple[str, Source]]) -> Iterator[tuple[str, list[str]]]:
    """The sources of each owner of many, the largest first; then, under no name, all others."""
    owners: dict[str, list[str]] = defaultdict(list)
    for key, source in sources:
        owners[owner_short(source)].append(key)
    many = {owner: keys for owner, keys in owners.items() if len(keys) >= MANY}
    yield from sorted(many.items(), key=lambda pair: -len(pair[1]))
    yield "", [key for key, source in sources if owner_short(source) not in many]
