"""The report as Frictionless writes it, with civicstat's own findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from civicstat import __version__

if TYPE_CHECKING:
    from civicstat.validation import Validation


def as_json(validation: Validation, docs: str = "") -> str:  # noqa: ARG001 - every form takes it
    """The report of `frictionless validate --json`, each task and error with its package, and our findings."""
    errors = [{**error, "package": p.name} for p in validation.packages for error in p.verdict.errors]
    tasks = [{**task, "package": p.name} for p in validation.packages for task in p.verdict.tasks]
    report = {
        "valid": validation.valid,
        "stats": {
            "tasks": len(tasks),
            "errors": len(errors) + sum(task["stats"]["errors"] for task in tasks),
            "warnings": sum(task["stats"]["warnings"] for task in tasks),
            "seconds": round(sum(task["stats"]["seconds"] for task in tasks), 3),
        },
        "warnings": [],
        "errors": errors,
        "tasks": tasks,
        "civicstat": {
            "version": __version__,
            "findings": [f.as_json() for p in validation.packages for f in p.own],
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str)
