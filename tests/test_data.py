"""Data health: every file loads, every value is cited, and every mistake in `data/` is noticed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sitegen import resources, yamlio
from sitegen.countries import country_words
from sitegen.diagnostics import Problem, Problems, describe
from sitegen.explain import explain
from sitegen.inputs import NOT_KNOWLEDGE
from sitegen.knowledge.aging import stale
from sitegen.knowledge.load import load_knowledge
from sitegen.knowledge.model import Knowledge, MatchSystem
from sitegen.knowledge.units import SourceKind, ValueKind
from sitegen.plan.conclusions import facts_at
from sitegen.plan.decided import Scheduled
from sitegen.plan.stages import make_schedule
from sitegen.profile import Profile, ReadProfile, profile_schema, read_profile
from sitegen.shape import fields_of
from tests.conftest import AS_OF, ROOT, Run, shipped
from tests.test_rules import ALWAYS_KNOWN, plain, tree

SAMPLES = sorted((ROOT / "data" / "profiles").glob("*.yaml"))
STARTER = ROOT / "data" / "starter-profile.yaml"
MADE_BY_FACTS = (
    "limit.",
    "applicant.",
    "field.",
    "visa.",
    "here.",
    "fit.",
    "overall.",
    "season.",
    "plan.",
    "pair.",
    "year.",
)


@cache
def texts() -> dict[str, str]:
    """Every file of the shipped data by its path."""
    found = resources.texts("data", ".yaml")
    return {path: text for path, text in found.items() if not path.startswith(NOT_KNOWLEDGE)}


@cache
def countries() -> Any:
    return country_words()


def load(changed: dict[str, str | None]) -> tuple[Knowledge | None, list[Problem]]:
    """The data with some files changed or, where None stands, taken away."""
    problems = Problems()
    every = {path: text for path, text in (texts() | changed).items() if text is not None}
    return load_knowledge(every, problems, countries()), problems.found


# --- What is shipped --------------------------------------------------------------------------


def test_shipped_data_load_without_a_problem() -> None:
    known, problems = load({})
    assert problems == []
    assert known is not None
    assert len(known.specialties) >= 28
    assert len(known.rules) >= 50
    assert len(known.sources) >= 20
    assert len(known.pathways) >= 60


def test_every_file_of_the_data_is_read() -> None:
    """A file that nobody reads would look like data and change nothing."""
    _, problems = load(dict.fromkeys(texts(), "] this cannot be read"))
    assert {p.location.file for p in problems} == set(texts())


def test_loading_twice_gives_the_same(knowledge: Knowledge) -> None:
    assert load({})[0] == knowledge


def test_order_of_the_files_does_not_matter(knowledge: Knowledge) -> None:
    problems = Problems()
    backwards = dict(reversed(texts().items()))
    assert load_knowledge(backwards, problems, countries()) == knowledge


def test_every_judgement_says_so_and_every_published_value_has_an_address(
    knowledge: Knowledge,
) -> None:
    judged = {k for k, s in knowledge.sources.items() if s.kind is SourceKind.JUDGEMENT}
    assert judged
    assert all(s.url for k, s in knowledge.sources.items() if k not in judged)
    for rule in knowledge.rules:
        assert rule.kind is ValueKind.PUBLISHED or judged & set(rule.sources), rule.id


def test_no_source_was_read_in_the_future(knowledge: Knowledge) -> None:
    today = dt.date.today()
    late = [k for k, s in knowledge.sources.items() if s.read_on > today or s.year > today.year]
    assert late == []


def test_dates_of_a_season_follow_each_other(knowledge: Knowledge) -> None:
    order = (
        "eras_opens",
        "applications_open",
        "programs_read",
        "nrmp_standard_deadline",
        "ranking_opens",
        "rank_deadline",
        "match_status",
        "match_day",
        "training_starts",
    )
    assert len(knowledge.seasons) >= 3
    for season in knowledge.seasons.values():
        days = [season.dates[name].date for name in order if name in season.dates]
        assert len(days) >= 5
        assert days == sorted(days)
        assert season.dates["match_day"].date.year == season.year


def test_ratings_of_the_guide_stand_in_the_data(knowledge: Knowledge) -> None:
    """The three groups of the guide, as the specification names them."""
    groups: dict[str, set[str]] = {}
    for s in knowledge.specialties.values():
        if s.about.guide_tier:
            groups.setdefault(s.about.guide_tier.value, set()).add(s.id)
    assert groups == {
        "realistic": {"internal-medicine", "family-medicine", "psychiatry", "pediatrics"},
        "middle": {
            "diagnostic-radiology",
            "anesthesiology",
            "emergency-medicine",
            "obstetrics-gynecology",
        },
        "high": {
            "dermatology",
            "plastic-surgery",
            "neurological-surgery",
            "orthopaedic-surgery",
            "otolaryngology",
            "radiation-oncology",
        },
    }


def test_one_year_programs_are_no_careers(knowledge: Knowledge) -> None:
    short = {s.id for s in knowledge.specialties.values() if not s.about.career}
    assert short == {"preliminary-medicine", "preliminary-surgery", "transitional-year"}


def test_specialties_that_match_elsewhere_are_marked(knowledge: Knowledge) -> None:
    every = knowledge.specialties.values()
    elsewhere = {s.id for s in every if s.about.match is not MatchSystem.NRMP}
    assert elsewhere == {"ophthalmology", "urology"}


def test_every_career_that_may_be_a_first_choice_has_a_road_to_a_backup(
    knowledge: Knowledge,
) -> None:
    starts = {pathway.start for pathway in knowledge.pathways}
    careers = {
        s.id
        for s in knowledge.specialties.values()
        if s.about.career and s.about.match is MatchSystem.NRMP
    }
    assert len(careers) >= 20
    assert careers - starts == set()
    assert not [p for p in knowledge.pathways if p.start == p.to]


# --- Every mistake is noticed -----------------------------------------------------------------

Change = Callable[[str], str]


def once(pattern: str, new: str) -> Change:
    """Replace the first place that fits; a pattern that fits nowhere is a mistake in the test."""

    def change(text: str) -> str:
        changed, times = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
        assert times == 1, f"nothing fits {pattern}"
        return changed

    return change


def every(pattern: str, new: str) -> Change:
    """Replace each place that fits, so that no one entry of a file has to be the first."""
    return lambda text: re.sub(pattern, new, text, flags=re.MULTILINE)


def after(extra: str) -> Change:
    return lambda text: text + extra


SPECIALTY = "specialties/anesthesiology.yaml"
RULES = "rules/visa.yaml"
PARTS = "rules/parts.yaml"
PARAMETER = "parameters/guide/primary-letters.yaml"
NO_SUCH_SOURCE = """nobody-2026:
  {title: A, owner: B, year: 2026, kind: primary, read_on: 2026-01-01, url: "https://a.example"}
