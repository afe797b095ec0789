"""The chance of matching: what has to hold whatever the figures and the file are."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from statistics import NormalDist
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.chance.groups import Group, Lean, Pooled, groups_of, lean, pooled, steadied
from sitegen.chance.listed import NODES, Judged, Listed, Part, Terms, listed
from sitegen.chance.luck import (
    Luck,
    expected_before,
    hazard_of,
    interviews_spread,
    none_of,
    reached,
    some_of,
)
from sitegen.chance.odds import Z80, Chance, Weight, chance_of, expit, judged, logit
from sitegen.chance.pool import Pool
from sitegen.chance.ranks import furthest, lengths, ranks_weight, with_ranks
from sitegen.chance.route import PaceTerms, Prospect, Span, route
from sitegen.chance.season import ahead, updated
from sitegen.knowledge.figures import Evidence, Spread
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.chance.chances import Chances, chances
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from tests.conftest import AS_OF, shipped
from tests.people import STRONG

fast = settings(deadline=None, max_examples=80, derandomize=True, database=None)


@cache
def shipped_groups() -> dict[str, Group]:
    return groups_of(shipped().specialties)


@cache
def pace() -> PaceTerms:
    return ModelTerms(shipped(), AS_OF).of_route


OVERLAP = (0.7, 0.4, 1.0)
PLAIN = Terms(drift=0.15, unseen=0.35, overlap=OVERLAP)
BARE = Terms(drift=0.0, unseen=0.0, overlap=OVERLAP)
POOL = Pool(150.0, 120.0, 150.0, 190.0)
GROUPS = sorted(shipped_groups())
MEASURED = [name for name in GROUPS if shipped_groups()[name].score]
WITH_LENGTHS = [name for name in GROUPS if furthest(shipped_groups()[name]) is not None]

group_names = st.sampled_from(GROUPS)
scores = st.integers(190, 300)
papers = st.integers(0, 120)
maybe_score, maybe_papers = st.none() | scores, st.none() | papers
points = st.floats(-2, 2)


@st.composite
def factors(draw: st.DrawFn, most: int = 4) -> list[Judged]:
    """Judged factors, each with its range around it."""
    return [
        Judged(
            id=f"factor {i}",
            use=(use := draw(points)),
            low=use - draw(st.floats(0, 1)),
            high=use + draw(st.floats(0, 1)),
        )
        for i in range(draw(st.integers(0, most)))
    ]


def part(found: Listed, name: str) -> Part:
    return next(p for p in found.parts if p.id == name)


def test_there_are_groups_to_try() -> None:
    """Nothing below proves anything if the figures failed to load."""
    assert len(GROUPS) >= 20
    assert len(MEASURED) >= 18
    assert len(WITH_LENGTHS) >= 15


# --- Better evidence never lowers a chance -----------------------------------------------------


@given(group_names, scores, st.integers(1, 60), maybe_papers, factors())
@fast
def test_a_higher_score_never_lowers_the_chance(
    name: str, score: int, more: int, read: int | None, judged_too: list[Judged]
) -> None:
    group = shipped_groups()[name]
    lower, higher = (listed(group, s, read, judged_too, PLAIN) for s in (score, score + more))
    assert higher.chance.use >= lower.chance.use


@given(group_names, papers, st.integers(1, 60), maybe_score, factors())
@fast
def test_more_papers_never_lower_the_chance(
    name: str, read: int, more: int, score: int | None, judged_too: list[Judged]
) -> None:
    group = shipped_groups()[name]
    fewer, many = (listed(group, score, n, judged_too, PLAIN) for n in (read, read + more))
    assert many.chance.use >= fewer.chance.use


@given(group_names, maybe_score, maybe_papers, factors(), points, st.floats(0, 2))
@fast
def test_a_better_judged_factor_raises_the_chance_and_both_ends(
    name: str, score: int | None, read: int | None, others: list[Judged], use: float, up: float
) -> None:
    group = shipped_groups()[name]

    def with_factor(points: float) -> Chance:
        mine = Judged(id="mine", use=points, low=points - 0.3, high=points + 0.3)
        return listed(group, score, read, [*others, mine], PLAIN).chance

    worse, better = with_factor(use), with_factor(use + up)
    assert better.use >= worse.use
    assert better.low >= worse.low - 1e-12
    assert better.high >= worse.high - 1e-12


@given(st.sampled_from(WITH_LENGTHS), st.integers(1, 60), st.integers(1, 20), points)
@fast
def test_more_programs_ranked_never_lower_the_chance(
    name: str, programs: int, more: int, file: float
) -> None:
    group, evidence, share = shipped_groups()[name], Weight(file, 0.3), judged(0.3, 0, 0.5)
    short, long = (with_ranks(group, n, evidence, share) for n in (programs, programs + more))
    assert short is not None and long is not None
    assert long.use >= short.use
    assert long.sd == short.sd


def test_a_longer_list_counts_for_no_less_even_where_the_printed_spreads_say_so() -> None:
    """Widely spread lists of the unmatched would make very long ones look bad."""
    wide, even = Spread(people=80, mean=4, sd=6), Spread(people=80, mean=6, sd=2)
    group = Group("x", 160, 80, None, None, even, wide)
    end = furthest(group)
    assert end is not None and end > 8
    raw = [math.log(lengths(even)[i] / lengths(wide)[i]) for i in range(end)]
    assert raw[-1] < max(raw) - 0.1, "the example has to fall to show anything"
    found = [weight.use for n in range(1, end + 5) if (weight := ranks_weight(group, n))]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(max(raw))


@pytest.mark.parametrize("name", WITH_LENGTHS)
def test_lists_longer_than_any_printed_say_no_more_than_the_longest(name: str) -> None:
    group = shipped_groups()[name]
    end = furthest(group)
    assert end is not None
    assert ranks_weight(group, end) == ranks_weight(group, end + 1) == ranks_weight(group, 300)


def prospect(group: Group, score: int | None, terms: PaceTerms | None = None) -> Prospect:
    """Somebody of whom only the score is known, where a field has typical numbers."""
    return Prospect(
        group=group,
        listed=listed(group, score, None, [], PLAIN),
        rate=0.05,
        borrowed=False,
        pool=POOL,
        terms=terms or pace(),
    )


@given(st.sampled_from(WITH_LENGTHS), maybe_score, st.integers(0, 300), st.integers(1, 100))
@fast
def test_more_applications_never_lower_any_end_of_the_way(
    name: str, score: int | None, sent: int, more: int
) -> None:
    group = shipped_groups()[name]
    mine = prospect(group, score)
    few, many = route(mine, sent), route(mine, sent + more)
    for less, greater in ((few.match, many.match), (few.reach, many.reach)):
        assert less.low <= greater.low + 1e-9 and less.use <= greater.use
        assert less.high <= greater.high + 1e-9
        assert greater.use > less.use or sent >= POOL.mine
    assert few.interviews.use < many.interviews.use or sent >= POOL.mine


@given(st.sampled_from(WITH_LENGTHS), scores, st.integers(1, 40), st.integers(1, 200))
@fast
def test_a_higher_score_never_lowers_the_chance_of_applications(
    name: str, score: int, more: int, sent: int
) -> None:
    group = shipped_groups()[name]
    lower, higher = (route(prospect(group, s), sent) for s in (score, score + more))
    assert higher.interviews.use >= lower.interviews.use
    assert higher.match.use >= lower.match.use - 1e-12


lucks = st.builds(Luck, st.floats(0.2, 8), st.floats(0, 1))
hazards = st.lists(st.floats(0, 12), min_size=1, max_size=4)


@given(hazards, st.floats(0, 12), lucks)
@fast
def test_a_further_specialty_never_lowers_the_chance_somewhere(
    known: list[float], further: float, luck: Luck
) -> None:
    assert some_of([*known, further], luck) >= some_of(known, luck) - 1e-12


# --- Through whole plans -----------------------------------------------------------------------

BASE: dict[str, Any] = {
    **{key: copy.deepcopy(value) for key, value in STRONG.items()},
    "us_experience": [
        {"specialty": "internal-medicine", "kind": "elective", "weeks": 4, "start": "2025-03"},
        {"specialty": "psychiatry", "kind": "externship", "weeks": 4, "start": "2025-06"},
    ],
    "letters": [
        {"writer": f"attending {i}", "specialty": field, "us_faculty": True, "state": "received"}
        for i, field in enumerate(("internal-medicine", "psychiatry"))
    ],
}
BASE["interests"]["primary"] = "psychiatry"
BASE["exams"]["step2_ck"]["score"] = 238


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    told = copy.deepcopy(BASE)
    change(told)
    return told


def letter(told: dict[str, Any]) -> None:
    told["letters"] += [
        {"writer": f"further {field}", "specialty": field, "us_faculty": True, "state": "received"}
        for field in ("internal-medicine", "psychiatry")
    ]


def weeks(told: dict[str, Any]) -> None:
    for rotation in told["us_experience"]:
        rotation["weeks"] += 4


def score(told: dict[str, Any]) -> None:
    told["exams"]["step2_ck"]["score"] += 1


def paper(told: dict[str, Any]) -> None:
    told["research"][0]["count"] += 1


def attempt(told: dict[str, Any]) -> None:
    told["exams"]["step1"]["failed_attempts"] = 1


def no_letters(told: dict[str, Any]) -> None:
    del told["letters"]


def no_score(told: dict[str, Any]) -> None:
    del told["exams"]["step2_ck"]["score"]


def no_rotations(told: dict[str, Any]) -> None:
    del told["us_experience"]


def no_attempts(told: dict[str, Any]) -> None:
    del told["exams"]["step1"]["failed_attempts"]


def no_date(told: dict[str, Any]) -> None:
    del told["school"]["graduated"]


Make = Callable[[dict[str, Any]], Chances]


@pytest.fixture(scope="module")
def of(plan: Callable[[str], Scheduled]) -> Make:
    """The chances of a profile given as plain values."""
    return lambda told: chances(plan(json.dumps(told)))


def pairs(first: Chances, second: Chances) -> Iterator[tuple[str, Listed, Listed]]:
    """The same specialty in two plans; the division of work may differ, so it is left out."""
    for each in first.specialties:
        other = second.of(each.specialty.id)
        if other and each.is_first == other.is_first:
            yield (
                each.specialty.id,
                (each.alone or each).listed,
                (other.alone or other).listed,
            )


@pytest.mark.parametrize("better", [score, letter, weeks, paper], ids=lambda c: c.__name__)
def test_a_better_profile_has_no_lower_chance_in_any_specialty(
    better: Callable[[dict[str, Any]], None], of: Make
) -> None:
    seen = raised = 0
    for name, before, after in pairs(of(BASE), of(changed(better))):
        seen += 1
        raised += after.chance.use > before.chance.use
        assert after.chance.use >= before.chance.use, name
    assert seen >= 15
    assert raised, "a change that moves nothing proves nothing"


def test_a_failed_attempt_lowers_the_chance_in_every_specialty(of: Make) -> None:
    both = list(pairs(of(BASE), of(changed(attempt))))
    assert len(both) >= 15
    assert all(after.chance.use < before.chance.use for _, before, after in both)


@pytest.mark.parametrize(
    "removed", [no_score, no_letters, no_rotations, no_attempts, no_date], ids=lambda c: c.__name__
)
def test_an_answer_taken_out_of_the_profile_makes_ranges_wider(
    removed: Callable[[dict[str, Any]], None], of: Make
) -> None:
    both = list(pairs(of(BASE), of(changed(removed))))
    assert len(both) >= 12
    # A score at the end of a very small group says little, so it is tried apart, below.
    rare = {name for name in GROUPS if shipped_groups()[name].people < 100}
    for name, before, after in both:
        assert after.total.sd > before.total.sd or name in rare, name


def test_a_third_specialty_never_lowers_the_chance_somewhere(of: Make) -> None:
    """The second one divides the work, so it is compared with the first one's own chance."""
    lists = 0
    for first in ("psychiatry", "anesthesiology", "neurology", "general-surgery"):
        told = copy.deepcopy(BASE)
        told["interests"]["primary"] = first
        told["exams"]["step2_ck"]["score"] = 225
        found = of(told)
        chain = found.somewhere
        lists += len(chain) > 1
        for one, two in itertools.pairwise(chain):
            assert two.any.use >= one.any.use - 0.005
            assert two.any.use >= two.first.use
    assert lists, "no plan had a second specialty"


