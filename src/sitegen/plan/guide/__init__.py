"""The parts of the guide, each for one applicant."""