"""
FACTOR = "factors/attempts.yaml"
MISTAKES: dict[str, tuple[str, str, Change | None, str]] = {
    "an address that is no link": (
        "D214",
        "sources/figures.yaml",
        once(r"url: .*", "url: javascript:alert(1)"),
        "does not begin with https://",
    ),
    "an unknown source": (
        "D201",
        SPECIALTY,
        once(r"source: nrmp-charting-2026", "source: nrmp-chartin-2026"),
        "nrmp-chartin-2026 is not a known source",
    ),
    "an unknown source of a rule": (
        "D201",
        RULES,
        once(r"sources: \[", "sources: [hearsay, "),
        "hearsay is not a known source",
    ),
    "an unknown metric": (
        "D201",
        SPECIALTY,
        once(r"positions_offered:", "positions_offred:"),
        "positions_offred is not a known metric",
    ),
    "an unknown fact in a rule": (
        "D201",
        RULES,
        once(r"fact: field\.doors", "fact: field.dors"),
        "field.dors is not a known fact",
    ),
    "an unknown fact in a sentence": (
        "D201",
        RULES,
        once(r"\{field\.doors\}", "{field.dors}"),
        "field.dors is not a known fact",
    ),
    "an unknown fact in a sentence, without its unit": (
        "D201",
        PARTS,
        once(r"\{applicant\.step2_ck:plain\}", "{applicant.step2:plain}"),
        "applicant.step2 is not a known fact",
    ),
    "an unknown parameter": (
        "D201",
        "likelihood.yaml",
        once(r"one_in: rating\.five", "one_in: rating.fife"),
        "rating.fife is not a known parameter",
    ),
    "an unknown group of rules": (
        "D201",
        RULES,
        once(r"group: visa", "group: vista"),
        "vista is not a known",
    ),
    "a locator left empty": (
        "D202",
        SPECIALTY,
        once(r"locator: non-US[^,]+", 'locator: " "'),
        "the locator is empty",
    ),
    "a published source without an address": (
        "D202",
        "sources/figures.yaml",
        once(r"^  url: .*\n", ""),
        "has no url",
    ),
    "a share above 100 per cent": (
        "D203",
        SPECIALTY,
        once(r"(?<=rate_preferred:\n    use: \{value: )[\d.]+", "387"),
        "387 is outside what percent can be: 0 to 100",
    ),
    "a score above 300": (
        "D203",
        SPECIALTY,
        once(r"(?<=step2_matched:\n    use: \{value: )\d+", "2520"),
        "2520 is outside what points can be: 1 to 300",
    ),
    "a judgement without a range": (
        "D204",
        SPECIALTY,
        once(
            r"source: nrmp-charting-2026, (locator: [^,]+), kind: published",
            r"source: sitegen-judgement, \1, kind: judgement",
        ),
        "a judgement needs low and high",
    ),
    "a parameter outside its own range": (
        "D204",
        PARAMETER,
        once(r"value: \d+", "value: 99"),
        "a judgement is 99, and its range goes from",
    ),
    "a trait outside its own range": (
        "D204",
        SPECIALTY,
        once(r"inpatient: \{value: \d", "inpatient: {value: 1"),
        "a trait is 1, and its range goes from",
    ),
    "points outside their own range": (
        "D204",
        RULES,
        once(r"points: \{use: 3,", "points: {use: 4.5,"),
        "the use of points is 4.5, and its range goes",
    ),
    "a road whose strength is outside its own range": (
        "D204",
        "pathways.yaml",
        once(
            r"strength: \{value: \d, low: \d, high: \d\}", "strength: {value: 1, low: 2, high: 3}"
        ),
        "a strength is 1, and its range goes from 2 to 3",
    ),
    "an estimated date without a range": (
        "D204",
        "seasons/2027.yaml",
        once(r"kind: published, source: [a-z0-9-]+", "kind: judgement, source: sitegen-judgement"),
        "an estimated date needs low and high",
    ),
    "a date that no pattern says": (
        "D217",
        "season-pattern.yaml",
        once(r"weekday: wednesday, nth: 1, ", ""),
        "does not say one day",
    ),
    "a date that counts from one below it": (
        "D217",
        "season-pattern.yaml",
        once(r"after: nrmp_standard_deadline", "after: match_day"),
        "counts from match_day, which does not stand above it",
    ),
    "a pattern that misses a printed day": (
        "D217",
        "season-pattern.yaml",
        once(r"month: 6, weekday", "month: 5, weekday"),
        "eras_opens would fall on 2025-05-07 in season 2026, and 2025-06-04 is printed",
    ),
    "a season in the file of another year": (
        "D103",
        "seasons/2027.yaml",
        once(r"year: 2027", "year: 2026"),
        "year says 2026",
    ),
    "a price whose source says no day to look again": (
        "D218",
        "sources/money.yaml",
        every(r"  look_again: .*\n", ""),
        "says no day to look again",
    ),
    "a day to look again before the day of reading": (
        "D218",
        "sources/money.yaml",
        once(r"look_again: .*", "look_again: 2020-01-01"),
        "which is not after the day it was read",
    ),
    "several values and no reason": (
        "D205",
        SPECIALTY,
        once(r"^    why: .*\n", ""),
        "none says why one is used",
    ),
    "a derived value that does not say from what": (
        "D206",
        SPECIALTY,
        once(r", derived_from: \"[^\"]*\"", ""),
        "does not say from what",
    ),
    "a published value that says from what it was derived": (
        "D206",
        SPECIALTY,
        once(r"kind: derived", "kind: published"),
        "is not derived",
    ),
    "a rate that does not follow from its counts": (
        "D212",
        SPECIALTY,
        once(r"(rate_preferred:\n    use: \{value: )[\d.]+", r"\g<1>12.3"),
        "rate_preferred is 12.3, and its counts make",
    ),
    "more positions of a track filled than people ranked it": (
        "D212",
        "specialties/pediatrics.yaml",
        once(r"ranked: 299", "ranked: 29"),
        "positions of Pediatrics-Primary were filled",
    ),
    "a total that does not follow from its parts": (
        "D212",
        "overall.yaml",
        once(r"\{value: 49", "{value: 45"),
        "the rate is 45, and 5,708 of 11,649",
    ),
    "a judgement from a published source": (
        "D206",
        SPECIALTY,
        once(r"kind: published", "kind: judgement"),
        "kind says judgement",
    ),
    "a published value from a judgement": (
        "D206",
        SPECIALTY,
        once(r"source: nrmp-charting-2026", "source: sitegen-judgement"),
        "kind says published",
    ),
    "a value from no date": (
        "D207",
        PARAMETER,
        once(r'"\d{4}-\d\d-\d\d":', '"next year":'),
        "next year is not a date",
    ),
    "a value from a date that is none": (
        "D207",
        PARAMETER,
        once(r'"\d{4}-\d\d-\d\d":', '"2025-13-01":'),
        "2025-13-01 is not a date",
    ),
    "a hole between two fee steps": (
        "D208",
        "fees/eras.yaml",
        once(r"first: 31", "first: 32"),
        "fee steps must follow",
    ),
    "a fee step with two prices": (
        "D208",
        "fees/eras.yaml",
        once(r"each: 11", "each: 11, flat: 99"),
        "has two prices",
    ),
    "a step without a condition": (
        "D209",
        RULES,
        once(r"when: \{fact: visa\.share, at_least: \d+\}, ", ""),
        "a step has no condition",
    ),
    "two comparisons in one condition": (
        "D210",
        RULES,
        once(r"fact: visa\.share, at_least: \d+", "fact: visa.share, at_least: 1, at_most: 9"),
        "a condition holds one fact and one comparison",
    ),
    "a fact without a comparison": (
        "D210",
        RULES,
        once(r"fact: visa\.share, at_least: \d+", "fact: visa.share"),
        "a condition holds one fact and one comparison",
    ),
    "a source that nobody cites": (
        "D211",
        "sources/figures.yaml",
        after(NO_SUCH_SOURCE),
        "no value cites the source nobody-2026",
    ),
    "more people matched than applied": (
        "D212",
        SPECIALTY,
        once(r"(?<=matched_preferred:\n    use: \{value: )\d+", "9999"),
        "matched_preferred (9999) is larger than",
    ),
    "a scenario without its policy": (
        "D213",
        "rules/immigration.yaml",
        once(r"id: scenario\.h1b-payment", "id: scenario.h1b-price"),
        "the rule scenario.h1b-price has no policy",
    ),
    "a policy without its scenario": (
        "D213",
        "policies.yaml",
        once(r"^h1b-payment:", "h1b-price:"),
        "the policy h1b-price has no rule",
    ),
    "tasks that wait for each other": (
        "D216",
        "tasks/commitment.yaml",
        lambda text: text.replace("  phase:", "  after: [answer-veto]\n  phase:", 1).replace(
            "- id: answer-veto", "- id: answer-veto\n  after: [see-the-field]"
        ),
        "the tasks see-the-field, answer-veto wait for each other in a circle",
    ),
    "a curve that runs backwards": (
        "D215",
        FACTOR,
        once(r"at: 2, use", "at: 0.5, use"),
        "with rising amounts",
    ),
    "a point of a curve outside its range": (
        "D215",
        FACTOR,
        once(r"use: -0\.75", "use: -1.25"),
        "the use of a point is -1.25",
    ),
    "people that do not add up": (
        "D215",
        FACTOR,
        once(r"share: 93", "share: 92"),
        "add up to 99",
    ),
    "a sentence that is never said": (
        "D215",
        FACTOR,
        once(r"to: 1, say", "to: 0, say"),
        "sentences need a rising",
    ),
    "a factor of a fact that is not there": (
        "D201",
        FACTOR,
        once(r"fact: applicant\.failed_attempts", "fact: applicant.luck"),
        "applicant.luck is not a known fact",
    ),
    "a file that is gone": ("D101", "metrics.yaml", None, "this data file is missing"),
    "a list where names belong": (
        "D102",
        "metrics.yaml",
        lambda _: "- a\n",
        "this file must hold names",
    ),
    "names where a list belongs": (
        "D102",
        RULES,
        lambda _: "a: b\n",
        "this file must hold a list",
    ),
    "a parameter of the chance that does not say what it does if it is wrong": (
        "D102",
        "parameters/chance/drift.yaml",
        once(r"wrong: .*\n", ""),
        "chance.drift does not say what it does if it is wrong",
    ),
    "an end that no parameter has": (
        "D201",
        "parameters/chance/research-overlap.yaml",
        once(r"\{low\}", "{lowest}"),
        "{lowest} is no end of a parameter",
    ),
    "a brace that is not closed": (
        "D201",
        "parameters/chance/research-overlap.yaml",
        once(r"\{low\}", "{low"),
        "is no end of a parameter",
    ),
    "the same source twice": (
        "D103",
        "sources/visa.yaml",
        after(NO_SUCH_SOURCE.replace("nobody-2026", "nrmp-charting-2026")),
        "the source nrmp-charting-2026 stands twice",
    ),
    "the same rule twice": (
        "D103",
        RULES,
        once(r"id: visa\.step3", "id: visa.doors"),
        "the rule visa.doors stands twice",
    ),
    "a locator left out": (
        "P102",
        SPECIALTY,
        once(r", locator: non-US[^,]+", ""),
        '"locator" is missing here',
    ),
    "a key at the wrong level": (
        "P101",
        SPECIALTY,
        once(r"^figures:", "kind: published\nfigures:"),
        'the key "kind"',
    ),
    "a key misspelt inside a value": (
        "P101",
        SPECIALTY,
        once(r"locator: non-US", "locater: non-US"),
        'the key "locater"',
    ),
    "a key misspelt in a condition": (
        "P101",
        RULES,
        once(r"at_least: \d", "atleast: 1"),
        'the key "atleast"',
    ),
    "an unknown fellowship in a road": (
        "D201",
        "pathways.yaml",
        once(r"fellowship: \[nephrology\]", "fellowship: [nefrology]"),
        "nefrology is not a known fellowship",
    ),
    "a fellowship that the residency of a road does not lead to": (
        "D201",
        "pathways.yaml",
        once(r"fellowship: \[forensic-psychiatry\]", "fellowship: [nephrology]"),
        "psychiatry is not a known residency that leads to nephrology",
    ),
    "a field that nobody is asked about": (
        "D219",
        "questions.yaml",
        once(r"school.graduated:\n", "school.graduation:\n"),
        "nobody is asked about school.graduated",
    ),
    "a question about no field": (
        "D219",
        "questions.yaml",
        once(r"school.graduated:\n", "school.graduation:\n"),
        "school.graduation is no field of a profile",
    ),
    "a choice that a profile does not have": (
        "D219",
        "questions.yaml",
        once(r"letter: US letter", "legal: US legal"),
        "the choices of paper are not those",
    ),
    "a question that waits for an answer that cannot be": (
        "D219",
        "questions.yaml",
        once(r"among: \[sponsorship\]", "among: [sponsor]"),
        "waits for sponsor",
    ),
    "a question without a reason why it is asked": (
        "D219",
        "questions.yaml",
        once(r"  why: It heads the pages.*\n", ""),
        "applicant.name has no why",
    ),
    "an unknown specialty in a road": (
        "P104",
        "pathways.yaml",
        once(r"to: [a-z-]+", "to: basket-weaving"),
        "basket-weaving",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_in_the_data_is_noticed(mistake: str) -> None:
    """With its code, in the file where it stands, in words, and with a next step."""
    code, path, change, words = MISTAKES[mistake]
    known, problems = load({path: change(texts()[path]) if change else None})
    assert known is None
    found = [p for p in problems if p.code == code]
    assert found, [describe(p) for p in problems]
    told = next((p for p in found if words in p.message), None)
    assert told, [p.message for p in found]
    assert told.hint
    if code not in ("D101", "D103"):
        assert told.location.file == path
    if code != "D101":
        assert told.location.line > 0


def test_every_code_of_the_loader_has_its_mistake_here() -> None:
    """A check that no test has seen fire may have stopped working long ago."""
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "src" / "sitegen" / "knowledge").glob("*.py"))
    )
    codes = set(re.findall(r'"(D\d{3})"', source))
    elsewhere = {"D104", "D105", "D106", "D107", "D108"} | {"D109"}
    assert len(codes) >= 12 and elsewhere < codes
    assert codes - elsewhere == {code for code, *_ in MISTAKES.values() if code.startswith("D")}


def test_many_mistakes_are_told_together() -> None:
    _, problems = load(
        {
            SPECIALTY: once(r"source: nrmp-charting-2026", "source: x")(texts()[SPECIALTY]),
            RULES: once(r"fact: field\.doors", "fact: y")(texts()[RULES]),
        }
    )
    assert {p.location.file for p in problems} >= {SPECIALTY, RULES}


def test_values_unconfirmed_for_more_than_400_days_are_stale(knowledge: Knowledge) -> None:
    """On the 400th day a value still passes; on the next it is named with its last check."""
    checked = {name: p.checked_on for name, p in knowledge.parameters.items()}
    assert checked
    oldest = min(checked.values())
    assert stale(knowledge, oldest + dt.timedelta(days=400)) == []
    late = stale(knowledge, oldest + dt.timedelta(days=401))
    assert late == sorted((n, day) for n, day in checked.items() if day == oldest)


# --- Facts ------------------------------------------------------------------------------------


def made(plan: Scheduled) -> Iterator[tuple[str, Any]]:
    yield from plan.facts.items()
    for card in (*plan.cards, *plan.bridges, *plan.elsewhere):
        yield from facts_at(plan, card).items()


def empty() -> ReadProfile:
    return ReadProfile(profile=Profile(), places={}, file="empty.yaml")


def rich() -> ReadProfile:
    problems = Problems()
    node = tree(ROOT / "tests" / "profiles" / "rich.yaml")
    found = read_profile(node, "rich.yaml", problems, shipped().vocabularies)
    assert found is not None, problems.errors
    return found


@pytest.mark.parametrize("who", [empty, rich], ids=["nothing known", "everything known"])
def test_facts_made_are_exactly_those_of_the_catalogue(
    who: Callable[[], ReadProfile], knowledge: Knowledge
) -> None:
    plan = make_schedule(who(), knowledge, AS_OF)
    names = {name for name, _ in made(plan)}
    assert len(names) >= 40
    assert names == {name for name in knowledge.facts if name.startswith(MADE_BY_FACTS)}


def test_every_fact_has_the_label_and_unit_of_the_catalogue(knowledge: Knowledge) -> None:
    for name, fact in made(make_schedule(rich(), knowledge, AS_OF)):
        kind = knowledge.facts[name]
        assert (fact.name, fact.label, fact.unit) == (name, kind.label, kind.unit)


def test_unknown_facts_say_what_would_make_them_known(knowledge: Knowledge) -> None:
    plan = make_schedule(empty(), knowledge, AS_OF)
    silent = {name for name, fact in made(plan) if fact.value is None and not fact.missing}
    assert silent == set()


def test_known_facts_of_the_applicant_name_the_lines_they_come_from(knowledge: Knowledge) -> None:
    plan = make_schedule(rich(), knowledge, AS_OF)
    told = [f for n, f in plan.facts.items() if n.startswith("applicant.") and f.value is not None]
    assert len(told) >= 12
    assert [f.name for f in told if not any(o.place for o in f.origins)] == []


def test_facts_that_cases_take_for_always_known_are_known_for_everybody(
    knowledge: Knowledge,
) -> None:
    for who in (empty(), rich()):
        plan = make_schedule(who, knowledge, AS_OF)
        seen = dict(made(plan))
        for candidate in plan.choice.candidates:
            for gate in candidate.gates:
                seen |= dict(gate.facts)
        assert set(seen) >= ALWAYS_KNOWN
        assert [name for name in ALWAYS_KNOWN if seen[name].value is None] == []


def test_a_changed_figure_changes_the_words_beside_it(knowledge: Knowledge) -> None:
    """The sentences quote the data; nothing is written twice."""
    figure = knowledge.specialties["anesthesiology"].figure("matched_preferred")
    assert figure is not None
    new = int(figure.value) + 7
    whole = knowledge.specialties["anesthesiology"].figure("applicants_preferred")
    assert whole is not None
    text = once(r"(?<=matched_preferred:\n    use: \{value: )\d+", str(new))(texts()[SPECIALTY])
    rate = f"{100 * new / whole.value:.1f}"
    text = once(r"(?<=rate_preferred:\n    use: \{value: )[\d.]+", rate)(text)
    changed, problems = load({SPECIALTY: text})
    assert problems == [] and changed is not None

    def words(known: Knowledge) -> str:
        card = make_schedule(rich(), known, AS_OF).card("anesthesiology")
        (found,) = [f for f in card.likelihood.findings if f.rule.id == "part.base"]
        return explain(found).text

    assert f"{figure.value:g} of them matched" in words(knowledge)
    assert f"{new} of them matched" in words(changed)
    assert words(knowledge) != words(changed)


# --- Profiles and prose -----------------------------------------------------------------------


def test_there_are_sample_profiles() -> None:
    assert len(SAMPLES) >= 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_sample_profile_is_fictional_and_has_no_problems(path: Path, sitegen: Run) -> None:
    text = path.read_text(encoding="utf-8")
    assert plain(tree(path))["fictional"] is True
    assert text.startswith("# FICTIONAL")
    result = sitegen("check", path)
    assert (result.exit_code, result.stderr) == (0, "")


def test_starter_profile_is_valid_and_says_nothing_yet(knowledge: Knowledge) -> None:
    problems = Problems()
    found = read_profile(tree(STARTER), "starter.yaml", problems, knowledge.vocabularies)
    assert problems.found == []
    assert found is not None

    def answers(record: Any) -> list[Any]:
        values = [getattr(record, f.name) for f in dataclasses.fields(record)]
        inner = [answers(v) for v in values if dataclasses.is_dataclass(v)]
        flat = [v for each in inner for v in each]
        return flat + [v for v in values if not dataclasses.is_dataclass(v)]

    told = [value for value in answers(found.profile) if value not in (None, False)]
    assert told == []


def test_starter_profile_shows_every_key_that_can_be_written() -> None:
    """Also those of list entries, which stand behind #."""
    text = STARTER.read_text(encoding="utf-8")
    shown = set(re.findall(r"(?m)^[ #]*(?:- )?([a-z0-9_]+):(?=\s|$)", text))

    def keys(record: type) -> Iterator[str]:
        for key, spec in fields_of(record).items():
            yield key
            pending = [spec.kind]
            while pending:
                kind = pending.pop()
                if dataclasses.is_dataclass(kind):
                    yield from keys(kind)  # type: ignore[arg-type]
                pending += getattr(kind, "__args__", ())

    wanted = set(keys(Profile))
    assert len(wanted) >= 60
    assert wanted - shown == set()


