"""A cohort in an evaluation: `python -m benchmarks load`."""
