"""What every specialty is weighed with on one day, whoever applies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.chance.groups import Group, groups_of
from sitegen.knowledge.model import Knowledge
from sitegen.plan.chance.likelihood import Bands
from sitegen.plan.chance.terms import ModelTerms
from sitegen.records import value_object


@value_object
class Scales:
    """What every specialty is weighed with, whoever applies: printed groups, judgements, bands."""

    knowledge: Knowledge
    as_of: dt.date
    groups: Mapping[str, Group]
    terms: ModelTerms
    bands: Bands

    @classmethod
    def of(cls, knowledge: Knowledge, as_of: dt.date) -> Scales:
        """Those of one day."""
        return cls(
            knowledge,
            as_of,
            groups_of(knowledge.specialties),
            ModelTerms(knowledge, as_of),
            Bands(knowledge, as_of),
        )
