"""Packages for the fuzzer: each seed gives one, sound or spoilt, in one of the forms that tables come in."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import lzma
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fuzz_cells import ANYWHERE, Dice
from fuzz_tables import make_table, repeat, spell_out, spoil_cells
from fuzz_texts import Spoiling, as_text, in_bytes

if TYPE_CHECKING:
    from fuzz_tables import Made

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

FORMS = {
    "csv": 66, "tsv": 6, "txt": 2, "json": 3, "ndjson": 3, "inline": 6, "xlsx": 1, "gz": 3, "zip": 2, "bz2": 1, "xz": 1,
    "parts": 4, "schemaless": 7,
}  # fmt: skip
"""How often a table is published in each form; one without a schema is a CSV file whose types are inferred."""

COUNTS = {
    0: 3,
    1: 6,
    2: 8,
    5: 20,
    12: 25,
    28: 15,
    99: 2,
    100: 2,
    101: 3,
    130: 3,
    300: 2,
    1005: 0.6,
    1800: 0.8,
    3000: 0.6,
}
"""How many rows a table has; Frictionless looks at the first hundred to tell what the rest is."""


@dataclass(frozen=True)
class Case:
    """A package: its files by name, datapackage.json among them, and the features that it has."""

    files: dict[str, bytes]
    features: frozenset[str] = field(default=frozenset(), compare=False)
    seed: int = field(default=0, compare=False)

    @property
    def descriptor(self) -> dict[str, Any]:
        """The descriptor, as written."""
        read: dict[str, Any] = json.loads(self.files["datapackage.json"])
        return read


def make_case(seed: int) -> Case:
    """The package of a seed, always the same."""
    dice = Dice(seed)
    mood = dice.pick({"clean": 50, "odd": 42, "wild": 8})
    dice.mood = mood
    dice.note(f"mood {mood}")
    version = 2 if dice.odds(0.6) else 1
    dice.note(f"version {version}")
    tables: dict[str, Made] = {}
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    many = dice.pick({1: 72, 2: 22, 3: 6})
    spoilt = dice.rng.randrange(many) if mood == "odd" else -1
    for number in range(many):
        name = f"t{number}"
        count = dice.pick(COUNTS) if many == 1 or number else dice.pick([0, 1, 5, 12, 28])
        dice.note(
            "rows 0" if not count else "rows 1–28" if count < 99 else "rows 99–130" if count < 300 else "rows 300–3000"
        )
        made = make_table(dice, version, count, mood, tables, name)
        if dice.wrong(0.008, "the limit of errors") and made.columns:
            limit = dice.pick([999, 1000, 1001, 1100])
            made.rows = [[dice.pick(c.bad or ["\x00"]) for c in made.columns] for _ in range(limit)]
        elif dice.wrong(0.03, "every odd text"):
            spell_out(made, dice)
        elif dice.wrong(0.02, "every row twice"):
            repeat(made, dice)
        tables[name] = made
        resources.append(
            _resource(name, made, files, dice, version, mood if number == spoilt or mood != "odd" else "clean")
        )
    if dice.odds(0.4):
        dice.rng.shuffle(resources)
    package: dict[str, Any] = {"name": f"p{seed}", "resources": resources}
    if version == 2:
        package["$schema"] = V2
    elif dice.odds(0.3, "profile"):
        tabular = all(resource.get("profile") == "tabular-data-resource" for resource in resources)
        package["profile"] = "tabular-data-package" if tabular or dice.wrong(0.2) else "data-package"
    if mood == "wild" or (mood == "odd" and dice.odds(0.06)):
        _spoil_descriptor(package, dice)
    files["datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=1).encode()
    return Case(files, frozenset(dice.seen), seed)


def _resource(  # noqa: PLR0912 - one part for each property
    name: str, made: Made, files: dict[str, bytes], dice: Dice, version: int, mood: str
) -> dict[str, Any]:
    form = dice.pick(FORMS)
    dice.note(f"form {form}")
    # What is done to the file is not done to the table that other tables' keys lead to.
    made = replace(made, rows=[list(row) for row in made.rows])
    schema = {k: v for k, v in made.schema.items() if not k.startswith("_")}
    schema = deepcopy({"fields": [column.field for column in made.columns], **schema})
    resource: dict[str, Any] = {"name": name}
    spoiling = Spoiling()
    if mood == "odd" or (mood == "wild" and dice.odds(0.6)):
        way = dice.pick({"cells": 55, "text": 23, "labels": 10, "schema": 4, "numbers": 8})
        dice.note(f"spoilt {way}")
        if way == "cells":
            spoil_cells(made, dice)
        elif way == "text":
            spoiling = Spoiling(text=True)
        elif way == "labels":
            spoiling = Spoiling(labels=True)
    else:
        way = ""
    labels = list(made.names)
    _match_fields(schema, labels, made, dice, version)
    if form in ("json", "ndjson", "inline", "xlsx"):
        _structured(form, resource, name, labels, made, files, dice)
    else:
        text = as_text(labels, made.rows, resource, form, dice, spoiling)
        data = in_bytes(text, resource, dice, spoiling)
        _write(form, resource, name, data, files, dice)
    if version == 2 and dice.odds(0.15):
        resource["type"] = "table"
    elif version == 1 and dice.odds(0.25) and (form != "schemaless" or dice.wrong(0.2)):
        resource["profile"] = "tabular-data-resource"
    if form == "json" or (form == "txt" and "format" not in resource):
        resource["type"] = "table"
    if way == "schema" and made.columns:
        _spoil_schema(schema, dice)
    if form == "schemaless":
        if dice.odds(0.2, "schema without types"):
            schema["fields"] = [{"name": f["name"]} for f in schema["fields"] if "name" in f]
        else:
            schema = {}
    if schema:
        _part(resource, "schema", schema, name, files, dice)
    if isinstance(resource.get("dialect"), dict):
        _part(resource, "dialect", resource["dialect"], name, files, dice)
    if isinstance(resource.get("path"), str) and "extrapaths" not in resource and (way == "numbers" or dice.odds(0.1)):
        _numbers(resource, made, files, dice, wrong=way == "numbers")
    return resource


def _part(
    resource: dict[str, Any], key: str, value: dict[str, Any], name: str, files: dict[str, bytes], dice: Dice
) -> None:
    """Put a schema or a dialect into the resource, or into a file of its own."""
    resource[key] = value
    if dice.odds(0.06, f"{key} in a file"):
        resource[key] = f"{name}.{key}.json"
        files[resource[key]] = json.dumps(value, ensure_ascii=False).encode()


def _match_fields(schema: dict[str, Any], labels: list[str], made: Made, dice: Dice, version: int) -> None:
    """Let the schema match its labels in another way, and shape the table so that it does (mostly)."""
    if not dice.odds(0.15 if version == 2 else 0.03, "fieldsMatch") or not labels:
        return
    schema["fieldsMatch"] = mode = dice.pick(["exact", "equal", "subset", "superset", "partial", "partial"])
    dice.note(f"fieldsMatch {mode}")
    if dice.wrong(0.03):
        schema["fieldsMatch"] = dice.pick([[mode], "all", "Equal"])
    if mode != "exact" or dice.wrong(0.1):
        order = dice.rng.sample(range(len(labels)), len(labels))
        labels[:] = [labels[i] for i in order]
        made.rows[:] = [[row[i] for i in order] for row in made.rows]
    if (mode in ("subset", "partial") or dice.wrong(0.1)) and dice.odds(0.6, "column that the schema has not"):
        place = dice.rng.randint(0, len(labels))
        labels.insert(place, dice.pick(["more", "More", "z z"]))
        for row in made.rows:
            row.insert(place, dice.pick(["", "1", "x", "é"]))
    if (
        (mode in ("superset", "partial") or dice.wrong(0.1))
        and len(labels) > 1
        and dice.odds(0.6, "field without a column")
    ):
        place = dice.rng.randrange(len(labels))
        del labels[place]
        for row in made.rows:
            del row[place]


def _write(form: str, resource: dict[str, Any], name: str, data: bytes, files: dict[str, bytes], dice: Dice) -> None:
    ending = {"tsv": "tsv", "txt": "txt"}.get(form, "csv")
    path = f"{name}.{ending}"
    if dice.odds(0.05):
        path = f"data of {name}/{name}.{ending}" if dice.odds(0.5) else f"{name}.{ending.upper()}"
        dice.note("other path")
    if form == "txt" and dice.odds(0.8):
        resource["format"] = "csv"
    if form in ("gz", "bz2", "xz", "zip"):
        path, data = f"{path}.{form}", _packed(form, path, data, dice)
        if dice.odds(0.15):
            resource["compression"] = form
        if dice.wrong(0.04, "damaged archive"):
            data = data[: dice.rng.randrange(len(data))]
    if form == "parts":
        cut = dice.rng.randint(0, len(data))
        if not dice.wrong(0.15):
            cut = data.find(b"\n", cut) + 1
        head = data[: data.find(b"\n") + 1] if not dice.wrong(0.2, "parts without headers") else b""
        parts = [data[:cut], head + data[cut:]]
        paths = [f"{name}-{i}.csv" for i in range(2)]
        files.update(zip(paths, parts, strict=True))
        if dice.odds(0.5):
            resource["path"] = paths
        else:
            resource |= {"path": paths[0], "extrapaths": paths[1:]}
        return
    resource["path"] = path
    if dice.wrong(0.01, "file that is not there"):
        return
    files[path] = data


def _packed(form: str, path: str, data: bytes, dice: Dice) -> bytes:
    if form == "gz":
        return gzip.compress(data, mtime=0)
    if form == "bz2":
        return bz2.compress(data)
    if form == "xz":
        return lzma.compress(data)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(path.rpartition("/")[2]), data)
        if dice.odds(0.2):
            archive.writestr(zipfile.ZipInfo("other.csv"), b"x,y\n1,2\n")
    return buffer.getvalue()


def _structured(
    form: str, resource: dict[str, Any], name: str, labels: list[str], made: Made, files: dict[str, bytes], dice: Dice
) -> None:
    """A table in JSON, beside the descriptor or in it, or in Excel."""
    types = {column.field["name"]: column.type for column in made.columns}
    readers = {column.field["name"]: column.read for column in made.columns if dice.mood == "clean"}

    def native(label: str, text: str) -> Any:
        value = _native(types.get(label, "any"), text, dice)
        return value if label not in readers or readers[label](value)[1] else text

    rows = [[native(label, text) for label, text in zip(labels, row, strict=True)] for row in made.rows]
    if form == "xlsx":
        files[f"{name}.xlsx"] = _workbook([labels, *rows[:40]])
        resource["path"] = f"{name}.xlsx"
        return
    items: list[Any] = [labels, *rows]
    if dice.odds(0.5, "keyed rows"):
        items = [dict(zip(labels, row, strict=True)) for row in rows]
        if items and dice.wrong(0.1):
            item = dice.pick(items)
            item.pop(dice.pick(labels), None)
            item |= {"more": 1} if dice.odds(0.5) else {}
    if items and dice.wrong(0.06, "row of another kind"):
        items[dice.rng.randrange(len(items))] = dice.pick([[], {}, None, 1, "x", [1] * 9])
    if form == "inline":
        resource["data"] = items
        return
    text = (
        "\n".join(json.dumps(i, ensure_ascii=dice.odds(0.5)) for i in items)
        if form == "ndjson"
        else json.dumps(items, ensure_ascii=False)
    )
    files[f"{name}.{form}"] = text.encode("utf-8", "surrogatepass")
    resource["path"] = f"{name}.{form}"


def _native(type_: str, text: str, dice: Dice) -> Any:  # noqa: PLR0911 - one for each kind of value
    """A text as JSON would rather have it, or as it is."""
    if dice.wrong(0.02, "value of another kind"):
        return dice.pick([None, 1, 1.0, 1.5, True, False, "", "1", [], {}, [1], 2**70, -0.0])
    if text == "" and dice.odds(0.6):
        return None
    if dice.odds(0.3):
        return text
    try:
        if type_ in ("integer", "year"):
            return int(text) if dice.odds(0.9) else float(int(text))
        if type_ == "number":
            value = float(text)
            return value if abs(value) < 1e300 else text
        if type_ == "boolean":
            return {"true": True, "false": False}.get(text, text)
        if type_ in ("object", "array", "geojson"):
            return json.loads(text, parse_constant=int)  # NaN has no place in a descriptor
    except (ValueError, OverflowError, RecursionError):
        return text
    return text


def _workbook(rows: list[list[Any]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only for this form

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "nan_inf_to_errors": True}
    )
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, int) and abs(value) > 2**53:
                value = str(value)  # noqa: PLW2901 - no more than Excel can hold
            sheet.write(number, place, value if isinstance(value, int | float | str | None) else json.dumps(value))
    book.close()
    return buffer.getvalue()


def _numbers(resource: dict[str, Any], made: Made, files: dict[str, bytes], dice: Dice, *, wrong: bool) -> None:
    """State hash, bytes, rows or fields."""
    path = resource["path"]
    data = files.get(path, b"") if isinstance(path, str) and "extrapaths" not in resource else b""
    shift = 1 if wrong else 0
    stated: dict[str, Any] = {}
    for key in dict.fromkeys(
        dice.pick(["hash", "hash", "bytes", "rows", "fields", "stats"]) for _ in range(dice.pick([1, 2, 3]))
    ):
        dice.note(f"stated {key}")
        if key == "hash":
            digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
            sha = hashlib.sha256(data).hexdigest()
            stated["hash"] = dice.pick(
                [
                    digest,
                    f"md5:{digest}",
                    f"sha256:{sha}",
                    f"sha256:{sha.upper()}",
                    "sha1:x",
                    "md5:x" if wrong else digest,
                ]
            )
        elif key == "stats":
            stated["stats"] = {"bytes": len(data) + shift, "rows": len(made.rows)}
        else:
            stated[key] = {"bytes": len(data), "rows": len(made.rows), "fields": len(made.columns)}[key] + shift
    resource |= stated


def _spoil_schema(schema: dict[str, Any], dice: Dice) -> None:
    """A schema that does not fit its table, or that is none."""
    fields = schema["fields"]
    dice.pick(
        [
            fields.pop,
            lambda: fields.append({"name": "extra", "type": "string"}),
            fields.reverse,
            lambda: fields[0].update(type="integr"),
            lambda: fields[0].update(constraints={"required": "yes"}),
            lambda: schema.update(primaryKey=["nowhere"]),
            lambda: schema.update(missingValues=""),
            lambda: fields.append(dict(fields[0])),
            lambda: schema.update(foreignKeys=[{"fields": ["a"], "reference": {"resource": "", "fields": ["a", "b"]}}]),
            lambda: fields[0].update(format="nonsense"),
            lambda: fields[0].pop("name"),
            lambda: schema.update(fields=[]),
            lambda: fields[0].update(name=fields[0]["name"].upper()),
        ]
    )()  # fmt: skip


def _spoil_descriptor(package: dict[str, Any], dice: Dice) -> None:
    """Something in the descriptor that no schema speaks of."""
    dice.note("spoilt descriptor")
    resource = dice.pick(package["resources"])
    dice.pick(
        [
            lambda: resource.update(name="T 0"),
            lambda: package["resources"].append(dict(resource)),
            lambda: resource.update(profile="tabular-data-resource", schema={}),
            lambda: resource.update(title=5),
            lambda: resource.update(encoding=dice.pick(["nonsense", "utf-7", "ascii", "UTF8", "utf_8"])),
            lambda: resource.update(missingValues=["x"]),
            lambda: resource.update(dialect={"delimiter": dice.pick(["", "::", 5])}),
            lambda: resource.update(licenses=[{}]),
            lambda: package.update(name="A Name"),
            lambda: resource.update(mediatype="text/plain", title=dice.pick(ANYWHERE)),
            lambda: resource.update(format="parquet"),
            lambda: resource.pop("name"),
        ]
    )()  # fmt: skip
