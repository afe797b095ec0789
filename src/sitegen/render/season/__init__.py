"""Views of the season, the rank list and the Match."""
