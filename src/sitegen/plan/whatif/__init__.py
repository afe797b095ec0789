"""What would change the plan: made again with other answers."""
