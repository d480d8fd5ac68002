"""Reminders: two letters at most to whoever stopped in the middle of a class, if the office has turned them on."""
