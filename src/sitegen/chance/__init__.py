"""The chance of matching, from published groups and marked judgements. Numbers only."""
