"""Small words to write descriptors with: fields, tables, licences, sources and the package around them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vega import NPM_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]

PUBLIC_DOMAIN: Json = {
    "name": "other-pd",
    "title": "U.S. Government work (public domain)",
    "path": "https://www.usa.gov/government-works",
}
CC_BY: Json = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
MIT: Json = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}

BY_NPM: Json = {
    "title": f"vega-datasets {NPM_VERSION}, the collection this copy was taken from",
    "path": "https://github.com/vega/vega-datasets",
    "version": NPM_VERSION,
}
BY_PYPI: Json = {
    "title": "vega_datasets 0.9.0 for Python, the collection this copy was taken from",
    "path": "https://github.com/altair-viz/vega_datasets",
    "version": "0.9.0",
}

BLS_NOTICE = (
    "BLS.gov cannot vouch for the data or analyses derived from these data after the data have been "
    "retrieved from BLS.gov."
)

MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "md": "text/markdown",
}
BINARY = {"xlsx", "parquet"}


@dataclass(frozen=True)
class Package:
    """A data package that is ready to be written."""

    descriptor: Json
    files: Mapping[str, bytes]
    as_yaml: bool = False

    @property
    def name(self) -> str:
        """The package's name, which is its folder's too."""
        return str(self.descriptor["name"])


def agency(name: str, homepage: str, part_of: Json | None = None) -> Json:
    """Describe a publisher."""
    parent = {"subOrganizationOf": part_of} if part_of else {}
    return {"name": name, "homepage": homepage} | parent


def field(
    name: str,
    kind: str,
    title: str,
    description: str,
    *,
    unit: str | None = None,
    categories: Mapping[str, str] | None = None,
    ordered: bool = False,
    **constraints: Any,
) -> Json:
    """Describe a column; further arguments are its constraints."""
    result: Json = {"name": name, "title": title, "description": description, "type": kind}
    if unit:
        result["unit"] = unit
    if categories:
        result["categories"] = [{"value": value, "label": label} for value, label in categories.items()]
        constraints["enum"] = list(categories)
        if ordered:
            result["categoriesOrdered"] = True
    if constraints:
        result["constraints"] = constraints
    return result


def reference(fields: list[str], resource: str, targets: list[str]) -> Json:
    """Describe a foreign key."""
    return {"fields": fields, "reference": {"resource": resource, "fields": targets}}


def plain(name: str, path: str, title: str, description: str, *, form: str) -> Json:
    """Describe a file that is not a table."""
    return {
        "name": name,
        "title": title,
        "description": description,
        "path": path,
        "format": form,
        "mediatype": MEDIA_TYPES[form],
        "encoding": "utf-8",
    }


def table(  # noqa: PLR0913
    name: str,
    path: str | list[str],
    title: str,
    description: str,
    fields: list[Json],
    *,
    form: str = "csv",
    key: list[str] | None = None,
    references: list[Json] | None = None,
    missing: list[str] | None = None,
    content: bytes | None = None,
    **extra: Any,
) -> Json:
    """Describe a table; `content` adds the size and the fingerprint of a file that nobody edits by hand.

    Not for Parquet: Frictionless 5.21 reckons neither there, and then calls the table invalid.
    """
    result: Json = {
        "name": name,
        "type": "table",
        "title": title,
        "description": description,
        "path": path,
        "format": form,
        "mediatype": MEDIA_TYPES[form],
    }
    if form not in BINARY:
        result["encoding"] = "utf-8"
    if content is not None:
        result["bytes"] = len(content)
        result["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    schema: Json = {"fields": fields}
    if missing:
        schema["missingValues"] = missing
    if key:
        schema["primaryKey"] = key
    if references:
        schema["foreignKeys"] = references
    return result | extra | {"schema": schema}


def columns(resource: Json) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [str(item["name"]) for item in resource["schema"]["fields"]]


def package(  # noqa: PLR0913
    name: str,
    title: str,
    description: list[str],
    *,
    keywords: list[str],
    licenses: list[Json],
    sources: list[Json],
    homepage: str,
    resources: list[Json],
    civicstat: Json,
) -> Json:
    """Describe a package in version 2 of the standard; the description is given sentence by sentence."""
    creator = civicstat["publisher"]
    contributors = [{"title": creator["name"], "roles": ["creator", "publisher"]}]
    if "homepage" in creator:
        contributors[0]["path"] = creator["homepage"]
    if any(item in sources for item in (BY_NPM, BY_PYPI)):
        contributors.append(
            {
                "title": "vega-datasets contributors",
                "path": "https://github.com/vega/vega-datasets/graphs/contributors",
                "roles": ["dataCurator"],
            }
        )
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "description": " ".join(description),
        "version": "1.0.0",
        "homepage": homepage,
        "keywords": keywords,
        "licenses": licenses,
        "sources": sources,
        "contributors": contributors,
        "civicstat": civicstat,
        "resources": resources,
    }


def first_version(descriptor: Json) -> Json:
    """Rewrite a package of tables in version 1 of the standard, which older tools still write."""
    old = {key: value for key, value in descriptor.items() if key != "$schema"}
    roles = {"creator": "author", "dataCurator": "wrangler"}
    old["contributors"] = [
        {key: value for key, value in item.items() if key != "roles"} | {"role": roles[item["roles"][0]]}
        for item in descriptor["contributors"]
    ]
    old["resources"] = [
        {"profile": "tabular-data-resource"} | {key: value for key, value in item.items() if key != "type"}
        for item in descriptor["resources"]
    ]
    return {"profile": "tabular-data-package"} | old
