"""Where the parts of the project lie."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
COURSES = ROOT / "content" / "courses"
CONTRACT = ROOT / "api" / "schema.graphql"
NETLIFY = ROOT / "netlify.toml"
