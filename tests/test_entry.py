"""Limits on entry by citizenship: shown to those they name, with source, and to nobody else."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from sitegen.explain import explain
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.guide.immigration import immigration, stay_facts
from sitegen.plan.model import Plan
from sitegen.plan.stages import make_schedule
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from tests.conftest import EDITION
from tests.pages import FIXED
from tests.people import someone

J1 = "visa: {need: sponsorship, accepts: [j1]}"


def entry(plan: Scheduled) -> list[str]:
    return [note.id for note in plan.notes if note.id.startswith("entry")]


@pytest.mark.parametrize(
    ("country", "notes"),
    [("Nigeria", ["entry-j1"]), ("Iran", ["entry-all"]), ("India", []), ("Pakistan", [])],
)
def test_only_citizens_named_by_a_limit_are_told(
    country: str, notes: list[str], plan: Callable[[str], Scheduled]
) -> None:
    assert entry(plan(f"applicant: {{citizenship: [{country}]}}\n{J1}\n")) == notes


def test_a_green_card_holder_needs_no_visa(plan: Callable[[str], Scheduled]) -> None:
    text = "applicant: {citizenship: [Nigeria]}\nvisa: {need: green_card}\n"
    assert entry(plan(text)) == []


def test_a_second_passport_is_named(plan: Callable[[str], Scheduled]) -> None:
    made = plan(f"applicant: {{citizenship: [Nigeria, Canada]}}\n{J1}\n")
    assert "also a citizen of Canada" in made.notes[0].text


def test_both_pages_say_it_with_date_and_source(whole: Callable[[str], Plan]) -> None:
    made = whole(f"applicant: {{citizenship: [Nigeria]}}\n{J1}\n")
    tree = render_site(Sections(made), EDITION)
    for page in ("index.html", "visa.html"):
        text = tree[page].decode()
        assert "Matching is not starting" in text
        assert "1 January 2026" in text
        assert "25 September 2026" in text
        assert "#src-voa-entry-2025" in text


BANNED = {
    "applicant": {"citizenship": ["Iran"]},
    "visa": {"need": "sponsorship", "accepts": ["j1", "h1b"], "in_us": False},
}
AT_ONCE = re.compile(
    r"^(Do|Plan|Book|Take|Pass|Register|Look for|Arrange|Begin|Travel|Come|Find|Get|Fly)\b"
)
IN_THE_US = re.compile(r"hands-on weeks|rotation in the US|US rotation|weeks in the US|Step 3")
CONDITION = re.compile(
    r"\b([Oo]nly if|if a visa|only once|if you may enter|unless|[Oo]nly for when)\b"
)


def sentences(tree: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every sentence of every page, cell by cell."""
    for path, raw in tree.items():
        if not path.endswith(".html"):
            continue
        text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", raw.decode(), flags=re.DOTALL)
        text = re.sub(r"</?(data|b|i|em|a|abbr)\b[^>]*>", "", text)
        for part in re.split(r"<[^>]+>", text):
            for sentence in re.split(r"(?<=[.!?:]) +", html.unescape(part).strip()):
                if sentence:
                    yield path, sentence


@pytest.mark.parametrize("seed", (0, 3, 6, 9, 12))
def test_nobody_whose_visas_are_suspended_is_told_to_come_before_a_lawyer_says_so(
    seed: int, whole: Callable[[str], Plan]
) -> None:
    """On any page, whoever it is: weeks in the US and Step 3 stand behind a condition."""
    made = whole(json.dumps({**someone(seed), **BANNED}, default=str))
    assert made.facts["applicant.entry_closed"].value is True
    tree = render_site(Sections(made), EDITION)
    seen = [
        f"{path}: {text}"
        for path, text in sentences(tree)
        if AT_ONCE.match(text) and IN_THE_US.search(text) and not CONDITION.search(text)
    ]
    assert seen == []


def test_whoever_may_enter_is_told_of_the_same_weeks_without_a_condition(
    whole: Callable[[str], Plan],
) -> None:
    """So the test above finds something where there is something to find."""
    free = {**BANNED, "applicant": {"citizenship": ["India"]}}
    made = whole(json.dumps({**someone(3), **free}, default=str))
    found = [
        text
        for _, text in sentences(render_site(Sections(made), EDITION))
        if AT_ONCE.match(text) and IN_THE_US.search(text) and not CONDITION.search(text)
    ]
    assert any("Step 3" in text for text in found)


def test_the_price_says_to_pay_after_the_lawyer_and_to_nobody_else(
    whole: Callable[[str], Plan],
) -> None:
    for country, said in (("Iran", True), ("India", False)):
        answers = {**someone(12), **BANNED, "applicant": {"citizenship": [country]}}
        made = whole(json.dumps(answers, default=str))
        assert bool(Sections(made).view(FIXED[0])["pay"]) is said


