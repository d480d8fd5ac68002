"""Evaluations: papers, attempts, scoring."""
