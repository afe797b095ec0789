"""Views of the parts of the guide."""
