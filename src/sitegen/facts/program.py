"""Facts about one row of the applicant's own program list, against this applicant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Value
from sitegen.profile import Profile
from sitegen.profile.choices import VisaKind
from sitegen.programs.model import Place, Program, Setting
from sitegen.programs.words import VisaClass
from sitegen.records import value_object

NAMES = {VisaKind.J1: "J-1", VisaKind.H1B: "H-1B"}
ANY_VISAS = ((VisaKind.J1,), (VisaKind.H1B,), (VisaKind.J1, VisaKind.H1B))
"""Every answer that an applicant who needs a visa may give."""

YES_NO_OPEN = {True: "yes", False: "no"}


@value_object(kw_only=True)
class Here:
    """What holds for every row: its part in the plan by specialty, names, day of application."""

    roles: Mapping[str, str | None]
    names: Mapping[str, str]
    opens: str | None


@value_object
class Kept(FactMaker):
    """Makes each fact once: many rows of a long list say the same."""

    made: dict[tuple[str, Value], Fact] = field(default_factory=dict)

    @classmethod
    def of(cls, make: FactMaker) -> Kept:
        """The same maker, with a memory."""
        return cls(make.kinds, make.places, make.knowledge)

    def told(self, name: str, value: Value, *paths: str) -> Fact:
        """A fact of a row. The paths of a name are always the same."""
        known = self.made.get((name, value))
        if known is None:
            known = self.made[name, value] = FactMaker.told(self, name, value, *paths)
        return known


def program_facts(
    program: Program, here: Here, p: Profile, make: FactMaker, applicant: Mapping[str, Fact]
) -> dict[str, Fact]:
    """Every fact about this row."""
    facts = [
        *_visa(make, program, p),
        *_sources(make, program, p),
        *_limits(make, program),
        *_weeks(make, program, here, applicant),
        *_where(make, program, p),
        make.told("program.role", here.roles.get(program.specialty, "other"), "plan.backup"),
        make.told("program.field", here.names.get(program.specialty, program.specialty)),
    ]
    return {fact.name: fact for fact in facts}


def visa_answer(program: Program, accepts: Sequence[VisaKind]) -> str:
    """One word: sponsors, refuses, exceptional, silent, or partly where only some is told."""
    told = {VisaKind.J1: program.j1, VisaKind.H1B: program.h1b}
    rare = program.visa_class is VisaClass.H1B_EXCEPTIONAL
    plain = [told[kind] for kind in accepts if not (rare and kind is VisaKind.H1B)]
    if True in plain:
        return "sponsors"
    if rare and VisaKind.H1B in accepts:
        return "exceptional"
    if all(each is False for each in plain):
        return "refuses"
    return "silent" if program.j1 is None and program.h1b is None else "partly"


def visa_words(program: Program) -> str:
    """What the row says on visas, as part of a sentence."""
    if program.visa_class is VisaClass.H1B_EXCEPTIONAL:
        first = {True: "J-1, and ", False: "no J-1, and ", None: ""}[program.j1]
        return f"{first}H-1B only for exceptional candidates"
    words = {
        (True, True): "J-1 and H-1B",
        (True, False): "J-1 only",
        (False, True): "H-1B only",
        (False, False): "no visa",
        (True, None): "J-1, and nothing about H-1B",
        (None, True): "H-1B, and nothing about J-1",
        (False, None): "no J-1, and nothing about H-1B",
        (None, False): "no H-1B, and nothing about J-1",
        (None, None): "nothing about visas",
    }
    return words[program.j1, program.h1b]


def differing(program: Program) -> tuple[VisaKind, ...]:
    """The visas on which FREIDA and the program's own site say yes and no."""
    pairs = {
        VisaKind.J1: (program.freida_j1, program.site_j1),
        VisaKind.H1B: (program.freida_h1b, program.site_h1b),
    }
    return tuple(
        kind for kind, (one, other) in pairs.items() if None not in (one, other) and one != other
    )


def _visa(make: FactMaker, program: Program, p: Profile) -> list[Fact]:
    accepts = p.visa.accepts
    possible = [tuple(accepts)] if accepts is not None else ANY_VISAS
    answers = {visa_answer(program, each) for each in possible}
    alone = {_rests_on_h1b(program, each) for each in possible}
    return [
        make.told(
            "program.visa_answer", answers.pop() if len(answers) == 1 else None, "visa.accepts"
        ),
        make.told("program.visas", visa_words(program)),
        make.told("program.wanted", _wanted(accepts)),
        make.told("program.needs_step3", alone.pop() if len(alone) == 1 else None, "visa.accepts"),
    ]


