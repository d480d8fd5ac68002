"""Learning: published classes, enrolment, progress, checks of understanding."""
