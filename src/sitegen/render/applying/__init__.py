"""Views of the program list, the portfolio and the map."""
