"""The view of what would change the plan."""