def test_every_chance_that_pages_show_holds_its_value_and_leaves_room(of: Make) -> None:
    found = of(BASE)
    for each in found.specialties:
        for chance in (each.listed.base, each.listed.chance, *each.without.values()):
            assert 0 < chance.low < chance.use < chance.high < 1
        assert each.route.match.use <= each.route.reach.use
        assert each.route.match.low < each.route.match.use < each.route.match.high


# --- The average over a group is what was printed ----------------------------------------------


def people(group: Group, nodes: tuple[float, ...]) -> Iterator[tuple[float, float | None, float]]:
    """Score, log of papers and share of each person of a group, matched and unmatched."""
    rate = group.steadied_rate
    for side, share in ((0.5, rate), (-0.5, 1 - rate)):
        seen = [
            [None]
            if each is None
            else [each.middle + (side * each.step + node) * each.sd for node in nodes]
            for each in (group.score, group.research)
        ]
        for one in seen[0]:
            for other in seen[1]:
                yield one or 0.0, other, share / (len(seen[0]) * len(seen[1]))


def average(group: Group, known: set[str], nodes: tuple[float, ...] = NODES) -> float:
    """Mean chance over the people of a group, of whom these measures are known."""
    total = 0.0
    for value, log_papers, share in people(group, nodes):
        read = None if log_papers is None else math.expm1(log_papers)
        found = listed(
            group,
            value if "score" in known else None,
            read if "papers" in known else None,
            [],
            BARE,
        )
        total += share * found.chance.use
    return total


