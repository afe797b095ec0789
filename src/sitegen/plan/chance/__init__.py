"""The chance of matching: for one applicant, as a report, as a method, against other figures."""
