"""`datasets/<name>/croissant.json`: each dataset in Croissant 1.1, for machine learning.

Each file is a FileObject. Each table that is published as CSV is a RecordSet whose fields are that file's columns,
so that `mlcroissant` reads the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from civicstat.feeds.entries import Output, label_of
from civicstat.feeds.schema_org import described
from civicstat.feeds.words import as_json, filled, line, plain_text
from civicstat.names import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.feeds.entries import Entry, File, Portal
    from civicstat.model import Resource
    from civicstat.tables import Field, Table

VERSION = "http://mlcommons.org/croissant/1.1"

CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that Croissant 1.1 recommends, whole, since readers compare it."""

_TYPES: Mapping[str, str] = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "time": "sc:Time",
}
"""Table Schema's types in Croissant's; all others are text."""

_TRUE, _FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
_BLANKS = ("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None")
"""How readers expect true, false and nothing to be written."""


def write(portal: Portal) -> Output:
    """A Croissant file for each dataset."""
    return Output(
        {f"datasets/{e.name}/croissant.json": as_json(dataset(e, portal.site.language)) for e in portal.entries}
    )


def dataset(entry: Entry, language: str = "en") -> dict[str, Any]:
    """A dataset in Croissant's words; what is not known is left out, though Croissant asks for it."""
    return {
        "@context": {**CONTEXT, "@language": language},
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        **described(entry),
        **filled(
            {
                "description": entry.description,
                "citeAs": entry.citation,
                "distribution": [_file_object(file) for file in entry.files],
                "recordSet": _record_sets(entry),
            }
        ),
    }


def file_id(file: File) -> str:
    """A file's id: its path under the dataset's page, as it stands in its address."""
    return quote(file.path, errors="replace")


def _file_object(file: File) -> dict[str, Any]:
    return filled(
        {
            "@type": "cr:FileObject",
            "@id": file_id(file),
            "name": line(file.path.rsplit("/", 1)[-1]),
            "description": file.title,
            "contentUrl": file.address,
            "contentSize": f"{file.bytes} B",
            "encodingFormat": file.media_type,
            "sha256": file.sha256,
        }
    )


def _record_sets(entry: Entry) -> list[dict[str, Any]]:
    files = {f.resource: f for f in entry.files if f.format == "csv" and not f.original}
    taken: set[str] = set()
    return [
        _record_set(resource, table, files[resource.name], _free(f"records/{slug(resource.name)}", taken))
        for resource, table in entry.tables
        if resource.name in files and table.fields
    ]


def _record_set(resource: Resource, table: Table, file: File, own: str) -> dict[str, Any]:
    taken: set[str] = set()
    ids = {field.name: _free(f"{own}/{slug(field.name)}", taken) for field in table.fields}
    key = [{"@id": ids[name]} for name in table.primary_key if name in ids]
    return filled(
        {
            "@type": "cr:RecordSet",
            "@id": own,
            "name": label_of(resource),
            "description": plain_text(resource.description),
            "key": key[0] if len(key) == 1 else key,
            "field": [_field(field, ids[field.name], file) for field in table.fields],
        }
    )


def _field(field: Field, own: str, file: File) -> dict[str, Any]:
    described_in = [plain_text(field.description), f"Unit: {line(field.unit)}" if field.unit else ""]
    return filled(
        {
            "@type": "cr:Field",
            "@id": own,
            "name": line(field.label),
            "description": "\n\n".join(part for part in described_in if part),
            "dataType": data_type(field),
            "source": {"fileObject": {"@id": file_id(file)}, "extract": {"column": field.name}},
        }
    )


def data_type(field: Field) -> str:
    """Croissant's type of a field: text where the CSV file writes its values as only Table Schema can say.

    Readers of Croissant take `05/03/2020` for a day in May, and every text that is not empty for true.
    """
    own = field.descriptor
    match field.type:
        case "number":
            plain = own.get("decimalChar", ".") in (".", "", None)
        case "boolean":
            yes, no = (own.get("trueValues") or _TRUE)[0], (own.get("falseValues") or _FALSE)[0]
            plain = yes in _TRUE and no in _FALSE and (yes == "1") == (no == "0")
        case "date" | "datetime" | "time":
            plain = field.format in ("default", "any") or field.format.startswith("%Y-%m-%d")
        case _:
            plain = True
    readable = plain and (not field.profile.blanks or field.missing in _BLANKS)
    return _TYPES.get(field.type, "sc:Text") if readable else "sc:Text"


def _free(wanted: str, taken: set[str]) -> str:
    """`wanted`, with a number after it where another of `taken` has it; it is taken then."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name