@pytest.mark.parametrize(
    "known",
    [{"score", "papers"}, {"score"}, {"papers"}, set()],
    ids=lambda known: " and ".join(sorted(known)) or "nothing",
)
def test_the_mean_chance_over_a_group_is_its_printed_rate(known: set[str]) -> None:
    """So the model neither lifts nor lowers a group as a whole."""
    for name in GROUPS:
        group = shipped_groups()[name]
        assert average(group, known) == pytest.approx(group.steadied_rate, abs=0.001), name


def test_the_mean_holds_for_finely_spread_people_too() -> None:
    """The seven people that stand for a group are enough: 40 of each kind say the same."""
    fine = tuple(NormalDist().inv_cdf((2 * i + 1) / 80) for i in range(40))
    for name in ("internal-medicine", "anesthesiology", "otolaryngology", "radiation-oncology"):
        group = shipped_groups()[name]
        wanted = group.steadied_rate
        assert average(group, {"score"}, fine) == pytest.approx(wanted, abs=0.005), name


def test_without_any_evidence_the_chance_is_the_rate_of_the_group() -> None:
    for name in GROUPS:
        group = shipped_groups()[name]
        found = listed(group, None, None, [], BARE)
        assert found.chance.use == pytest.approx(group.steadied_rate), name
        assert found.base.use == pytest.approx(group.rate), name


