"""Profiles: the biodata that a participant fills in, and what it decides."""
