"""Errors of Frictionless's report without what their quoted cells tell of persons; all else is as Frictionless says it.

Kept are all types, numbers of rows and fields, names and labels, by which tools compare. Changed are only the texts
that quote a row: `cell`, `cells`, and the same words in `note` and `message`. Reports are printed where anybody may
read them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from civicstat.lazily import Later
from civicstat.reports.words import HIDDEN, tells_of_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat import private
else:
    private = Later("civicstat.private")

_MAY_TELL = re.compile(r"@|[0-9][-. )/]*[0-9][-. )/]*[0-9][-. )/]*[0-9]|\w+\W+\w+")
_LONG = 4
"""Letters of a cell from which on its text is looked for in a message without its quotation marks too."""


def masked_task(task: Mapping[str, Any]) -> dict[str, Any]:
    """The task, every cell that may tell of a person masked in its errors."""
    labels = task.get("labels") or ()
    told = {place for place, label in enumerate(labels) if isinstance(label, str) and tells_of_person(label)}
    return {**task, "errors": [_masked(error, told) for error in task["errors"]]}


def _masked(error: Mapping[str, Any], told: set[int]) -> dict[str, Any]:
    said = dict(error)
    hidden: dict[str, str] = {}

    def seen(cell: Any, place: int) -> Any:
        text = "" if cell is None else str(cell)
        mask = HIDDEN if text and place in told else _mask(text)
        if mask != text:
            hidden[text] = mask
            return mask
        return cell

    if isinstance(error.get("cells"), list):
        said["cells"] = [seen(cell, place) for place, cell in enumerate(error["cells"])]
    if "cell" in error:
        number, name = error.get("fieldNumber"), error.get("fieldName")
        own = number - 1 if isinstance(number, int) else -1
        if isinstance(name, str) and tells_of_person(name):
            told = {*told, own}
        said["cell"] = seen(error["cell"], own)
    for key in ("note", "message"):
        for text, mask in sorted(hidden.items(), key=lambda pair: -len(pair[0])):
            if isinstance(said.get(key), str):
                said[key] = said[key].replace(f'"{text}"', f'"{mask}"')
                said[key] = said[key].replace(text, mask) if len(text) >= _LONG else said[key]
    return said


@lru_cache(10_000)
def _mask(text: str) -> str:
    """The text without what its form gives away; few cells have such a form at all."""
    return private.mask_private(text) if _MAY_TELL.search(text) else text
