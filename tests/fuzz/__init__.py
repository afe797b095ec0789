"""Random files that look like those people write: what reads them answers, and never breaks."""
