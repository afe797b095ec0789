"""The applicant's own program list, read from CSV text. Licensed lists are never shipped."""

from sitegen.programs.clean import clean_list, template
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.model import Place, Program, Setting, Signal, Track
from sitegen.programs.read import programs_in, read_programs
from sitegen.programs.sentences import VisaClass, VisaPhrase, VisaReading, visa_class

__all__ = [
    "COLUMNS",
    "LAYOUT",
    "Place",
    "Program",
    "Setting",
    "Signal",
    "Track",
    "VisaClass",
    "VisaPhrase",
    "VisaReading",
    "clean_list",
    "programs_in",
    "read_programs",
    "template",
    "visa_class",
]
