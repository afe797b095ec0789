"""Sentences of `data/phrases/` with the numbers and names of a plan in them."""

from __future__ import annotations

from sitegen.plan.model import Plan


def phrase(plan: Plan, name: str, /, **slots: str) -> str:
    """A sentence with its slots filled; what is filled in is never read for slots again."""
    parts = plan.knowledge.phrases[name].split("{")
    words = parts[:1]
    for part in parts[1:]:
        slot, closed, rest = part.partition("}")
        words.append(f"{slots[slot]}{rest}" if closed and slot in slots else "{" + part)
    return "".join(words)
