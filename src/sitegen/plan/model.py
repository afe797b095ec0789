"""The plan: every conclusion with the findings behind it. Plain frozen values, ready for JSON.

It is made in stages, each a type that holds the one before it: `Decided`, `Scheduled`, `Plan`. A
later conclusion takes the earlier ones as arguments (`plan/make.py`), and a page only reads them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.chance.odds import Chance
from sitegen.facts.model import Facts
from sitegen.plan.applying.candidates import Candidacy
from sitegen.plan.applying.geography import Geography
from sitegen.plan.applying.offers import Offers
from sitegen.plan.applying.own_list import OwnList
from sitegen.plan.applying.portfolio import Portfolio
from sitegen.plan.assessment import Assessment
from sitegen.plan.basis import Basis
from sitegen.plan.card import Card
from sitegen.plan.chance.chance_method import Example, Lever
from sitegen.plan.chance.chance_report import ChanceReport, Move, Way
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.pulls import Pull
from sitegen.plan.chance.trials import Check
from sitegen.plan.decided import Scheduled
from sitegen.plan.decision.model import Compared
from sitegen.plan.guide.budget import Budget
from sitegen.plan.guide.commitment import Worksheets
from sitegen.plan.guide.counsel import Word
from sitegen.plan.guide.disagreements import Point
from sitegen.plan.guide.documents import Documents
from sitegen.plan.guide.ethics import Ethics
from sitegen.plan.guide.faq import Questions
from sitegen.plan.guide.immigration import Immigration
from sitegen.plan.guide.pathways import Pathways
from sitegen.plan.guide.states import StateLimits
from sitegen.plan.guide.year import Ledger
from sitegen.plan.pages import Page
from sitegen.plan.quantities.value import Value
from sitegen.plan.season.algorithm import Algorithm
from sitegen.plan.season.cockpit import Cockpit
from sitegen.plan.season.interviews import Interviews
from sitegen.plan.season.ranking import Ranking
from sitegen.plan.stages import Reasons
from sitegen.plan.timeline import Timeline
from sitegen.plan.whatif.changes import WhatIf
from sitegen.records import record


@record
class Matching:
    """The chance of matching, and how it is made.

    `start` is the chance to start once matched, None where a limit on entry names the citizenship;
    `begun` is matched and able to start, and `moves` what each part does, both by specialty.
    `example` is the chance of the first field of the plan line by line; `levers` and `ends` are its
    judged quantities and its judged factors at both ends, the latter by rule. `pulls` is by measure
    and specialty.
    """

    chances: Chances
    start: Chance | None
    begun: Mapping[str, Chance]
    ways: tuple[Way, ...]
    moves: Mapping[str, tuple[Move, ...]]
    example: Example | None
    levers: tuple[Lever, ...]
    ends: Mapping[str, tuple[Chance, Chance]]
    pulls: Mapping[str, Mapping[str, Pull]]
    report: ChanceReport
    backtest: tuple[Check, ...]


@record
class Guide:
    """The parts of the guide. `stay` are facts for immigration, states and the program list."""

    assessment: Assessment
    documents: Documents
    commitment: Worksheets
    budget: Budget
    lost_year: Ledger
    stay: Facts
    immigration: Immigration
    states: StateLimits
    pathways: Pathways
    ethics: Ethics
    questions: Questions
    disagreements: tuple[Point, ...]
    counsel: tuple[Word, ...]


@record
class Applying:
    """Where to apply: the own list judged, what is on offer, and the choice among it."""

    candidacies: tuple[Candidacy, ...]
    offers: Offers
    own_list: OwnList
    portfolio: Portfolio
    geography: Geography


@record
class InSeason:
    """What the season brings. `tracked` counts the tracker, `spoken_for` is what to prepare for."""

    tracked: Facts
    spoken_for: tuple[Card, ...]
    interviews: Interviews
    ranking: Ranking
    cockpit: Cockpit
    algorithm: Algorithm


@record
class Plan(Scheduled):
    """The whole: everything one applicant's site, PDF and JSON are made from.

    `quantities` lists every number of it by key. Compared by identity.
    """

    reasons: Reasons
    compared: Compared
    timeline: Timeline
    matching: Matching
    guide: Guide
    applying: Applying
    in_season: InSeason
    whatif: WhatIf
    basis: Basis
    pages: tuple[Page, ...]
    quantities: Mapping[str, Value]
