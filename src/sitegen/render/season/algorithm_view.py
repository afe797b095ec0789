"""The view of the page on the algorithm of the Match, run on the applicant's own list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.model import Plan
from sitegen.plan.season.algorithm import Algorithm, Contrast, Ground, Safer, Trial, Wish
from sitegen.plan.season.markets import Tally
from sitegen.plan.season.scenes import SEARCHED
from sitegen.render.guide.statements import statements
from sitegen.render.quantities import counted
from sitegen.render.season.algorithm_scenes import and_words, scene_view

KINDS = {
    "swap": "Two programs change places",
    "lift": "A program moves to the top",
    "gap": "A program is left out",
}


def algorithm_view(plan: Plan, found: Algorithm) -> dict[str, Any]:
    """The list, the way through three markets, and what every other order brought."""
    shown = _Shown(plan, found)
    return {
        "ground": found.ground.value,
        "lead": shown.lead(),
        "notes": shown.notes(),
        "wishes": [shown.wish(number) for number in range(1, len(found.wishes) + 1)],
        "ranked": found.as_listed is not None,
        "fields": any(wish.specialty for wish in found.wishes),
        "how": statements(
            plan.knowledge,
            "algorithm-asks",
            "algorithm-holds",
            "algorithm-let-go",
            "algorithm-final",
        ),
        "searched": SEARCHED,
        "scenes": [scene_view(each, found.wishes) for each in found.scenes],
        "safer": shown.safer(found.safer) if found.safer else [],
        "safer_title": shown.safer_title(),
        "total": _total(found),
        "trials": [_trial(trial) for trial in found.trials],
        "only_where": _only_where(found),
        "truth": statements(plan.knowledge, "algorithm-truth", "algorithm-weaker"),
        "real": statements(plan.knowledge, "algorithm-variations", "algorithm-real"),
        "as_listed": shown.as_listed(found.as_listed) if found.as_listed else [],
    }


class _Shown:
    """Words one run of the algorithm."""

    def __init__(self, plan: Plan, found: Algorithm) -> None:
        self.plan, self.found = plan, found

    def name(self, number: int) -> str:
        """The name of a program, by its place in the true order."""
        return self.found.wishes[number - 1].name

    def field(self, specialty: str) -> str:
        """The name of a specialty as in a sentence."""
        return self.plan.knowledge.specialties[specialty].name

    def wish(self, number: int) -> dict[str, Any]:
        """One line of the table of programs."""
        wish = self.found.wishes[number - 1]
        return {
            "number": number,
            "name": wish.name,
            "field": self.plan.knowledge.specialties[wish.specialty].title
            if wish.specialty
            else "",
            "rank": "" if wish.rank is None else str(wish.rank),
        }

    def lead(self) -> str:
        """What the algorithm runs on."""
        number = len(self.found.wishes)
        many = counted("algorithm.programs", number)
        programs = f"{many} program{'' if number == 1 else 's'}"
        if self.found.ground is Ground.RANK_LIST:
            return (
                f"Here the algorithm of the Match runs on your own list of {programs}. "
                "Nothing is sent anywhere."
            )
        listed = (
            "Nothing of your rank order list can run here"
            if self.plan.read.rank_list
            else "You have no rank order list yet"
        )
        if self.found.ground is Ground.PROGRAMS:
            return (
                f"{listed}. So the algorithm runs on {programs} of your application list, "
                "in the order of your preference."
            )
        fields = list(dict.fromkeys(w.specialty for w in self.found.wishes if w.specialty))
        names = " and ".join(self.field(each) for each in fields)
        return (
            f"{listed}. So the algorithm runs on an example: "
            f"{programs} with fictional names{' in ' + names if names else ''}."
        )

    def notes(self) -> list[str]:
        """What was left out, and why the example looks as it does."""
        found, notes = self.found, []
        if found.as_listed:
            notes.append(
                "Your list does not follow your own preferences. Below, programs stand in the "
                "order of your preferences, and your list is compared with it."
            )
        if found.ground is Ground.PROGRAMS:
            notes.append(
                "It takes the programs that you like most in each specialty of your plan. Where "
                "you like two alike, your first choice comes first, and then the order of your "
                "file counts. Your real list comes after your interviews."
            )
        if not found.preferences_told:
            notes.append(
                "Your list does not give a preference for each program. So its order is taken as "
                "your true order."
            )
        if found.unwilling:
            notes.append(f"Left out, because you would not attend: {_named(found.unwilling)}.")
        if found.apart:
            notes.append(
                "Left out, because the specialty has a match of its own outside NRMP: "
                f"{_named(found.apart)}."
            )
        if found.beyond:
            notes.append(f"The last {found.beyond} of your programs are left out to keep it short.")
        return notes + (self._of_example() if found.ground is Ground.EXAMPLE else [])

    def _of_example(self) -> list[str]:
        """Why the example holds these specialties."""
        first, verdict = self.plan.primary, self.plan.choice.verdict
        fields = {wish.specialty for wish in self.found.wishes}
        if first is None:
            return ["You have named no first choice yet. Any list works in the same way."]
        if first.id not in fields:
            return [
                f"{first.specialty.title} has a match of its own, with a list of its own. This "
                "page is about the Match of NRMP."
            ]
        if len(fields) > 1:
            return []
        return {
            "not_needed": ["Your plan needs no backup, so the example has one specialty."],
            "nothing_adds": [
                "No backup adds enough today, so the example has your first choice alone. "
                "The rule of the order is the same for every list."
            ],
        }.get(verdict, ["Your backup is not chosen yet, so the example has one specialty."])

    def safer_title(self) -> str:
        """The heading of the part on safe programs."""
        if not self.found.others:
            return "A program that seems sure needs no higher place"
        first = self.field(self.found.wishes[0].specialty)
        other = and_words([self.field(each) for each in self.found.others])
        return f"{first[:1].upper()}{first[1:]} above {other}, if you like it more"

    def safer(self, safer: Safer) -> list[str]:
        """What it costs to put first what seems safe."""
        if self.found.others:
            first = self.field(self.found.wishes[0].specialty)
            other = and_words([self.field(each) for each in self.found.others])
            more = len(self.found.others) > 1
            seems = (
                f"Suppose {other} seem{'' if more else 's'} safer to you than {first}. Let "
                f"{'them' if more else 'it'} even be sure: every {other} program on this list "
                "ranks you first."
            )
            put = f"with {other} at the top"
            liked = first if _apart(self.found.wishes, safer) else "a program liked more"
        else:
            name = self.name(safer.safe[0])
            seems = f"Suppose {name}, your last program, is sure: it ranks you first."
            put, liked = f"with {name} at the top", "a program liked more"
        return [
            seems,
            f"In {_count(safer.markets)} such markets your true order brought {liked} in "
            f"{_count(safer.liked_true)}. The other order, {put}, did so in "
            f"{_none(safer.liked_other)}.",
            f"You matched in {_count(safer.markets - safer.none_true)} of "
            f"{_count(safer.markets)} with the true order, and in "
            f"{_count(safer.markets - safer.none_other)} with the other. The safe program waits: "
            "asked later, it takes you just the same.",
        ]

    def as_listed(self, contrast: Contrast) -> list[str]:
        """The list as it stands against the applicant's own preferences."""
        tally = contrast.tally
        said = [
            f"Both lists ran in {_count(tally.runs)} invented markets. {_more(tally.better)} "
            f"with your list as it stands. {_less(tally.worse)}."
        ]
        if contrast.example:
            _, true, other = contrast.example
            brought = self.name(other) if other else "no program"
            said.append(
                f"One of them: in the order of your preferences you got {self.name(true)}; with "
                f"your list as it stands, {brought}."
            )
        return said


