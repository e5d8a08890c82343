"""Run civicstat as `python -m civicstat`."""

from civicstat.cli import app

if __name__ == "__main__":
    app()