# --- Ranges ------------------------------------------------------------------------------------


@given(group_names, maybe_score, maybe_papers, factors())
@fast
def test_a_range_holds_its_value_and_is_never_a_point(
    name: str, score: int | None, read: int | None, judged_too: list[Judged]
) -> None:
    found = listed(shipped_groups()[name], score, read, judged_too, PLAIN)
    assert found.chance.low < found.chance.use < found.chance.high
    assert found.base.low < found.base.use < found.base.high


@pytest.mark.parametrize("name", GROUPS)
def test_a_factor_that_is_unknown_makes_the_range_wider(name: str) -> None:
    """Its whole reach is possible then; the chance itself does not move."""
    group = shipped_groups()[name]
    told = Judged(id="letters", use=0.2, low=0.05, high=0.4)
    silent = Judged(id="letters", use=0.0, low=-0.7, high=0.7, known=False)
    with_it, without = (listed(group, 245, 2, [each], PLAIN) for each in (told, silent))
    none = listed(group, 245, 2, [], PLAIN)
    assert without.total.sd > with_it.total.sd > none.total.sd
    assert without.chance.use == pytest.approx(none.chance.use)


@pytest.mark.parametrize("name", MEASURED)
@pytest.mark.parametrize("other", [True, False], ids=["other known", "other unknown"])
def test_a_measure_that_is_unknown_makes_the_range_wider(name: str, other: bool) -> None:
    """For everybody within one standard deviation of the middle of the group."""
    group = shipped_groups()[name]
    assert group.score and group.research
    for at in (-1.0, -0.5, 0.0, 0.5, 1.0):
        value = group.score.middle + at * group.score.sd
        read = math.expm1(group.research.middle + at * group.research.sd)
        beside = (value if other else None, read if other else None)
        whole = listed(group, value, beside[1], [], PLAIN).total.sd
        assert listed(group, None, beside[1], [], PLAIN).total.sd >= whole
        whole = listed(group, beside[0], read, [], PLAIN).total.sd
        assert listed(group, beside[0], None, [], PLAIN).total.sd >= whole


