"""Cited sentences on the rules of others, as templates show them."""

from __future__ import annotations

from typing import Any

from sitegen.explain import owner_short
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import ValueKind


def statements(knowledge: Knowledge, *keys: str) -> list[dict[str, Any]]:
    """The sentences of these keys, each with its citation: owner, year, and who passed it on."""
    return [_statement(knowledge, key) for key in keys]


def _statement(knowledge: Knowledge, key: str) -> dict[str, Any]:
    said = knowledge.statements[key]
    source = knowledge.sources[said.source]
    cite = f"{owner_short(source).split(',')[0]} {said.year}"
    if said.kind is ValueKind.JUDGEMENT:
        cite = f"judgement {said.year}"
    elif source.through:
        cite += f", as quoted by {source.through}"
    return {"text": said.text, "cites": [(cite, said.source)]}
