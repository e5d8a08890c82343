"""Progress: sprints and the strategy, their measures, and whether the city does what it said."""
