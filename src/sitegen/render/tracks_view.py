"""The view of the tracks of a specialty that have codes of their own in the Match."""

from __future__ import annotations

from typing import Any

from sitegen.explain import number, owner_short
from sitegen.knowledge.figures import Track
from sitegen.knowledge.model import Knowledge


def track_view(track: Track, knowledge: Knowledge) -> dict[str, Any]:
    """How many non-US IMGs ranked a track and how many of its positions they filled."""
    offered = ""
    if track.positions is not None:
        programs = f" at {number(track.programs)} programs" if track.programs is not None else ""
        offered = f"; {number(track.positions)} positions were offered{programs}"
    keys = [key for key in (track.source, track.also) if key]
    return {
        "name": track.name,
        "text": f"{number(track.ranked)} non-US IMGs ranked it anywhere, and "
        f"{number(track.filled)} of its positions went to them{offered}.",
        "cites": [(f"{owner_short(knowledge.sources[key])} {track.year}", key) for key in keys],
    }
