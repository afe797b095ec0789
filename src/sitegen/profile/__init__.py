"""One applicant: the fields of a profile, and how it is read and checked."""

from sitegen.profile.fields import Profile
from sitegen.profile.read import ReadProfile, named_lists, profile_schema, read_profile

__all__ = ["Profile", "ReadProfile", "named_lists", "profile_schema", "read_profile"]
