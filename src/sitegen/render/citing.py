"""Sources as the short words that stand beside a number or a finding."""

from __future__ import annotations

from typing import Any

from sitegen.explain import owner_short
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import SourceKind
from sitegen.render.views import Views
from sitegen.rules import Finding


def told(finding: Finding, views: Views, knowledge: Knowledge) -> dict[str, Any]:
    """A finding in words, with the sources of its rule."""
    return {"reason": views.reason(finding), "cites": rule_cites(finding, knowledge)}


def cite(key: str, knowledge: Knowledge, year: int = 0) -> tuple[str, str]:
    """The short words of a source, with its key. `year` is the year told of; else its own."""
    source = knowledge.sources[key]
    if source.kind is SourceKind.JUDGEMENT:
        return "judgement", key
    return f"{owner_short(source).split(',')[0]} {year or source.year}", key


def rule_cites(finding: Finding, knowledge: Knowledge) -> list[tuple[str, str]]:
    """The sources behind a rule, published ones first."""
    cites = [cite(key, knowledge) for key in finding.rule.sources]
    published = [pair for pair in cites if pair[0] != "judgement"]
    return published + [pair for pair in cites if pair[0] == "judgement"][-1:]
