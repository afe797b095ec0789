"""Which smallest change would turn the recommendation. Pure.

What the applicant does or answers runs through the whole plan. Own ratings and single
judgements change only cards, so only the gates and the choice are held again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen.grid import on_grid
from sitegen.knowledge.rulebook import Points
from sitegen.plan.again import Again
from sitegen.plan.card import Card, Rating, Standing
from sitegen.plan.chance.likelihood import Bands
from sitegen.plan.chance.reasons import reasons_of
from sitegen.plan.conclusions import maker
from sitegen.plan.decide import invited_fields
from sitegen.plan.decided import Decided
from sitegen.plan.decision.beside import Beside
from sitegen.plan.decision.choose import Chooser, in_question
from sitegen.plan.decision.gates import consider
from sitegen.plan.decision.model import Candidate, Choice
from sitegen.plan.scorecard import HIGHEST, LOWEST, rating, weaker, weigh_specialty
from sitegen.plan.whatif.outcomes import Runs
from sitegen.plan.whatif.scenarios import CHANGES, Target, only_visa
from sitegen.profile import Profile
from sitegen.profile.fields import LostYear
from sitegen.records import record
from sitegen.rules import Finding

Key = tuple[str, str | None]

RIVALS = 4
"""So many specialties beside the backup are tried with another rating."""

MOST_STEPS = 3
"""Own ratings are moved by so many steps at the most."""

DOSES = {"rotation": (8, 12), "letter": (2,)}
"""Larger amounts of a change that are tried after the first step."""

VETO = 2
"""An own rating of fit up to this one rules a specialty out."""

RULED_OUT, GOAL, VISA = "ruled-out", "other-first", "visa"
"""Kinds of flips: the backup is ruled out, another first choice, one visa accepted alone."""


@record
class Flip:
    """One change that turns the answer.

    `by` is say (own answers), do (own deeds) or judged (this guide's judgements). `kind` names
    the sentence: fit, ruled-out, visa, named, lost-year, points, part, or a scenario;
    `specialty`, `before` and `after` fill it, and `detail` names a visa or the title of
    a rule.
    """

    by: str
    kind: str
    specialty: str | None = None
    detail: str = ""
    before: float = 0
    after: float = 0
    verdict: str = ""
    backup: str | None = None

    @property
    def real(self) -> bool:
        """Whether it is news: not that the backup is ruled out, nor another first choice."""
        return self.kind not in (RULED_OUT, GOAL)


class Rechoice:
    """Holds the gates and the choice again for cards that are rated otherwise."""

    def __init__(self, plan: Decided, like: Again | None = None) -> None:
        """Start from the candidates of this plan."""
        self.plan = plan
        self._like = like or Again(plan)
        self.bands = self._like.scales.bands
        self._make = maker(plan)
        self._invited = invited_fields(plan.read, plan.facts)

    def key(self, cards: Mapping[str, Card]) -> Key:
        """The verdict and the first backup with these cards in the place of the old ones."""
        choice = self.choice(cards)
        return choice.verdict, choice.backups[0].card.id if choice.backups else None

    def choice(self, cards: Mapping[str, Card]) -> Choice:
        """The choice with these cards in the place of the old ones."""
        plan = self.plan
        primary = plan.primary and cards.get(plan.primary.id, plan.primary)
        fresh = primary is not plan.primary
        beside = Beside(plan, primary, self._like.scales, self._like.known)

        def candidate(old: Candidate) -> Candidate:
            card = cards.get(old.card.id)
            if card is None and not fresh:
                return old
            return consider(card or old.card, beside, primary, self._make, self._like)

        found = [candidate(c) for c in plan.choice.candidates]
        return Chooser(beside, primary, self._invited).choose(in_question(found))

    def rated(self, specialty: str, fit: int) -> Card:
        """The card of a specialty, had the applicant rated it so."""
        plan, p = self.plan, self.plan.read.profile
        wish = replace(p.interests, fit={**(p.interests.fit or {}), specialty: fit})
        read = replace(plan.read, profile=replace(p, interests=wish))
        about = plan.knowledge.specialties[specialty]
        return weigh_specialty(about, read, plan.facts, self._like.scales, self._like)


def flips(plan: Decided, runs: Runs) -> tuple[Flip, ...]:
    """Every single change of an own rating, an answer or a judgement that turns it."""
    if plan.choice.verdict == "undecided":
        return ()
    again = Rechoice(plan, runs.like)
    found = sorted(_rated(plan, again), key=lambda f: abs(f.after - f.before))
    if not any(flip.real for flip in found):
        found += _rated_two(plan, again)
    return (*found, *_answered(plan, runs), *_judged(plan, again))


def rivals(plan: Decided) -> list[str]:
    """The backup, then those that could take its place: next in line, and considered."""
    choice = plan.choice
    ids = [c.card.id for c in (*choice.backups, *choice.runners_up)]
    ids += list(plan.read.profile.interests.considering or ())
    open_ones = {c.card.id for c in choice.candidates if not _fixed(c)}
    first = plan.primary.id if plan.primary else None
    kept = [name for name in dict.fromkeys(ids) if name in open_ones and name != first]
    return kept[: RIVALS + 1]


def _fixed(candidate: Candidate) -> bool:
    """Whether no answer and no deed could make it a backup."""
    fixed = {"backup.career", "backup.match", "backup.figures"}
    return bool(fixed & {gate.rule.id for gate in candidate.shut})


def _key(plan: Decided) -> Key:
    choice = plan.choice
    return choice.verdict, choice.backups[0].card.id if choice.backups else None


def _rated(plan: Decided, again: Rechoice) -> Iterator[Flip]:
    """Own ratings of fit, up or down, by as few steps as turn the answer."""
    for name in rivals(plan):
        now = plan.card(name).fit.value
        for way in (1, -1):
            for fit in (now + way * step for step in range(1, MOST_STEPS + 1)):
                if not LOWEST <= fit <= HIGHEST:
                    break
                key = again.key({name: again.rated(name, fit)})
                if key != _key(plan):
                    kind = RULED_OUT if name == _key(plan)[1] and fit <= VETO else "fit"
                    yield _flip("say", kind, key, specialty=name, before=now, after=fit)
                    break


def _rated_two(plan: Decided, again: Rechoice) -> Iterator[Flip]:
    """The backup one step lower and a rival one step higher."""
    backup, *others = rivals(plan) or [""]
    if plan.choice.verdict != "recommended" or not others:
        return
    lower = plan.card(backup).fit.value - 1
    if lower < LOWEST:
        return
    for name in others:
        higher = min(HIGHEST, plan.card(name).fit.value + 1)
        cards = {backup: again.rated(backup, lower), name: again.rated(name, higher)}
        key = again.key(cards)
        if key != _key(plan):
            yield _flip(
                "say", "fit-two", key, specialty=name, detail=backup, before=lower, after=higher
            )


def _answered(plan: Decided, runs: Runs) -> Iterator[Flip]:
    """Other answers: a specialty considered, one visa alone, or whether a year could be lost."""
    p = plan.read.profile
    named = {p.interests.primary, *(p.interests.considering or ())}
    new = [name for name in rivals(plan) if name not in named][:2]
    for name in new:
        wish = replace(p.interests, considering=(*(p.interests.considering or ()), name))
        key = runs.key(replace(p, interests=wish))
        if key != _key(plan):
            yield _flip("say", "named", key, specialty=name)
    accepted = p.visa.accepts or ()
    for kind in accepted if plan.facts["applicant.needs_visa"].value and accepted[1:] else ():
        key = runs.key(only_visa(p, kind))
        if key != _key(plan):
            yield _flip("say", VISA, key, detail=kind.value)
    bearable = plan.facts["applicant.can_lose_year"].value
    if bearable is not None:
        key = runs.key(with_lost_year(p, bearable=not bearable))
        if key != _key(plan):
            yield _flip("say", "lost-year", key, before=bool(bearable), after=not bearable)


def with_lost_year(p: Profile, *, bearable: bool) -> Profile:
    """The profile, had the applicant said that a lost year could be borne, or could not."""
    told = LostYear(money=bearable, visa=bearable, morale=bearable)
    return replace(p, constraints=replace(p.constraints, lost_year=told))


def doses(plan: Decided, runs: Runs, possible: Sequence[str], target: Target) -> Iterator[Flip]:
    """Larger amounts of rotations and letters, among the scenarios still possible in time.

    The largest goes first: where it does not turn the answer, a smaller one does not either.
    """
    p = plan.read.profile
    for scenario in possible:
        least: Flip | None = None
        for amount in reversed(DOSES.get(scenario.split("-")[0], ())):
            key = runs.key(CHANGES[scenario](p, replace(target, amount=amount)))
            if key == _key(plan):
                break
            name = target.backup if scenario.endswith("backup") else target.first
            least = _flip("do", scenario, key, specialty=name, after=amount)
        if least:
            yield least


def _judged(plan: Decided, again: Rechoice) -> Iterator[Flip]:
    """Each judgement at both ends of its range, for the two in front."""
    pair = [plan.card(name) for name in rivals(plan)[:2]]
    yield from _parts_judged(plan, pair, again)
    atoms = {
        (f.rule.id, f.steps): f
        for card in pair
        for part in _parts(card)
        for f in part.findings
        if f.settled and f.points.low < f.points.high
    }
    for finding in atoms.values():
        for end in (finding.points.low, finding.points.high):
            moved = [(c, _moved(c, finding, end)) for c in pair]
            cards = {new.id: new for old, new in moved if new is not old}
            if cards and (key := again.key(cards)) != _key(plan):
                yield _flip(
                    "judged",
                    "points",
                    key,
                    detail=finding.rule.title,
                    before=finding.points.use,
                    after=end,
                )


def _parts_judged(plan: Decided, pair: Sequence[Card], again: Rechoice) -> Iterator[Flip]:
    """Each part of the chance at both ends of its range, in both specialties at once."""
    held = [(card, reasons_of(card.chance)) for card in pair if card.chance]
    titles = {r.part: r.finding.rule.title for _, some in held for r in some if not r.begins}
    for part, title in titles.items():
        for end in (-1.0, 1.0):
            moved = [(card, _at_end(card, part, end, again.bands)) for card, _ in held]
            cards = {new.id: new for old, new in moved if new is not old}
            if cards and (key := again.key(cards)) != _key(plan):
                yield _flip("judged", "part", key, detail=title, after=end)


def _at_end(card: Card, part: str, end: float, bands: Bands) -> Card:
    """The card with a part of its chance at one end; itself where the rating stays the same."""
    c, old = card.chance, card.likelihood
    assert c is not None
    match = c.prospect.match(c.applications, {c.prospect.error_of(part): end})
    step = bands.rating(match) - old.value
    if not step:
        return card
    low, high = (min(max(e + step, LOWEST), HIGHEST) for e in (old.open_low, old.open_high))
    found = replace(
        old,
        value=old.value + step,
        open_low=low,
        open_high=high,
        total=round(on_grid(100 * match), 2),
    )
    return replace(card, standing=Standing(lambda: c.openness, lambda _: (c, found)))


def _parts(card: Card) -> tuple[Rating, ...]:
    return (card.visa, card.friendliness, *(() if card.fit.own else (card.fit,)))


def _moved(card: Card, finding: Finding, end: float) -> Card:
    """The card with the points of one step of a rule at one end; itself where no rating moves."""
    points = Points(use=end, low=end, high=end)

    def again(part: Rating) -> Rating:
        if part.own or not any(_same(f, finding) for f in part.findings):
            return part
        changed = rating(
            tuple(
                replace(f, steps=tuple(replace(s, points=points) for s in f.steps))
                if _same(f, finding)
                else f
                for f in part.findings
            )
        )
        return part if changed.value == part.value else changed

    old = (card.visa, card.friendliness, card.fit)
    visa, friendliness, fit = parts = tuple(again(part) for part in old)
    if all(new is was for new, was in zip(parts, old, strict=True)):
        return card
    doors = weaker(visa, friendliness)
    return replace(card, visa=visa, friendliness=friendliness, doors=doors, fit=fit)


def _same(one: Finding, other: Finding) -> bool:
    return one.rule.id == other.rule.id and one.steps == other.steps


def _flip(
    by: str,
    kind: str,
    key: Key,
    *,
    specialty: str | None = None,
    detail: str = "",
    before: float = 0,
    after: float = 0,
) -> Flip:
    return Flip(
        by=by,
        kind=kind,
        specialty=specialty,
        detail=detail,
        before=before,
        after=after,
        verdict=key[0],
        backup=key[1],
    )