def test_deeds_of_the_page_on_changes_name_the_condition_and_what_can_be_done_at_home(
    whole: Callable[[str], Plan],
) -> None:
    made = whole(json.dumps({**someone(12), **BANNED}, default=str))
    deeds = [c for c in (*made.whatif.changes, *made.whatif.idle) if c.id.startswith("rotation")]
    assert deeds
    for deed in deeds:
        assert deed.title.endswith("only if you may enter")
        assert deed.changes.startswith("If you could enter the US")
        assert "Ask a lawyer first" in deed.note and "at home" in deed.note


def test_no_country_stands_in_two_limits(knowledge: Knowledge) -> None:
    named = [country for limit in knowledge.entry_limits for country in limit.countries]
    assert len(named) == len(set(named)) == 40


def test_the_number_of_countries_in_a_sentence_is_that_of_the_lists(knowledge: Knowledge) -> None:
    """The hold counts the countries of all three lists, and whoever travels on Palestinian papers
    apart from them."""
    lists = {limit.visas: set(limit.countries) for limit in knowledge.entry_limits}
    papers = {name for name in lists["all"] if "Palestin" in name}
    whole = {name for countries in lists.values() for name in countries} - papers
    assert len(papers) == 1
    assert f"{len(whole)} countries" in knowledge.policies["uscis-hold"].says
    assert f"of {len(lists['all'] - papers)} countries" in knowledge.policies["entry-ban-2026"].says
    assert f"For {len(lists['j1'])} more" in knowledge.policies["entry-ban-2026"].says


def reasons(plan: Scheduled) -> dict[str, str]:
    """What the page on immigration says about each order, and which lawyer's questions."""
    it = immigration(plan, stay_facts(plan))
    found = [each.finding for each in it.scenarios] + list(it.lawyer) + list(it.jobs)
    return {finding.rule.id: explain(finding).text for finding in found}


def shorter(knowledge: Knowledge) -> Knowledge:
    """The same data, with lists of countries and states that may lack some."""
    return replace(
        knowledge,
        entry_limits=tuple(replace(each, complete=False) for each in knowledge.entry_limits),
        policies={k: replace(p, complete=False) for k, p in knowledge.policies.items()},
        waivers=tuple(replace(each, complete=False) for each in knowledge.waivers),
    )


TEXT = (
    "season: 2028\napplicant: {citizenship: [India]}\n"
    "visa: {need: sponsorship, accepts: [j1, h1b]}\nconstraints: {states: {preferred: [Texas]}}\n"
)


def test_a_complete_list_says_no_and_the_day_on_which_it_was_complete(
    plan: Callable[[str], Scheduled],
) -> None:
    said = reasons(plan(TEXT))
    for rule in ("lawyer.entry", "scenario.entry-ban-2026", "scenario.uscis-hold"):
        assert "complete on 25 September 2026" in said[rule], rule
    assert "does not name your citizenship" in said["scenario.immigrant-visa-pause"]


def test_a_list_that_may_be_longer_never_says_no(
    plan: Callable[[str], Scheduled], knowledge: Knowledge
) -> None:
    """No sentence says that nothing names the applicant, where the list was not read whole."""
    made = plan(TEXT)
    said = reasons(make_schedule(made.read, shorter(knowledge), made.as_of))
    for rule in ("lawyer.entry", "scenario.entry-ban-2026", "scenario.uscis-hold"):
        assert "among those read on 25 September 2026" in said[rule], rule
        assert "complete" not in said[rule]
    assert "among those read on" in said["scenario.immigrant-visa-pause"]
    assert "among those read on" in said["jobs.regions"]
    assert "among those read on" in said["jobs.states"]


def test_no_list_at_all_is_no_complete_list(
    plan: Callable[[str], Scheduled], knowledge: Knowledge
) -> None:
    made = plan(TEXT)
    empty = make_schedule(made.read, replace(knowledge, entry_limits=(), waivers=()), made.as_of)
    assert empty.facts["applicant.entry_limit"].value == "unlisted"
    assert stay_facts(empty)["lists.regions_whole"].value is False


def test_a_limit_on_immigrant_visas_closes_no_training(plan: Callable[[str], Scheduled]) -> None:
    made = plan(TEXT.replace("India", "Turkmenistan"))
    assert entry(made) == []
    assert made.facts["applicant.entry_closed"].value is False
    assert "immigrant visas only" in reasons(made)["scenario.entry-ban-2026"]


def test_the_pause_of_immigrant_visas_names_those_on_its_list(
    plan: Callable[[str], Scheduled],
) -> None:
    said = reasons(plan(TEXT.replace("India", "Pakistan")))
    assert "Its list names your citizenship" in said["scenario.immigrant-visa-pause"]


def test_papers_of_the_palestinian_authority_are_named(plan: Callable[[str], Scheduled]) -> None:
    assert entry(plan(TEXT.replace("India", "Palestine"))) == ["entry-all"]
