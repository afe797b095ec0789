"""Every record of the data that cites one source and needs no other check, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import ValueKind
from sitegen.records import value_object


@value_object
class Cited:
    """The source of a record, the kind of its value, and the part of the file where it stands."""

    source: str
    kind: ValueKind
    file: str
    part: str


def cited(k: Knowledge) -> Iterator[Cited]:
    """The citations of orders, limits, statements, waivers, lines, states and tracks."""
    for key, policy in k.policies.items():
        yield Cited(policy.source, policy.kind, "policies.yaml", key)
    for i, entry in enumerate(k.entry_limits):
        yield Cited(entry.source, entry.kind, "entry.yaml", f"[{i}]")
    for i, topic in enumerate(k.visa_topics):
        for said in (topic.j1, topic.h1b):
            yield Cited(said.source, said.kind, "visa.yaml", f"[{i}]")
    for key, point in k.disagreements.items():
        yield Cited(point.source, point.kind, "disagreements.yaml", key)
    for key, statement in k.statements.items():
        yield Cited(statement.source, statement.kind, "statements", key)
    for i, waiver in enumerate(k.waivers):
        yield Cited(waiver.source, waiver.kind, "waivers.yaml", f"[{i}]")
    for i, limit in enumerate(k.state_limits):
        yield Cited(limit.source, limit.kind, "state-limits.yaml", f"[{i}]")
    for i, filled in enumerate(k.states_filled):
        yield Cited(filled.source, filled.kind, "states-filled.yaml", f"[{i}]")
    for i, line in enumerate(k.green_card_lines):
        yield Cited(line.source, line.kind, "green-card-lines.yaml", f"[{i}]")
    yield from _tracks(k)


def _tracks(k: Knowledge) -> Iterator[Cited]:
    for specialty in k.specialties.values():
        for i, track in enumerate(specialty.about.tracks):
            for key in filter(None, (track.source, track.also)):
                yield Cited(key, track.kind, f"specialties/{specialty.id}.yaml", f"tracks[{i}]")
