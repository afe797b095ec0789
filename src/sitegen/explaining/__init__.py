"""One rule, specialty or number of a plan, told in text down to its line in the data."""
