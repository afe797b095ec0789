"""Sentences of `data/phrases/` with the numbers and names of a plan in them."""

from __future__ import annotations

from sitegen.plan.model import Plan


def phrase(plan: Plan, name: str, /, **slots: str) -> str:
    """A sentence with its slots filled; what is filled in is never read for slots again."""
    return plan.knowledge.say(name, **slots)
