"""Rendering: what becomes of a page that can't be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from civicstat.executors import Workers
from test_build import CHARTS, GOOD, run, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pytest


def test_page_that_comes_to_no_end(
    portal: Callable[[Mapping[str, Any]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dataset's page that can't be written says so in its place; the others are published, and the exit code is 1."""
    root = portal({**GOOD, **CHARTS})
    whole = Workers.run

    def lose_a_page(workers: Workers, work: Any, items: Any, seconds: Any, lost: Any, *rest: Any) -> Any:
        made = whole(workers, work, items, seconds, lost, *rest)
        if work.__name__ != "_render":
            return made
        reason = "it takes more than 60 seconds"
        return [lost(i, reason) if "good" in i[0].path else m for i, m in zip(items, made, strict=True)]

    monkeypatch.setattr(Workers, "run", lose_a_page)

    done = run(root)

    assert done.exit_code == 1
    assert "catalog/good/datapackage.json: its page can't be written: it takes more than 60 seconds" in done.stderr
    assert "it takes more than 60 seconds" in text(root, "datasets/good/index.html")
    assert "<svg" in text(root, "datasets/charts/index.html")
    monkeypatch.undo()
    assert run(root).exit_code == 0
    assert "30 rows" in text(root, "datasets/good/index.html")
