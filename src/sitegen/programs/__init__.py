"""The applicant's own program list. Licensed lists are never shipped."""

from sitegen.programs.clauses import VisaWords
from sitegen.programs.clean import clean_list, template
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.model import Place, Program, Setting, Signal, Track
from sitegen.programs.read import About, open_list, parts_of, programs_in, read_programs
from sitegen.programs.sentences import VisaClass, VisaReading, visa_class

__all__ = [
    "COLUMNS",
    "LAYOUT",
    "About",
    "Place",
    "Program",
    "Setting",
    "Signal",
    "Track",
    "VisaClass",
    "VisaReading",
    "VisaWords",
    "clean_list",
    "open_list",
    "parts_of",
    "programs_in",
    "read_programs",
    "template",
    "visa_class",
]
