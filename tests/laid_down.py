"""The workflows and forms for GitHub, this repository's and a new portal's: for tests of what they say and do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from civicstat.init import STARTER

REPOSITORY = Path(__file__).parents[1]
OWN = REPOSITORY / ".github"
LAID_DOWN = STARTER / "github"
FORMS = ["data-questions.yml", "data-requests.yml"]
WORKFLOWS = ["check.yml", "publish.yml", "record.yml", "review.yml"]


def read(path: Path) -> dict[Any, Any]:
    """A workflow, or another YAML file, as values. YAML 1.1 reads the key `on` as true."""
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def steps(path: Path) -> list[dict[str, Any]]:
    """Every step of every job of a workflow."""
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def all_workflows() -> list[Path]:
    """This repository's workflows and a new portal's."""
    return sorted([*OWN.glob("workflows/*.yml"), *LAID_DOWN.glob("workflows/*.yml")])