@pytest.mark.parametrize("name", MEASURED)
def test_over_a_whole_group_answers_narrow_the_range(name: str) -> None:
    """A far value in a small group may widen it, because the group says little out there."""
    group = shipped_groups()[name]
    known = sum(
        share * listed(group, value, math.expm1(read or 0.0), [], PLAIN).total.sd ** 2
        for value, read, share in people(group, NODES)
    )
    assert known < listed(group, None, None, [], PLAIN).total.sd ** 2


@pytest.mark.parametrize("name", MEASURED)
def test_a_small_group_has_a_wider_range_than_a_large_one_with_the_same_rate(name: str) -> None:
    group = shipped_groups()[name]
    assert group.score and group.research
    larger = dataclasses.replace(
        group,
        people=group.people * 9,
        matched=group.matched * 9,
        score=dataclasses.replace(group.score, error=group.score.error / 3),
        research=dataclasses.replace(group.research, error=group.research.error / 3),
    )
    for value in (None, 225, 245, 265):
        small, large = (listed(each, value, 3, [], PLAIN) for each in (group, larger))
        assert small.total.sd > large.total.sd
        assert small.base.high - small.base.low > large.base.high - large.base.low


def test_the_error_of_a_rate_shrinks_as_its_group_grows() -> None:
    """Among the shipped groups, more people never come with a wider base rate in log-odds."""
    middle = [g for g in shipped_groups().values() if 0.3 <= g.rate <= 0.7]
    assert len(middle) >= 10
    by_size = sorted(middle, key=lambda g: g.people)
    for small, large in zip(by_size, by_size[4:], strict=False):
        assert small.error > large.error


def test_the_range_of_a_base_rate_follows_an_example_reckoned_by_hand() -> None:
    """9 of 19 matched. The error is the root of 1/9.5 + 1/10.5, with half a person added."""
    group = Group("x", 19, 9, None, None, None, None)
    assert group.error == pytest.approx(math.sqrt(1 / 9.5 + 1 / 10.5))
    base = listed(group, None, None, [], BARE).base
    assert base.use == pytest.approx(9 / 19)
    assert base.low == pytest.approx(expit(logit(9 / 19) - 1.2816 * 0.44777), abs=1e-4)
    assert base.high == pytest.approx(expit(logit(9 / 19) + 1.2816 * 0.44777), abs=1e-4)


@given(st.integers(0, 400), st.integers(1, 400))
@fast
def test_a_rate_of_nobody_or_everybody_is_never_certain(matched: int, people: int) -> None:
    group = Group("x", people, min(matched, people), None, None, None, None)
    found = listed(group, None, None, [], BARE).base
    assert 0 < found.low < found.use < found.high < 1


# --- Nothing is read off past the data ---------------------------------------------------------


@pytest.mark.parametrize("name", MEASURED)
def test_scores_past_the_group_count_as_its_end(name: str) -> None:
    group = shipped_groups()[name]
    assert group.score
    low, high = group.score.lowest, group.score.highest
    for value, end, word in ((low - 40, low, "below"), (high + 40, high, "above")):
        past, at_end = (listed(group, each, 3, [], PLAIN) for each in (value, end))
        assert past.total == at_end.total
        assert part(past, "score").beyond == word
        assert part(at_end, "score").beyond == ""


@pytest.mark.parametrize("name", MEASURED)
def test_papers_past_the_group_count_as_its_end(name: str) -> None:
    group = shipped_groups()[name]
    assert group.research
    most = math.expm1(group.research.highest)
    past, further = (listed(group, 245, most * n + 1, [], PLAIN) for n in (2, 50))
    assert past.total == further.total
    assert part(past, "research").beyond == "above"
    inside = math.expm1(group.research.middle)
    assert part(listed(group, 245, inside, [], PLAIN), "research").beyond == ""


# --- The printed groups ------------------------------------------------------------------------

READ = (
    "applicants_preferred",
    "matched_preferred",
    "step2_matched",
    "step2_unmatched",
    "publications_matched",
    "publications_unmatched",
    "ranks_matched",
    "ranks_unmatched",
    "positions_offered",
    "programs_interviewing",
    "programs_reporting",
)


