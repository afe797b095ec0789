"""Whether anything better ever makes a plan worse, over made-up people; by hand, not in the tests.

python -m tests.fuzz.better FROM TO

Each person of `tests/people.py` with a number from FROM up to TO is planned as told, and again with
one thing better at a time: evidence, money, states or visas. Printed are the pairs in which the
chance somewhere fell, in which a number or an answer was lost, plans without a backup though one
adds enough, and specialties whose rating and chance stand in another order. The exit code is 1
where there is any.
"""

from __future__ import annotations

import argparse
import collections
import copy
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from sitegen import yamlio
from sitegen.diagnostics import Problems
from sitegen.grid import on_grid
from sitegen.plan.again import Again
from sitegen.plan.decide import conclude
from sitegen.plan.decided import Decided
from sitegen.profile import ReadProfile, read_profile
from tests.conftest import AS_OF, shipped
from tests.people import someone

Told = dict[str, Any]

BUDGETS = (
    150,
    200,
    250,
    300,
    400,
    500,
    700,
    1000,
    1300,
    1600,
    2000,
    2300,
    2600,
    2650,
    2700,
    3000,
    3030,
    3060,
    3500,
    4000,
    6000,
    None,
)
"""Budgets in USD that each person is given, from the least to no limit."""

ONE = 0.003
"""A fall up to this is what single applications are off: only whole ones can be sent."""

SMALL = "falls by less than an application"

NOTHING = ("nothing_adds", "undecided")
"""Answers that no better file may lead to from one that names what to apply to."""


def better(told: Told) -> Iterator[tuple[str, Told]]:
    """The same person with one thing better, and what that is."""
    for ways in (_exams, _time, _work, _limits):
        for name, change in ways(told):
            changed = copy.deepcopy(told)
            change(changed)
            yield name, changed


Change = tuple[str, Callable[[Told], None]]


def _exams(told: Told) -> Iterator[Change]:
    exams = told.get("exams", {})
    if score := exams.get("step2_ck", {}).get("score"):
        for more in (1, 2, 4, 8):
            new = min(score + more, 295)
            yield f"CK +{more}", lambda t, new=new: t["exams"]["step2_ck"].update(score=new)
    for name in ("step1", "step2_ck", "step3"):
        if failed := exams.get(name, {}).get("failed_attempts"):
            yield (
                f"{name} with an attempt less",
                lambda t, name=name, failed=failed: t["exams"][name].update(
                    failed_attempts=failed - 1
                ),
            )


def _time(told: Told) -> Iterator[Change]:
    graduated = told.get("school", {}).get("graduated")
    if graduated and int(graduated[:4]) < 2025:
        year, month = int(graduated[:4]), int(graduated[5:])
        later = {"a month": (year, month + 1), "a year": (year + 1, month)}
        for name, (y, m) in later.items():
            if m <= 12:
                new = f"{y}-{m:02}"
                yield (
                    f"graduated {name} later",
                    lambda t, new=new: t["school"].update(graduated=new),
                )
    if told.get("earlier_matches"):
        yield "no earlier season", lambda t: t.update(earlier_matches=[])
    if told.get("gaps"):
        yield "no gap", lambda t: t.update(gaps=[])


def _work(told: Told) -> Iterator[Change]:
    wishes = told.get("interests", {})
    named = [wishes.get("primary"), *wishes.get("considering", ())]
    for field in dict.fromkeys((*filter(None, named), "internal-medicine")):
        weeks = {
            "specialty": field,
            "kind": "elective",
            "weeks": 4,
            "hands_on": True,
            "start": "2026-05",
        }
        letter = {
            "writer": "another attending",
            "specialty": field,
            "us_faculty": True,
            "state": "received",
        }
        paper = {"kind": "publication", "field": field, "count": 3}
        for name, key, new in (
            ("weeks", "us_experience", weeks),
            ("a letter", "letters", letter),
            ("papers", "research", paper),
        ):
            if key in told:
                yield f"{name} in {field}", lambda t, key=key, new=new: t[key].append(new)


def _limits(told: Told) -> Iterator[Change]:
    if told.get("constraints", {}).get("states"):
        yield "every state", lambda t: t["constraints"].update(states={"open_to_all": True})
    visa = told.get("visa", {})
    if visa.get("accepts") in (["h1b"], ["j1"]):
        yield "both visas", lambda t: t["visa"].update(accepts=["j1", "h1b"])
    if visa.get("need") == "sponsorship":
        yield "a green card", lambda t: t.update(visa={"need": "green_card"})