def test_examples_in_the_starter_profile_are_valid_once_their_signs_are_taken_away(
    knowledge: Knowledge,
) -> None:
    """As its first lines tell: delete "# " at the start of each line of an example."""
    lines = STARTER.read_text(encoding="utf-8").splitlines()
    example = re.compile(r"^( +)# ((?:- |  )?[a-z0-9_-]+: .*)$")
    shown = [line for line in lines if example.match(line)]
    assert len(shown) >= 25
    text = "\n".join(example.sub(r"\1\2", line) for line in lines) + "\n"
    problems = Problems()
    node = yamlio.read(text, "starter.yaml", problems)
    found = read_profile(node, "starter.yaml", problems, knowledge.vocabularies)
    assert [describe(p, text.splitlines()) for p in problems.found] == []
    assert found is not None
    assert found.profile.us_experience and found.profile.letters and found.profile.research


HEADINGS = ["The work", "It may suit you if", "Think twice if", "What programs look for"]


def test_every_specialty_has_prose_with_the_four_headings(knowledge: Knowledge) -> None:
    prose = resources.texts("content/specialties", ".md")
    assert {path.removesuffix(".md") for path in prose} == set(knowledge.specialties)
    for path, text in prose.items():
        assert re.findall(r"(?m)^## (.+)$", text) == HEADINGS, path
        assert not re.search(r"(?m)^# ", text), path
        assert all(part.strip() for part in re.split(r"(?m)^## .+$", text)[1:]), path
        assert "<" not in text and "{" not in text, path


