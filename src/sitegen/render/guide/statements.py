"""Cited sentences on the rules of others, as templates show them."""

from __future__ import annotations

from typing import Any

from sitegen.explain import owner_short
from sitegen.knowledge.guide import Disagreement
from sitegen.knowledge.model import Knowledge, Statement
from sitegen.knowledge.units import ValueKind


def statements(knowledge: Knowledge, *keys: str) -> list[dict[str, Any]]:
    """The sentences of these keys, each with its citation: owner, year, and who passed it on."""
    return [_statement(knowledge, knowledge.statements[key]) for key in keys]


def _statement(knowledge: Knowledge, said: Statement) -> dict[str, Any]:
    cite = said_by(said, knowledge) or f"judgement {said.year}"
    return {"text": said.text, "cites": [(cite, said.source)]}


def said_by(said: Statement | Disagreement, knowledge: Knowledge) -> str:
    """Owner and year of what is said, and who passed it on; empty for a judgement."""
    if said.kind is ValueKind.JUDGEMENT:
        return ""
    source = knowledge.sources[said.source]
    cite = f"{owner_short(source).split(',')[0]} {said.year}"
    if not source.through:
        return cite
    return knowledge.phrases["cite-through"].format(cite=cite, through=source.through)
