"""What can be asked about: finds a rule, a specialty or a number by its name, and lists them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from enum import StrEnum

from sitegen.diagnostics import near, shorten
from sitegen.explaining import field, quantity, rule
from sitegen.explaining.found import found_lines
from sitegen.explaining.lines import heading, joined, wrapped
from sitegen.explaining.subject import Data
from sitegen.knowledge.named import specialty_named
from sitegen.plan.model import Plan
from sitegen.records import value_object

MOST_NEAR = 3
"""So many near names are offered for one that is not known."""


class Kind(StrEnum):
    """What a name can stand for."""

    RULE = "rule"
    SPECIALTY = "specialty"
    QUANTITY = "quantity"


@value_object
class Asked:
    """Something that is known here: its kind, and the name by which the data know it."""

    kind: Kind
    name: str


def asked(data: Data, word: str) -> Asked | None:
    """What a word stands for, or None. A rule comes before a number of the same name."""
    if word in rule.rule_ids(data):
        return Asked(Kind.RULE, word)
    if word in data.known.specialties:
        return Asked(Kind.SPECIALTY, word)
    if quantity.family_of(data, word) and not near(word, rule.rule_ids(data)):
        return Asked(Kind.QUANTITY, word)
    named = specialty_named(word, data.known)
    return Asked(Kind.SPECIALTY, named) if named else None


def nearest_names(data: Data, word: str) -> list[str]:
    """Known names that may have been meant, the nearest first."""
    names = [*rule.rule_ids(data), *data.known.specialties, *quantity.families(data)]
    return list(dict.fromkeys((*near(word, names), *_close(word, names))))[:MOST_NEAR]


def _close(word: str, names: list[str]) -> list[str]:
    return difflib.get_close_matches(word[:80], names, MOST_NEAR, 0.6)


def unknown(data: Data, word: str) -> str:
    """What to say of a word that names nothing."""
    names = nearest_names(data, word)
    meant = f"Did you mean {' or '.join(names)}? " if names else ""
    return f"{shorten(word)} is no rule, specialty or number. {meant}All: sitegen explain --list"


def not_there(plan: Plan, key: str) -> str:
    """What to say of a number that this plan does not hold; empty where it does."""
    if quantity.keys_under(plan, key):
        return ""
    start = [k for k in plan.quantities if k.startswith(f"{key}.")]
    keys = start or difflib.get_close_matches(key[:80], plan.quantities, MOST_NEAR, 0.6)
    names = list(dict.fromkeys(map(quantity.stem, keys)))[:MOST_NEAR]
    meant = f" Near it: {', '.join(names)}." if names else ""
    return f"this plan has no number {shorten(key)}.{meant} plan.json lists all its quantities."


def told(data: Data, it: Asked, plan: Plan | None, shipped: Data | None) -> str:
    """The explanation as text. `shipped` are the data without a pack, where there is one."""
    lines = _lines(data, it, plan)
    if shipped:
        lines += _changed(data, it, shipped)
    return joined(lines)


def _lines(data: Data, it: Asked, plan: Plan | None) -> list[str]:
    if it.kind is Kind.QUANTITY:
        return quantity.told(data, plan, it.name)
    if it.kind is Kind.SPECIALTY:
        mine = field.personal(data, plan, it.name) if plan else []
        return [*field.general(data, it.name), *mine]
    mine = list(found_lines(data, plan, it.name)) if plan else []
    return [*rule.general(data, it.name), *mine, *rule.worked(data, it.name)]


def _changed(data: Data, it: Asked, shipped: Data) -> list[str]:
    """Where a pack changed what is told, line by line."""
    if asked(shipped, it.name) != it:
        return [*heading(data.say("explain-pack")), *wrapped(data.say("explain-pack-new"), 2)]
    before, after = (_lines(each, it, None) for each in (shipped, data))
    lines = [
        f"  {line}"
        for line in difflib.ndiff(before, after)
        if line[:2] in ("- ", "+ ") and line[2:]
    ]
    return [*heading(data.say("explain-pack")), *(lines or [f"  {data.say('explain-pack-same')}"])]


def listed(data: Data) -> str:
    """Everything that can be asked about, in short."""
    lines = heading(data.say("explain-list-rules"))
    for group, rules in data.known.grouped_rules.items():
        lines += _row(group, [each.id for each in rules])
    lines += _row("chance", [f"{rule.FACTOR}{name}" for name in data.known.factors])
    lines += heading(data.say("explain-list-specialties"))
    lines += wrapped(", ".join(data.known.specialties), 2, 0)
    lines += heading(data.say("explain-list-quantities"))
    for name, what in quantity.families(data).items():
        lines += wrapped(f"{name}: {what}", 2)
    return joined(lines)


def _row(group: str, names: list[str]) -> Iterator[str]:
    yield from wrapped(f"{group}: {', '.join(names)}", 2, 2)