def richer(told: Told) -> list[tuple[str, Told]]:
    """The same person with larger and larger budgets."""
    found = []
    for usd in BUDGETS:
        changed = copy.deepcopy(told)
        limits = changed.setdefault("constraints", {})
        limits.pop("application_budget", None)
        if usd is not None:
            limits["application_budget"] = usd
        found.append((f"${usd}" if usd else "no limit", changed))
    return found


def read(told: Told) -> ReadProfile:
    """A profile from plain values."""
    problems = Problems()
    node = yamlio.read(json.dumps(told), "person.yaml", problems)
    found = read_profile(node, "person.yaml", problems, shipped().vocabularies)
    problems.raise_errors()
    assert found is not None
    return found


def planned(told: Told, like: Again | None = None) -> Decided:
    """What is concluded for a person; `like` saves the work that a plan of theirs did already."""
    return conclude(read(told), shipped(), AS_OF, like)


def pairs(told: Told, plan: Decided, like: Again) -> Iterator[tuple[str, Decided, Decided]]:
    """Two plans of one person, the second with something better; and what that is."""
    made = [(name, planned(one, like)) for name, one in richer(told)]
    for (least, before), (most, after) in itertools.pairwise(made):
        yield f"{least} to {most}", before, after
    for name, one in better(told):
        yield name, plan, planned(one, like)


def answer(plan: Decided) -> str:
    """The verdict, the backups and the numbers, on one line."""
    gain = plan.counts.gain if plan.counts else None
    sent = " ".join(f"{card.id} {n}" for card, n in gain.sent) if gain else "nothing"
    chance = f"{100 * gain.somewhere:.2f}" if gain else "-"
    return f"{plan.choice.verdict}: {sent}, {chance} of 100"


def fall(before: Decided, after: Decided) -> float:
    """By how much the chance somewhere is lower after something got better, as a part of 1."""
    if before.counts is None or after.counts is None:
        return 0.0
    return max(on_grid(before.counts.gain.somewhere - after.counts.gain.somewhere), 0.0)


def worse(before: Decided, after: Decided) -> str:
    """How a plan is worse than the one before something got better; empty where it is not."""
    if before.counts and not after.counts:
        return "lost its numbers"
    if (lower := fall(before, after)) > ONE:
        return f"fell by {100 * lower:.3f} of 100"
    if before.choice.verdict not in NOTHING and after.choice.verdict in NOTHING:
        return "lost its answer"
    return ""


def missed(plan: Decided) -> list[str]:
    """Acceptable backups that add enough where the plan goes without one."""
    if plan.choice.backups or plan.choice.verdict == "undecided":
        return []
    return [c.card.id for c in plan.choice.candidates if c.passed]


def reversed_pairs(plan: Decided) -> int:
    """Pairs of specialties whose rating and chance at equal effort stand in another order."""
    told = [(c.likelihood.value, c.likelihood.total) for c in plan.cards if c.chance]
    return sum(a[0] > b[0] and a[1] < b[1] for a in told for b in told)


def main() -> int:
    """Print what is found, and how many pairs were compared."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    asked = parser.parse_args()
    seen: collections.Counter[str] = collections.Counter()
    verdicts: collections.Counter[str] = collections.Counter()
    least = 0.0
    for seed in range(asked.first, asked.last):
        told = someone(seed)
        plan = planned(told)
        like = Again(plan)
        verdicts[plan.choice.verdict] += 1
        seen["reversals of rating and chance"] += reversed_pairs(plan)
        if names := missed(plan):
            seen["missed backups"] += 1
            print(f"{seed}: {answer(plan)}, without {', '.join(names)}")
        if plan.counts is None:
            continue  # nothing is counted, so nothing can get worse
        for name, before, after in pairs(told, plan, like):
            seen["pairs"] += 1
            seen[SMALL] += 0 < fall(before, after) <= ONE
            least = max(least, min(fall(before, after), ONE))
            if why := worse(before, after):
                seen[why.partition(" by ")[0]] += 1
                print(f"{seed}, {name}: {why}\n    {answer(before)}\n    {answer(after)}")
    print(dict(verdicts), dict(seen), f"largest of them {100 * least:.3f} of 100")
    return int(any(n for what, n in seen.items() if what not in ("pairs", SMALL)))


if __name__ == "__main__":
    sys.exit(main())