def _apart(wishes: Sequence[Wish], safer: Safer) -> bool:
    """Whether every program above the safe ones is of the first specialty."""
    return all(wish.specialty == wishes[0].specialty for wish in wishes[: min(safer.safe) - 1])


def _named(names: Sequence[str]) -> str:
    return ", ".join(names)


def _count(number: int) -> str:
    return f"{number:,}"


def _none(number: int) -> str:
    return _count(number) if number else "none"


def _more(number: int) -> str:
    where = f"In {_count(number)} you got" if number else "You never got"
    return f"{where} a program that you like more"


def _less(number: int) -> str:
    where = f"In {_count(number)} you got" if number else "You never got"
    return f"{where} one that you like less, or none"


def _total(found: Algorithm) -> str:
    """What all other orders brought."""
    total: Tally = found.total
    lists = "1 other list was" if total.orders == 1 else f"{_count(total.orders)} other lists were"
    return (
        f"{lists} tried in {_count(found.markets)} invented markets: {_count(total.runs)} runs. "
        f"{_more(total.better)}. {_less(total.worse)}."
    )


def _trial(trial: Trial) -> dict[str, Any]:
    tally = trial.tally
    return {
        "what": KINDS[trial.kind],
        "orders": _count(tally.orders),
        "runs": _count(tally.runs),
        "better": _count(tally.better),
        "worse": _count(tally.worse),
        "lost": _count(tally.lost),
    }


def _only_where(found: Algorithm) -> str:
    """Whether another order of the same programs ever cost or brought a match."""
    orders = [t.tally for t in found.trials if t.kind != "gap"]
    left_out = next((t.tally.lost for t in found.trials if t.kind == "gap"), 0)
    if not orders or any(t.lost or t.better for t in orders):
        return ""
    return (
        "The order decides where you match, never whether. Leaving a program out can cost "
        f"the match itself: here in {_count(left_out)} runs."
    )
