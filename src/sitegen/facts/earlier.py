"""Facts about earlier tries in the Match: how far they came, in what, and how long ago."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact
from sitegen.profile import Profile
from sitegen.profile.fields import EarlierMatch


def earlier_facts(make: FactMaker, p: Profile, specialty: str | None) -> dict[str, Fact]:
    """Every fact about earlier tries, held against a specialty, if there is one.

    Interviews are summed over the tries, and unknown while one try does not tell them.
    """
    tries = p.earlier_matches
    facts = [
        make.told("earlier.interviews", _interviews(tries), "earlier_matches"),
        make.told("earlier.same_specialty", _same(tries, specialty), "earlier_matches"),
        make.told("earlier.seasons_ago", _seasons_ago(tries, p.season), "earlier_matches"),
    ]
    return {fact.name: fact for fact in facts}


def _interviews(tries: Sequence[EarlierMatch] | None) -> int | None:
    if not tries or any(each.interviews is None for each in tries):
        return None
    return sum(int(each.interviews or 0) for each in tries)


def _same(tries: Sequence[EarlierMatch] | None, specialty: str | None) -> bool | None:
    if not tries or specialty is None:
        return None
    if any(specialty in (each.specialties or ()) for each in tries):
        return True
    return False if all(each.specialties is not None for each in tries) else None


def _seasons_ago(tries: Sequence[EarlierMatch] | None, season: int | None) -> int | None:
    if not tries or season is None:
        return None
    return season - max(each.season for each in tries)
