"""Backup-specialty plans for international medical graduates, built on the reader's own machine."""

__version__ = "0.1.0"
