"""Checks that span the files of `data/`: citations, units, names and ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from collections.abc import Mapping as AbstractMapping
from typing import Any

from sitegen.diagnostics import Location, Problems, flatten, shorten
from sitegen.knowledge.addresses import check_addresses
from sitegen.knowledge.aging_check import check_aging
from sitegen.knowledge.cited import cited
from sitegen.knowledge.factor_check import check_factors
from sitegen.knowledge.fee_check import check_steps
from sitegen.knowledge.figure_check import check_derived, check_parts, check_total
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.likelihood import parameters_named
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.next_steps import condition_step, day_step, name_step, range_fault
from sitegen.knowledge.parameter_check import check_parameter
from sitegen.knowledge.questions import check_questions
from sitegen.knowledge.ranges import is_day, within
from sitegen.knowledge.rulebook import (
    GROUPS,
    Condition,
    Rule,
    Step,
    Threshold,
    conditions,
    well_formed,
)
from sitegen.knowledge.season_check import check_patterns
from sitegen.knowledge.task_order import check_task_order
from sitegen.knowledge.units import BOUNDS, SourceKind, Unit, ValueKind
from sitegen.patterns import regex

Where = Callable[[str, str], Location]

PLACEHOLDER = regex(r"\{([a-z0-9_.]+)(?::plain)?\}")


def check_consistency(
    knowledge: Knowledge, at: Where, problems: Problems, own: Collection[str] = ()
) -> None:
    """Record every value without a citation that holds, and every name that points nowhere.

    `own` are the files of a local pack, whose values need not cite every shipped source.
    """
    _Checker(knowledge, at, problems, own).run()


class _Checker:
    def __init__(
        self, knowledge: Knowledge, at: Where, problems: Problems, own: Collection[str]
    ) -> None:
        self.k = knowledge
        self.at = at
        self.problems = problems
        self.own = own
        self.used: set[str] = set()

    def run(self) -> None:
        for specialty in self.k.specialties.values():
            path = f"specialties/{specialty.id}.yaml"
            self.evidence(specialty.about.figures, path, "figures.")
            check_parts(specialty, self.at, self.problems)
            for part, block in (
                ("traits", specialty.about.traits),
                ("training", specialty.about.training),
            ):
                if block:
                    self.source(block.source, block.kind, self.at(path, part))
            if specialty.about.traits:
                self.traits(specialty.about.traits, path)
        self.evidence(self.k.overall, "overall.yaml", "")
        total = self.k.overall.get("overall_rate_preferred")
        at = self.at("overall.yaml", "overall_rate_preferred")
        check_total(self.k.specialties.values(), total, at, self.problems)
        self.parameters()
        self.fees()
        for i, pathway in enumerate(self.k.pathways):
            it = pathway.strength
            if not it.low <= it.value <= it.high:
                where = self.at("pathways.yaml", f"[{i}]")
                self.outside(where, "a strength", it.low, it.value, it.high)
        self.fellowships()
        check_addresses(self.k.sources, self.at, self.problems)
        check_aging(self.k, self.at, self.problems)
        needed = {"priority.yaml": self.k.bands, "state-tiles.yaml": self.k.state_tiles}
        needed |= {"likelihood.yaml": self.k.likelihoods}
        needed |= {f"fees/{name}.yaml": each for name, each in self.k.fees.items()}
        for path in (path for path, found in needed.items() if not found):
            self.empty(path)
        check_patterns(self.k.season_patterns, self.k.seasons, self.at, self.problems)
        for season in self.k.seasons.values():
            for name, date in season.dates.items():
                where = self.at(f"seasons/{season.year}.yaml", f"dates.{name}")
                self.source(date.source, date.kind, where)
                if date.kind is ValueKind.JUDGEMENT and not within(date.low, date.date, date.high):
                    self.outside(where, "an estimated date", date.low, date.date, date.high)
        for each in cited(self.k):
            self.source(each.source, each.kind, self.at(each.file, each.part))
        self.guide()
        self.rules()
        self.factors()
        check_questions(self.k.questions, self.at, self.problems)
        self.unused()

    def guide(self) -> None:
        """Tasks name phases, dates and facts that exist; everything else has its citation."""
        phases = {phase.id for phase in self.k.phases}
        dates = {name for season in self.k.seasons.values() for name in season.dates}
        ids = Counter(task.id for task in self.k.task_templates)
        for task in self.k.task_templates:
            where = self.at("tasks", task.id)
            if ids[task.id] > 1:
                self.problems.add(
                    "D103",
                    where,
                    f"the task {task.id} stands twice",
                    "give one of the two another id",
                )
            self.known(task.phase, phases, "phase", where)
            if task.before:
                self.known(task.before.date, dates, "date of a season", where)
            for other in task.after:
                self.known(other, ids, "task", where)
            for name in PLACEHOLDER.findall(
                " ".join(filter(None, (task.text, task.text_unknown, task.why, task.late)))
            ):
                self.known(name, self.k.facts, "fact", where)
            self.conditions(task.when, where)
        check_task_order(self.k.task_templates, self.at, self.problems)
        for name, words in self.k.season_words.items():
            where = self.at("season-words.yaml", name)
            self.known(name, dates, "date of a season", where)
            self.known(words.phase, phases, "phase", where)
            self.conditions(words.when, where)
        for key, cost in self.k.costs.items():
            where = self.at("costs.yaml", key)
            self.source(cost.source, cost.kind, where)
            self.conditions(cost.when, where)
            if cost.kind is ValueKind.JUDGEMENT and not within(cost.low, cost.value, cost.high):
                self.outside(where, "a judgement", cost.low, cost.value, cost.high)
        for key, policy in self.k.policies.items():
            where = self.at("policies.yaml", key)
            self.conditions(policy.warns, where)
            changes = {"", *(s.id for s in self.k.scenarios)}
            self.known(policy.instead or "", changes, "change", where)
        self.what_ifs(list(ids), dates)
        self.scenarios()

    def what_ifs(self, tasks: Sequence[str], dates: Set[str]) -> None:
        """What would change a plan names tasks, prices and dates that exist."""
        ids = [each.id for each in self.k.scenarios]
        for i, each in enumerate(self.k.scenarios):
            where = self.at("scenarios.yaml", f"[{i}]")
            self.source(each.source, each.kind, where)
            self.conditions(each.when, where)
            if ids.count(each.id) > 1:
                self.problems.add(
                    "D103",
                    where,
                    f"the scenario {each.id} stands twice",
                    "give one of the two another id",
                )
            for task in each.tasks:
                self.known(task, tasks, "task", where)
            for cost in (*each.costs, *each.abroad):
                self.known(cost, self.k.costs, "price", where)
            if each.before:
                self.known(each.before.date, dates, "date of a season", where)
            for amount in filter(None, (each.takes, each.usd)):
                if amount.low > amount.high:
                    self.outside(where, "an amount", amount.low, None, amount.high)

    def fellowships(self) -> None:
        """Their citations, and the pathways through them: each begins in a fitting residency."""
        for key, fellowship in self.k.fellowships.items():
            years = fellowship.years
            self.source(years.source, years.kind, self.at("fellowships.yaml", f"{key}.years"))
            self.evidence(fellowship.figures, "fellowships.yaml", f"{key}.figures.")
        for i, pathway in enumerate(self.k.pathways):
            where = self.at("pathways.yaml", f"[{i}].fellowship")
            for name in pathway.fellowship:
                self.known(name, self.k.fellowships, "fellowship", where)
                if name in self.k.fellowships:
                    open_to = self.k.fellowships[name].open_to
                    self.known(pathway.to, open_to, f"residency that leads to {name}", where)

    def scenarios(self) -> None:
        """Each policy has the rule that says what it does to a person, and no rule is left over."""
        rules = {rule.id for rule in self.k.rules_in("scenarios")}
        for key in self.k.policies:
            if f"scenario.{key}" not in rules:
                self.problems.add(
                    "D213",
                    self.at("policies.yaml", key),
                    f"the policy {key} has no rule",
                    f"add the rule scenario.{key} to the group scenarios",
                    missing=f"scenario.{key}",
                )
        for rule in sorted(rules):
            if rule.removeprefix("scenario.") not in self.k.policies:
                bare = [key for key in self.k.policies if f"scenario.{key}" not in rules]
                self.problems.add(
                    "D213",
                    self.at("rules", rule),
                    f"the rule {rule} has no policy",
                    f"rename it to scenario.{bare[0]} if it belongs to that policy; else delete it"
                    if len(bare) == 1
                    else "delete it, or add its policy to policies.yaml",
                    missing=rule.removeprefix("scenario."),
                )

    def evidence(self, table: object, path: str, prefix: str) -> None:
        assert isinstance(table, dict)
        for metric, evidence in table.items():
            where = self.at(path, prefix + metric)
            self.known(metric, self.k.metrics, "metric", where)
            for figure in (evidence.use, *evidence.also):
                self.figure(figure, metric, where)
            if evidence.also and not evidence.why:
                self.problems.add(
                    "D205",
                    where,
                    f"several sources give {metric}, and none says why one is used",
                    "add a line why: …",
                )

    def figure(self, figure: Figure, metric: str, where: Location) -> None:
        self.source(figure.source, figure.kind, where)
        check_derived(figure, where, self.problems)
        if metric in self.k.metrics:
            self.inside(figure.value, self.k.metrics[metric].unit, where)
        if not figure.locator.strip():
            self.problems.add(
                "D202",
                where,
                "the locator is empty",
                "name the table, page or paragraph where the value stands",
            )
        ranged = within(figure.low, figure.value, figure.high)
        if figure.kind is ValueKind.JUDGEMENT and not ranged:
            self.outside(where, "a judgement", figure.low, figure.value, figure.high)

    def inside(self, value: object, unit: Unit, where: Location) -> None:
        if unit not in BOUNDS or value is None:
            return
        if not isinstance(value, (int, float)):
            found = f"{shorten(str(value), 30)} is no number, and the unit is {unit.value}"
            hint = "write the number alone; words belong into note"
            self.problems.add("D203", where, found, hint)
            return
        low, high = BOUNDS[unit]
        if not low <= value <= high:
            self.problems.add(
                "D203",
                where,
                f"{value:g} is outside what {unit.value} can be: {low:g} to {high:g}",
                "look the value up again, and check its unit",
            )

    def source(self, key: str, kind: ValueKind, where: Location) -> None:
        self.used.add(key)
        self.known(key, self.k.sources, "source", where)
        source = self.k.sources.get(key)
        if source and (kind is ValueKind.JUDGEMENT) != (source.kind is SourceKind.JUDGEMENT):
            self.problems.add(
                "D206",
                where,
                f"kind says {kind.value}, but the source {key} is {source.kind.value}",
                "write kind: published if that source prints the value; else cite a judgement"
                if kind is ValueKind.JUDGEMENT
                else "cite the report that prints the value, or write kind: judgement with its "
                "low and high",
            )

    def known(self, name: str, names: Iterable[str], noun: str, where: Location) -> None:
        pool = names if isinstance(names, AbstractMapping | Set) else set(names)
        if name not in pool:
            close = self.problems.nearest("D201", name, pool)
            hint = f'did you mean "{close}"?' if close else name_step(noun, pool)
            self.problems.add("D201", where, f"{name} is not a known {noun}", hint, missing=name)

    def traits(self, traits: object, path: str) -> None:
        for name in type(traits).__dataclass_fields__:  # type: ignore[attr-defined]
            trait = getattr(traits, name)
            if hasattr(trait, "low") and not trait.low <= trait.value <= trait.high:
                where = self.at(path, f"traits.{name}")
                self.outside(where, "a trait", trait.low, trait.value, trait.high)

    def parameters(self) -> None:
        for i, name in parameters_named(self.k.likelihoods):
            self.known(name, self.k.parameters, "parameter", self.at("likelihood.yaml", f"[{i}]"))
        for name, parameter in self.k.parameters.items():
            path = f"parameters/{name.replace('.', '/')}.yaml"
            check_parameter(name, parameter, path, self.at, self.problems)
            if not parameter.values:
                self.empty(path, "values")
            for day, value in parameter.values.items():
                where = self.at(path, f"values.{day}")
                if not is_day(day):
                    told = f"{flatten(day)} is not a date"
                    self.problems.add("D207", where, told, day_step(day))
                self.source(value.source, value.kind, where)
                self.inside(value.value, parameter.unit, where)
                if (
                    value.kind is ValueKind.JUDGEMENT
                    and value.value is not None
                    and not within(value.low, value.value, value.high)
                ):
                    self.outside(where, "a judgement", value.low, value.value, value.high)

    def fees(self) -> None:
        for service, schedules in self.k.fees.items():
            for i, schedule in enumerate(schedules):
                where = self.at(f"fees/{service}.yaml", f"[{i}]")
                self.source(schedule.source, schedule.kind, where)
                self.source(schedule.transcript.source, schedule.transcript.kind, where)
                self.inside(schedule.transcript.value, Unit.USD, where)
                check_steps(schedule.steps, where, self.problems)

    def rules(self) -> None:
        seen: set[str] = set()
        for rule in self.k.rules:
            where = self.at("rules", rule.id)
            if rule.id in seen:
                hint = "give one of the two another id"
                self.problems.add("D103", where, f"the rule {rule.id} stands twice", hint)
            seen.add(rule.id)
            self.known(rule.group, GROUPS, "group of rules", where)
            for key in rule.sources:
                self.used.add(key)
                self.known(key, self.k.sources, "source", where)
            for step in (*rule.steps, rule.otherwise):
                self.step(rule, step, where)

    def factors(self) -> None:
        """Judged factors count facts that exist, and cite their judgement."""
        check_factors(self.k.factors, self.at, self.problems)
        for name, factor in self.k.factors.items():
            where = self.at(f"factors/{name}.yaml", "")
            for key in factor.sources:
                self.used.add(key)
                self.known(key, self.k.sources, "source", where)
            for counted in factor.counts:
                self.known(counted.fact, self.k.facts, "fact", where)
            says = (*factor.says, *(factor.instead.says if factor.instead else ()))
            for text in (*(said.say for said in says), factor.unknown):
                for slot in PLACEHOLDER.findall(text):
                    self.known(slot, self.k.facts, "fact", where)
            self.conditions(factor.instead.when if factor.instead else None, where)

    def step(self, rule: Rule, step: Step, where: Location) -> None:
        for name in PLACEHOLDER.findall(step.say):
            self.known(name, self.k.facts, "fact", where)
        if step is rule.otherwise and step.when is not None:
            hint = "take when away, or make it one of the steps"
            self.problems.add("D209", where, "otherwise has a condition", hint)
        elif step is not rule.otherwise and step.when is None:
            hint = "add when: and its condition, or make it the otherwise of the rule"
            self.problems.add("D209", where, "a step has no condition", hint)
        it = step.points
        if it and not within(it.low, it.use, it.high):
            self.outside(where, "the use of points", it.low, it.use, it.high)
        self.conditions(step.when, where)

    def conditions(self, when: Condition | None, where: Location) -> None:
        """Names and form of a condition and of all inside it."""
        for condition in conditions(when):
            for threshold in (condition.at_least, condition.at_most):
                if isinstance(threshold, Threshold) and threshold.parameter:
                    self.known(threshold.parameter, self.k.parameters, "parameter", where)
                if isinstance(threshold, Threshold) and threshold.fact:
                    self.known(threshold.fact, self.k.facts, "fact", where)
            if condition.fact:
                self.known(condition.fact, self.k.facts, "fact", where)
            if not well_formed(condition):
                told = "a condition holds one fact and one comparison, or one group"
                self.problems.add("D210", where, told, condition_step(condition))

    def empty(self, path: str, part: str = "") -> None:
        self.problems.add(
            "D102",
            self.at(path, part),
            "nothing stands here, and something has to",
            "write at least one entry",
        )

    def outside(self, where: Location, what: str, low: Any, value: Any, high: Any) -> None:
        self.problems.add("D204", where, *range_fault(what, low, value, high))

    def unused(self) -> None:
        for key in sorted(set(self.k.sources) - self.used):
            where = self.at("sources", key)
            if not self.own or where.file in self.own:
                told = f"no value cites the source {key}"
                self.problems.add("D211", where, told, "delete it, or cite it")
