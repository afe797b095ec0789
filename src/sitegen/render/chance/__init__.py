"""Views of the chance, its method and its back-test."""
