"""A package's descriptor as it is published: the city's own, with the paths, sizes and hashes of what is offered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from civicstat.plainyaml import load_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.distributions import Distribution
    from civicstat.facts import PackageFacts
    from civicstat.model import Resource

_COUNTED = {"csv", "tsv", "ndjson", "jsonl", "xlsx"}
"""The tables whose bytes Frictionless counts; it calls others invalid for a right number of bytes."""


def published_descriptor(facts: PackageFacts) -> str:
    """The descriptor as `datapackage.json`: paths lead to `files/`, withheld resources are left out.

    Each resource has the size and SHA-256 of its file, and under `civicstat.downloads` those of every form that it is
    offered in. A schema or dialect in a file of its own is written out. A foreign key into a withheld table is left
    out with it. Everything else stands as the city wrote it.
    """
    package = facts.package
    published = [r for r in package.resources if r.name not in facts.scan.withheld]
    kept = {"", *(r.name for r in published)}
    offered: dict[str, list[Distribution]] = {}
    for distribution in facts.distributions:
        offered.setdefault(distribution.resource, []).append(distribution)
    resources = []
    for resource in published:
        raw = dict(resource.descriptor)
        for part in ("schema", "dialect"):
            if isinstance(raw.get(part), str):
                raw[part] = load_file(package.folder / raw[part])
        schema = raw.get("schema")
        if isinstance(schema, dict) and "foreignKeys" in schema:
            keys = [k for k in schema["foreignKeys"] if k["reference"].get("resource", "") in kept]
            raw["schema"] = {**schema, "foreignKeys": keys}
        _point_to(raw, resource, offered.get(resource.name, []))
        resources.append(raw)
    return json.dumps({**package.descriptor, "resources": resources}, ensure_ascii=False, indent=2) + "\n"


def _point_to(raw: dict[str, Any], resource: Resource, offered: Sequence[Distribution]) -> None:
    """Let a resource's descriptor lead to its published files, and say what they are.

    `bytes` and `hash` stand where the standard wants them if the resource is one file, and Frictionless can count it;
    else those of each file stand under `civicstat.files`.
    """
    originals = [d for d in offered if d.original]
    own = dict(raw["civicstat"]) if isinstance(raw.get("civicstat"), dict) else {}
    if originals:
        paths = [d.path for d in originals]
        raw["path"] = paths if isinstance(raw["path"], list) else paths[0]
        if "extrapaths" in raw:
            raw["extrapaths"] = paths[1:]
        raw.pop("bytes", None)
        raw.pop("hash", None)
    if len(originals) == 1 and (resource.kind != "table" or resource.format in _COUNTED):
        raw |= _measures(originals[0])
    elif originals:
        own["files"] = [{"path": d.path, **_measures(d)} for d in originals]
    if forms := [d for d in offered if not d.original]:
        own["downloads"] = [
            {"path": d.path, "format": d.format, "mediatype": d.mediatype, **_measures(d)} for d in forms
        ]
    if own:
        raw["civicstat"] = own


def _measures(distribution: Distribution) -> dict[str, Any]:
    return {"bytes": distribution.bytes, "hash": f"sha256:{distribution.sha256}"}
