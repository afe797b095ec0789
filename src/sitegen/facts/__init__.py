"""Derived quantities with their origin. Pure: no files, no clock."""