def _wanted(accepts: Sequence[VisaKind] | None) -> str:
    """The visas that somebody accepts, as the first part of a sentence."""
    if accepts is None:
        return "You have not told yet which visas you accept"
    return f"You accept {' or '.join(NAMES[kind] for kind in NAMES if kind in accepts) or 'none'}"


def _rests_on_h1b(program: Program, accepts: Sequence[VisaKind]) -> bool:
    """Whether H-1B is the only way, as far as the row says; a silent row rests on nothing."""
    j1 = program.j1 if VisaKind.J1 in accepts else False
    if VisaKind.H1B not in accepts or program.h1b is False or j1:
        return False
    return j1 is False or program.h1b is True


def _sources(make: FactMaker, program: Program, p: Profile) -> list[Fact]:
    mine = p.visa.accepts if p.visa.accepts is not None else tuple(NAMES)
    kinds = [kind for kind in differing(program) if kind in mine]
    said = {
        VisaKind.J1: (program.freida_j1, program.site_j1),
        VisaKind.H1B: (program.freida_h1b, program.site_h1b),
    }
    words = " ".join(
        f"{NAMES[kind]}: FREIDA says {YES_NO_OPEN[bool(said[kind][0])]}, "
        f"the program's site says {YES_NO_OPEN[bool(said[kind][1])]}"
        for kind in kinds
    ).replace(" H-1B:", "; H-1B:")
    return [
        make.told("program.sources_differ", bool(kinds)),
        make.told("program.answered", bool(program.answer)),
        make.told("program.sources_say", words or "nothing different"),
    ]


def _limits(make: FactMaker, program: Program) -> list[Fact]:
    """Limits of the row. Lists count all tries or only failed ones, so both readings must agree."""
    most = program.most_attempts
    return [
        make.told("program.names_years", program.most_years is not None),
        make.told("program.most_years", program.most_years, "programs"),
        make.told("program.names_step2", program.least_step2 is not None),
        make.told("program.least_step2", program.least_step2, "programs"),
        make.told("program.names_attempts", most is not None),
        make.told("program.most_attempts", most, "programs"),
        make.told("program.too_many_failed", None if most is None else most + 1, "programs"),
        make.told("program.few_failed", None if most is None else max(most - 1, 0), "programs"),
    ]


def _weeks(
    make: FactMaker, program: Program, here: Here, applicant: Mapping[str, Fact]
) -> list[Fact]:
    have, asked = applicant["applicant.us_weeks"].value, program.us_weeks
    lacking = None
    if asked is not None and isinstance(have, (int, float)):
        lacking = max(0, asked - have)
    return [
        make.told("program.names_weeks", asked is not None),
        make.told("program.us_weeks", asked, "programs"),
        make.told("program.weeks_lacking", lacking, "us_experience"),
        make.told("program.weeks_day", here.opens, "season"),
    ]


def _where(make: FactMaker, program: Program, p: Profile) -> list[Fact]:
    return [
        make.told("program.ruled_out", _ruled_out(program, p)),
        make.told("program.place", program.state, "the state of the program"),
    ]


def _ruled_out(program: Program, p: Profile) -> str:
    """The first thing that rules the place out, "no", or "untold" where the row says too little."""
    wish, states = p.constraints, p.constraints.states
    excluded = (states.excluded if states else None) or ()
    narrow = bool(states and states.preferred and states.open_to_all is False)
    checks: tuple[tuple[str, bool, object, object], ...] = (
        ("rural", wish.rural is False, program.town, Place.RURAL),
        ("smaller_city", wish.smaller_city is False, program.town, Place.SMALLER_CITY),
        ("community", wish.community_hospitals is False, program.setting, Setting.COMMUNITY),
    )
    if program.state in excluded:
        return "excluded"
    if narrow and states and program.state and program.state not in (states.preferred or ()):
        return "elsewhere"
    for name, refused, found, shunned in checks:
        if refused and found is shunned:
            return name
    unsure = program.state is None and (bool(excluded) or narrow)
    unsure |= any(refused and found is None for _, refused, found, _ in checks)
    return "untold" if unsure else "no"
