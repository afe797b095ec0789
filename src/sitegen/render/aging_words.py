"""What stands beside the source of a value that moves."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.knowledge.aging import is_due, moving
from sitegen.plan.model import Plan
from sitegen.written import long_date


def aging_marks(plan: Plan, *, paper: bool = False) -> Mapping[str, str]:
    """By source: the day on which a moving value was read, and that it has to be read again.

    On paper only the latter; the days of reading stand on the sheet of sources.
    """
    k = plan.knowledge
    found: dict[str, str] = {}
    for each in moving(k):
        source = k.sources[each.source]
        if source.look_again is None:
            continue
        due = is_due(source, plan.as_of)
        read = [k.aging["read"].format(day=long_date(source.read_on))]
        again = [k.aging["due"].format(day=long_date(source.look_again))]
        parts = [*(read if each.dated and not paper else []), *(again if due else [])]
        if parts and len("; ".join(parts)) > len(found.get(each.source, "")):
            found[each.source] = "; ".join(parts)
    return found
