"""`civicstat new`: a data package begun from a file, so that staff write only what no program can know."""
