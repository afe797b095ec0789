"""The folder that a build writes: what it holds, and how a new plan takes the place of the last."""