def with_figures(
    change: Callable[[str, Evidence], Evidence | None], knowledge: Knowledge
) -> Mapping[str, Specialty]:
    """Every specialty with its figures changed, or taken out."""
    found = {}
    for name, specialty in knowledge.specialties.items():
        figures = {m: new for m, e in specialty.about.figures.items() if (new := change(m, e))}
        about = dataclasses.replace(specialty.about, figures=figures)
        found[name] = dataclasses.replace(specialty, about=about)
    return found


def test_a_group_rests_on_people_and_never_on_a_percentage(knowledge: Knowledge) -> None:
    """Rates of first choice, first-year rates and shares of places look alike. None is read."""
    others = {m for s in knowledge.specialties.values() for m in s.about.figures} - set(READ)
    assert {"rate_preferred", "filled_pgy1", "interview_rate", "j1_share"} <= others
    kept = with_figures(lambda metric, e: e if metric in READ else None, knowledge)
    assert groups_of(kept) == shipped_groups()

    assert groups_of(with_figures(doubled, knowledge)) == shipped_groups()


def doubled(metric: str, evidence: Evidence) -> Evidence:
    """Twice the figure, if it is one that the groups do not read."""
    use = dataclasses.replace(evidence.use, value=evidence.use.value * 2)
    return evidence if metric in READ else dataclasses.replace(evidence, use=use)


