"""What `start.py` does: make the environment `.venv`, then run one verb in it.

Runs before anything is installed, so it imports the standard library only.
"""
