"""civicstat: a static-site generator for open data and progress publishing."""

__version__ = "0.1.0"