def test_the_chance_with_a_list_reads_no_percentage_either(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> None:
    """Doubled rates, shares and filled places change the chance with a list in no specialty."""
    other = dataclasses.replace(knowledge, specialties=with_figures(doubled, knowledge))
    told = profile(json.dumps(BASE))
    before, after = (chances(make_schedule(told, known, AS_OF)) for known in (knowledge, other))
    both = list(pairs(before, after))
    assert len(both) >= 15
    for name, one, two in both:
        assert one == two, name


def test_the_rate_is_matched_over_people_and_agrees_with_the_printed_one(
    knowledge: Knowledge,
) -> None:
    seen = 0
    for name, group in shipped_groups().items():
        assert group.rate == pytest.approx(group.matched / group.people), name
        printed = knowledge.specialties[name].figure("rate_preferred")
        if printed and printed.year == 2026:
            seen += 1
            assert 100 * group.rate == pytest.approx(printed.value, abs=0.6), name
    assert seen >= 5, "too few rates of that year to compare with"


def spread_of(people: int, mean: float, sd: float = 10.0) -> Spread:
    return Spread(people=people, mean=mean, sd=sd)


def test_a_lean_is_the_difference_of_means_in_standard_deviations() -> None:
    found = lean(spread_of(100, 250, 12), spread_of(300, 244, 8))
    sd = math.sqrt((100 * 144 + 300 * 64) / 400)
    assert found.sd == pytest.approx(sd)
    assert found.step == pytest.approx(6 / sd)
    assert found.error == pytest.approx(math.sqrt(1 / 100 + 1 / 300))
    assert found.middle == 247


def test_pooling_follows_an_example_reckoned_by_hand() -> None:
    """Steps 0.2, 0.5 and 0.8, each with error 0.1, so each weighs 100.

    Mean 0.5. Q = 100 (0.09 + 0 + 0.09) = 18, two more than 16 degrees above its 2. Room is
    300 - 30000 / 300 = 200. So the variance between specialties is (18 - 2) / 200 = 0.08.
    """
    found = pooled([Lean(step, 0.1, 0.0, 1.0) for step in (0.2, 0.5, 0.8)])
    assert found.step == pytest.approx(0.5)
    assert found.between == pytest.approx(math.sqrt(0.08))


def test_pooling_finds_no_spread_where_steps_differ_less_than_chance() -> None:
    found = pooled([Lean(step, 0.3, 0.0, 1.0) for step in (0.4, 0.5, 0.6)])
    assert found.between == 0
    assert found.step == pytest.approx(0.5)


def test_pooling_weighs_a_large_group_more() -> None:
    large, small = Lean(0.2, 0.05, 0.0, 1.0), Lean(0.6, 0.2, 0.0, 1.0)
    assert 0.2 < pooled([large, small]).step < 0.4
    assert pooled([]) == Pooled(0.0, 0.0)
    assert pooled([Lean(-0.3, 0.1, 0.0, 1.0)]).step == 0, "better evidence never lowers a chance"


@given(st.floats(-1, 2), st.floats(0.02, 1), st.floats(0.02, 1), st.floats(0, 1), st.floats(0, 1))
@fast
def test_a_small_group_is_drawn_further_to_all_specialties(
    step: float, error: float, more: float, mean: float, between: float
) -> None:
    every = Pooled(mean, between)
    large = steadied(Lean(step, error, 240.0, 10.0), every)
    small = steadied(Lean(step, error + more, 240.0, 10.0), every)
    assert large and small
    assert abs(small.step - mean) <= abs(large.step - mean) + 1e-12 or step < 0
    assert min(step, mean) - 1e-12 <= small.step or step < 0
    assert small.step >= 0 and large.step >= 0
    assert large.error <= error and small.error <= error + more


def test_the_step_of_all_specialties_stands_in_where_none_is_printed() -> None:
    borrowed = [g.score for g in shipped_groups().values() if g.score and g.score.borrowed]
    own = [g.score for g in shipped_groups().values() if g.score and not g.score.borrowed]
    assert len({round(each.step, 9) for each in borrowed}) == 1
    assert min(each.error for each in borrowed) > min(each.error for each in own)


# --- Luck, interviews, seasons -----------------------------------------------------------------


@given(hazards, lucks)
@fast
def test_partly_shared_luck_lies_between_shared_and_apart(known: list[float], luck: Luck) -> None:
    """Shared luck makes it likelier that nothing comes of several specialties."""
    shared, apart = (none_of(known, Luck(luck.shape, s)) for s in (1.0, 0.0))
    assert apart - 1e-12 <= none_of(known, luck) <= shared + 1e-12
    assert 0 <= none_of(known, luck) <= 1


@given(hazards, st.floats(0, 1))
@fast
def test_with_even_luck_specialties_are_independent(known: list[float], shared: float) -> None:
    """Where everybody has the same luck, the chances of nothing multiply."""
    product = math.prod(math.exp(-each) for each in known)
    assert none_of(known, Luck(1e9, shared)) == pytest.approx(product, abs=1e-6)


@given(hazards, st.floats(0.2, 8))
@fast
def test_luck_apart_multiplies_for_any_shape(known: list[float], shape: float) -> None:
    product = math.prod(none_of([each], Luck(shape, 1.0)) for each in known)
    assert none_of(known, Luck(shape, 0.0)) == pytest.approx(product)


@given(st.floats(0, 0.99), st.floats(0.2, 8))
@fast
def test_a_chance_and_its_hazard_belong_together(chance: float, shape: float) -> None:
    hazard = hazard_of(chance, shape)
    assert some_of([hazard], Luck(shape, 0.5)) == pytest.approx(chance, abs=1e-9)


def negative_binomial(number: int, expected: float, shape: float) -> float:
    """The chance of this many interviews, straight from the formula."""
    odds = expected / (expected + shape)
    ways = math.lgamma(number + shape) - math.lgamma(shape) - math.lgamma(number + 1)
    tail = number * math.log(odds) if number else 0.0
    return math.exp(ways + shape * math.log(1 - odds) + tail)


@given(st.floats(0.05, 40), st.floats(0.2, 8), st.sampled_from((0.1, 0.5, 0.9)))
@fast
def test_the_spread_of_interviews_agrees_with_a_direct_sum(
    expected: float, shape: float, share: float
) -> None:
    number = interviews_spread(expected, shape, share)
    below = sum(negative_binomial(i, expected, shape) for i in range(number))
    assert below < share + 1e-9
    assert below + negative_binomial(number, expected, shape) >= share - 1e-9


@given(st.floats(1.02, 30), st.floats(0.2, 8))
@fast
def test_expected_interviews_give_back_the_mean_of_those_with_any(
    mean: float, shape: float
) -> None:
    expected = expected_before(mean, shape)
    assert 0 < expected < mean
    assert expected / reached(expected, shape) == pytest.approx(mean, rel=1e-6)


@given(st.floats(1.5, 25), st.floats(1, 20))
@fast
def test_lengths_of_lists_have_the_printed_mean(mean: float, sd: float) -> None:
    chances_of = lengths(Spread(people=100, mean=mean, sd=sd))
    assert 0.5 < sum(chances_of) <= 1 + 1e-9
    if sum(chances_of) > 0.999:
        found = sum((i + 1) * chance for i, chance in enumerate(chances_of))
        assert found == pytest.approx(mean, rel=0.05)


season_terms = (st.floats(0.5, 30), st.floats(0.3, 6), st.integers(0, 15))


@given(*season_terms)
@fast
def test_before_the_season_what_comes_is_what_the_applications_bring(
    expected: float, shape: float, _: int
) -> None:
    coming = ahead(expected, shape, 0, 0.0)
    assert coming.expected == pytest.approx(expected)
    assert coming.low <= coming.expected + 1 and coming.expected - 1 <= coming.high


@given(*season_terms, st.floats(0.05, 0.95))
@fast
def test_silence_lowers_what_may_come_and_an_invitation_raises_it(
    expected: float, shape: float, so_far: int, passed: float
) -> None:
    silent = ahead(expected, shape, 0, passed)
    assert silent.expected < expected * (1 - passed)
    assert ahead(expected, shape, 0, min(passed + 0.04, 1)).expected < silent.expected
    fewer, more = (ahead(expected, shape, n, passed) for n in (so_far, so_far + 1))
    assert more.expected > fewer.expected
    assert (more.low, more.high) >= (fewer.low, fewer.high)


@given(st.sampled_from(WITH_LENGTHS), *season_terms, st.floats(0.05, 0.95), points)
@fast
def test_one_more_interview_never_lowers_the_chance_of_the_season(
    name: str, expected: float, shape: float, so_far: int, passed: float, file: float
) -> None:
    group, evidence, share = shipped_groups()[name], Weight(file, 0.3), judged(0.3, 0, 0.5)
    found = []
    for number in (so_far, so_far + 1):
        coming = ahead(expected, shape, number, passed)
        made = updated(group, number, coming, (), evidence, share)
        assert made is not None
        found.append(made)
    fewer, more = found
    assert more.so_far.use >= fewer.so_far.use - 1e-12
    assert more.by_the_end.use >= fewer.by_the_end.use - 1e-9
    for each in found:
        assert each.by_the_end.use >= each.so_far.use - 1e-9


def test_nobody_without_an_interview_has_a_chance_in_that_specialty_now() -> None:
    group = shipped_groups()["internal-medicine"]
    coming = ahead(6.0, 1.2, 0, 0.5)
    made = updated(group, 0, coming, (), Weight(0, 0.1), Weight(0.3, 0.1))
    assert made is not None
    assert made.so_far.high < 1e-6 < made.by_the_end.low


# --- Log-odds ----------------------------------------------------------------------------------


@given(st.floats(0.001, 0.999))
@fast
def test_log_odds_and_chances_belong_together(chance: float) -> None:
    assert expit(logit(chance)) == pytest.approx(chance)


def test_a_judgement_is_read_as_eight_of_ten_cases() -> None:
    found = chance_of(judged(0.0, -1.0, 1.0))
    assert found.low == pytest.approx(expit(-1.0))
    assert found.high == pytest.approx(expit(1.0))
    assert NormalDist().cdf(Z80) - NormalDist().cdf(-Z80) == pytest.approx(0.8)


@pytest.mark.parametrize("wrong", [(0.4, 0.3, 0.5), (0.1, 0.6, 0.5), (-0.1, 0.1, 0.2)])
def test_a_range_that_does_not_hold_its_value_is_refused(
    wrong: tuple[float, float, float],
) -> None:
    with pytest.raises(ValueError, match="not a chance"):
        Chance(*wrong)


def test_what_may_be_off_at_a_program_widens_the_way_and_moves_nothing() -> None:
    """The published rate is a mean over programs; the range of single ones stands beside it."""
    group = shipped_groups()["internal-medicine"]
    sure = dataclasses.replace(pace(), rate_error=Span(1.0, 1.0, 1.0))
    wide, narrow = (route(prospect(group, 245, terms), 80) for terms in (pace(), sure))
    assert wide.match.use == narrow.match.use
    assert wide.interviews.use == narrow.interviews.use
    assert wide.interviews.low < narrow.interviews.low
    assert wide.interviews.high > narrow.interviews.high
    assert wide.match.low < narrow.match.low <= narrow.match.high < wide.match.high
