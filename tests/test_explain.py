"""What stands behind one rule, specialty or number, as `sitegen explain` tells it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen import resources
from sitegen.cli import main
from sitegen.explain import explain
from sitegen.explaining.found import found_in
from sitegen.explaining.quantity import family_of
from sitegen.explaining.rule import general, rule_ids
from sitegen.explaining.subject import Data
from sitegen.knowledge.model import Knowledge
from sitegen.plan.model import Plan
from sitegen.planjson import plan_data
from tests.conftest import AS_OF, ROOT, Run
from tests.sites import profile_of

SAMPLE = profile_of("anesthesiology-hopeful")
DAY = AS_OF.isoformat()


@pytest.fixture(scope="module")
def data(knowledge: Knowledge) -> Data:
    from sitegen import inputs

    texts, _ = inputs.data_texts(None)
    files = {path: f"data/{path}" for path in texts}
    cases = resources.texts("tests/rules", ".yaml")
    return Data(known=knowledge, texts=texts, files=files, cases=cases, as_of=AS_OF)


@pytest.fixture(scope="module")
def plan(knowledge: Knowledge) -> Plan:
    from sitegen import inputs
    from sitegen.plan.make import make_plan

    return make_plan(inputs.both(SAMPLE, None, AS_OF)[1], knowledge, AS_OF)


@pytest.fixture(autouse=True)
def made_once(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command takes the plan of the sample that is there already."""
    monkeypatch.setattr("sitegen.plan.make.make_plan", lambda *_: plan)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_rule_shows_its_steps_its_sources_its_cases_and_the_line_where_it_stands(
    sitegen: Run,
) -> None:
    told = flat(sitegen("explain", "backup.story").output)
    for part in (
        "backup.story: Something already leads there",
        "strength of the best pathway from the first choice: 2 or more → pass",
        "Otherwise → stop",
        "sitegen-judgement",
        "4 weeks there are a story.",
        "3 weeks there are no story.",
    ):
        assert part in told
    place = re.search(r"data/rules/backup\.yaml:(\d+)", told)
    rows = (ROOT / "data/rules/backup.yaml").read_text("utf-8").splitlines()
    assert place and rows[int(place[1]) - 1] == "- id: backup.story"


def test_a_threshold_that_is_kept_elsewhere_comes_with_date_source_and_place(
    sitegen: Run, knowledge: Knowledge
) -> None:
    told = flat(sitegen("explain", "flag.graduation", "--as-of", DAY).output)
    name = next(n for n in knowledge.parameters if n in told)
    assert f"confirmed on {knowledge.parameters[name].checked_on.day}" in told
    assert re.search(rf"data/parameters/{name.replace('.', '/')}\.yaml:\d+", told)


def test_the_result_of_a_rule_is_the_one_of_the_plan_in_its_own_words(
    sitegen: Run, plan: Plan
) -> None:
    told = flat(sitegen("explain", "fit.place", SAMPLE, "--as-of", DAY).output)
    found = found_in(plan, "fit.place")
    assert len({each.of for each in found}) > 20
    for each in found:
        assert flat(explain(each.finding).text) in told
        assert explain(each.finding).moved in told
    line = explain(found[0].finding).profile_roots[0].location.line
    assert f"{SAMPLE}:{line}:" in told


def test_every_rule_can_be_explained_and_its_place_is_found(data: Data, plan: Plan) -> None:
    names = rule_ids(data)
    assert len(names) > 100
    for name in names:
        told = "\n".join(general(data, name))
        assert re.search(r"\ndata/(rules/\S+\.yaml:\d+|factors/\S+\.yaml)\n", told), name
        assert "{" not in told, name


def test_most_rules_have_a_result_in_the_plan_of_a_sample(data: Data, plan: Plan) -> None:
    kept = plan_data(plan)
    named = set(re.findall(r'"rule": "([^"]+)"', json.dumps(kept, default=str)))
    asked = named & {"backup.story", "chance.visa", "part.base", "dual.decision", "faq.switch"}
    assert len(asked) >= 4
    assert [rule for rule in asked if not found_in(plan, rule)] == []


