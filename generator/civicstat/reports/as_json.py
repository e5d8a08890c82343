"""The report as Frictionless writes it, with civicstat's own findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from civicstat import __version__
from civicstat.reports.masking import masked_task
from civicstat.reports.words import masked

if TYPE_CHECKING:
    from civicstat.validation import Validation


def as_json(validation: Validation, docs: str = "") -> str:  # noqa: ARG001 - every form takes it
    """The report of `frictionless validate --json`, each task and error with its package, and our findings.

    Cells that may tell of a person are masked where an error quotes them.
    """
    errors = [{**error, "package": p.name} for p in validation.packages for error in p.verdict.errors]
    tasks = [{**masked_task(task), "package": p.name} for p in validation.packages for task in p.verdict.tasks]
    report = {
        "valid": validation.valid,
        "stats": {
            "tasks": len(tasks),
            "errors": len(errors) + sum(task["stats"]["errors"] for task in tasks),
            # A table's warnings count in its own task alone: those of the report are of the report itself.
            "warnings": 0,
            "seconds": round(sum(task["stats"]["seconds"] for task in tasks), 3),
        },
        "warnings": [],
        "errors": errors,
        "tasks": tasks,
        "civicstat": {
            "version": __version__,
            "findings": [masked(f).as_json() for p in validation.packages for f in p.own],
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
