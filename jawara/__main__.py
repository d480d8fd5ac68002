"""`python -m jawara`, where the script is not on the path."""

from jawara.cli import app

if __name__ == "__main__":
    app()
