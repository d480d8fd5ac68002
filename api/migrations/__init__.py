"""Migrations, in order. Constraints that the ORM does not emit are written as SQL."""
