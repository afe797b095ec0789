"""The view of each page: its values, in the module that has the name of its text."""