# --- JSON Schema ------------------------------------------------------------------------------


@cache
def schema() -> jsonschema.Draft202012Validator:
    body = json.loads(json.dumps(profile_schema(shipped().vocabularies)))
    jsonschema.Draft202012Validator.check_schema(body)
    return jsonschema.Draft202012Validator(body)


def by_yaml_1_1(path: Path) -> Any:
    """As editors read it that take yes for true; dates become text again."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return json.loads(json.dumps(loaded, default=str))


@pytest.mark.parametrize(
    "reading", [by_yaml_1_1, lambda path: plain(tree(path))], ids=["1.1", "1.2"]
)
@pytest.mark.parametrize("path", [*SAMPLES, STARTER], ids=lambda p: p.stem)
def test_schema_accepts_every_sample_however_the_editor_reads_yaml(
    path: Path, reading: Callable[[Path], Any]
) -> None:
    errors = [f"{e.json_path}: {e.message}" for e in schema().iter_errors(reading(path))]
    assert errors == []


REFUSED = [
    {"nmae": "Ana"},
    {"applicant": {"nmae": "Ana"}},
    {"season": "soon"},
    {"season": 1066},
    {"exams": {"step2_ck": {"score": 2450}}},
    {"letters": [{"writer": "a"}]},
    {"visa": {"need": "maybe"}},
    {"interests": {"fit": {"neurology": 6}}},
    {"interests": {"fit": {"basket-weaving": 3}}},
    {"school": {"graduated": "01/09/2027"}},
    {"gaps": "none"},
    {"constraints": {"rural": "maybe"}},
    [],
]


@pytest.mark.parametrize("content", REFUSED, ids=json.dumps)
def test_schema_and_reader_refuse_the_same_mistakes(content: Any, knowledge: Knowledge) -> None:
    assert not schema().is_valid(content)
    problems = Problems()
    node = yamlio.read(json.dumps(content), "a.yaml", problems)
    assert read_profile(node, "a.yaml", problems, knowledge.vocabularies) is None
    assert problems.errors


def test_printed_schema_is_the_one_that_is_checked_here(sitegen: Run) -> None:
    result = sitegen("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == schema().schema


def test_every_key_in_the_schema_has_a_description() -> None:
    body = schema().schema
    groups = [body, *body["$defs"].values()]
    assert len(groups) >= 15
    silent = [k for g in groups for k, v in g["properties"].items() if not v["description"]]
    assert silent == []


def test_order_that_somebody_is_warned_of_says_what_to_do(knowledge: Knowledge) -> None:
    """The note stands on the first page, where nothing else tells the next step."""
    warned = [policy for policy in knowledge.policies.values() if policy.warns]
    assert warned
    for policy in warned:
        assert re.search(r"\bask each program before you apply\b", policy.says), policy.title