def test_every_number_of_a_plan_belongs_to_a_group_that_is_told(data: Data, plan: Plan) -> None:
    assert len(plan.quantities) > 1000
    assert sorted({k.split(".")[0] for k in plan.quantities if not family_of(data, k)}) == []


def test_a_chance_shows_its_parts_with_the_people_that_each_moves(sitegen: Run, plan: Plan) -> None:
    told = sitegen("explain", "chance.somewhere.middle", SAMPLE, "--as-of", DAY).output
    for end in ("low", "middle", "high"):
        assert f"chance.somewhere.{end} = {plan.quantities[f'chance.somewhere.{end}']}\n" in told
    for name in plan.matching.chances.somewhere[-1].specialties:
        assert plan.card(name).specialty.title in told
    assert told.count("part.base: Base rate: begins at") == 2
    assert "chance.luck-shared" in told and "0.2 to 0.8" in told


def test_a_cost_shows_the_fees_and_what_binds(sitegen: Run, plan: Plan) -> None:
    told = flat(sitegen("explain", "cost.applications", SAMPLE, "--as-of", DAY).output)
    assert f"cost.applications = {plan.quantities['cost.applications']}" in told
    assert "1 to 30: $11 each" in told and "31 and more: $30 each" in told
    assert "eras-prices-2027" in told and "Your budget sets the number." in told


def test_a_specialty_shows_its_figures_its_ratings_and_its_gates(sitegen: Run) -> None:
    told = flat(sitegen("explain", "peds", SAMPLE, "--as-of", DAY).output)
    assert "of them matched to it: 542 people (NRMP 2026; nrmp-charting-2026" in told
    assert "Match likelihood:" in told and "Personal fit:" in told
    assert "backup.story: Something already leads there: pass." in told


def test_what_a_pack_changed_is_shown_line_by_line(tmp_path: Path) -> None:
    text = (ROOT / "data/rules/fit.yaml").read_text("utf-8")
    (tmp_path / "rules").mkdir()
    changed = text.replace("use: 3.5, low: 3.25", "use: 3.6, low: 3.25", 1)
    (tmp_path / "rules" / "fit.yaml").write_text(changed, encoding="utf-8")
    args = ["explain", "fit.start", "--data", str(tmp_path)]
    told = CliRunner().invoke(main, args).output.split("Where your data")[1]
    assert re.search(r"-\s+→ \+3\.5 points", told) and re.search(r"\+\s+→ \+3\.6 points", told)


@pytest.mark.parametrize(
    ("word", "offered"),
    [("fit.plaec", "fit.place"), ("pediatrcs", "pediatrics"), ("chance.vissa", "chance.visa")],
)
def test_a_name_that_is_not_known_gets_the_nearest_ones(
    sitegen: Run, word: str, offered: str
) -> None:
    result = sitegen("explain", word)
    assert result.exit_code == 2
    assert offered in result.output and "Traceback" not in result.output


def test_a_number_that_this_plan_does_not_hold_gets_the_nearest_ones(sitegen: Run) -> None:
    result = sitegen("explain", "chance.internal-medicin", SAMPLE, "--as-of", DAY)
    assert result.exit_code == 2
    assert "chance.internal-medicine" in result.output


def test_without_a_name_everything_that_can_be_asked_is_listed(sitegen: Run, data: Data) -> None:
    told = sitegen("explain").output
    assert told == sitegen("explain", "--list").output
    assert [name for name in (*rule_ids(data), *data.known.specialties) if name not in told] == []


def test_no_line_is_wider_than_a_terminal_but_for_addresses(sitegen: Run) -> None:
    for words in ((), ("visa.doors",), ("psychiatry", SAMPLE)):
        lines = sitegen("explain", *words).output.splitlines()
        assert len(lines) > 20
        assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []
