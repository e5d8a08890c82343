"""`api/v1/openapi.json`: what the API answers, in OpenAPI 3.1, with a JSON Schema of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from civicstat.quality import FORMULA, GRADES
from civicstat.reckoning.values import STATUSES
from civicstat.timeliness import Evidence, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civicstat.feeds.entries import Portal

VERSION = "1.3.0"
"""The API's own version: the first number is that of its address, the second grows with every addition."""

NOT_KNOWN = "not known"
"""In place of a status: something that would tell it did not pass its checks."""

Schema = dict[str, Any]


def description(portal: Portal) -> dict[str, Any]:
    """The OpenAPI description of the API at its published address."""
    contact = portal.contact
    info: dict[str, Any] = {
        "title": f"{portal.site.name}: API",
        "summary": "Everything that the portal says of its datasets, for programs.",
        "description": (
            "Every answer is a file that is written anew when the portal is built. There are no keys, no limits and "
            "no parameters apart from a dataset's name. What is not known is left out of an answer, never null. "
            "Within `v1` nothing is renamed or taken away; properties may be added."
        ),
        "version": VERSION,
    }
    if contact:
        known = {"name": contact.name, "email": contact.email.removeprefix("mailto:"), "url": contact.url}
        info["contact"] = {key: value for key, value in known.items() if value}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": f"{portal.site.url}api/v1", "description": "The published portal."}],
        "paths": {
            "/index.json": _get("getIndex", "What there is, and where.", "Index"),
            "/datasets.json": _get("listDatasets", "All datasets in short, by name.", "Datasets"),
            "/datasets/{name}.json": {
                **_get("getDataset", "Everything that is known of one dataset.", "Dataset"),
                "parameters": [
                    {
                        "name": "name",
                        "in": "path",
                        "required": True,
                        "description": "The dataset's name, as `datasets.json` lists it.",
                        "schema": {"type": "string"},
                    }
                ],
            },
            "/status.json": _get("getStatus", "Which datasets keep their update promise.", "StatusOverview"),
            "/topics.json": _get("listTopics", "The topics, each with its datasets.", "Topics"),
            "/agencies.json": _get("listAgencies", "The agencies, each with its datasets.", "Agencies"),
            "/sprints.json": _get("listSprints", "The sprints: running, planned, finished.", "Sprints"),
        },
        "components": {"schemas": schemas()},
    }


def schemas() -> dict[str, Schema]:
    """The JSON Schema (draft 2020-12) of every answer and its parts, by name."""
    as_of = _day("The day that everything is reckoned for.")
    name = _text("The name that stands in the dataset's address.")
    page = _address("The dataset's page.")
    title = _text("The title.")
    simulated = {"type": "boolean", "description": "True where the figures are made up to show how something works."}
    notice = _text("Said wherever the figures are simulated; show it with them.")
    rows = _count("Rows in all published tables.")
    names = _list(_text("A dataset's name."), "The names of the datasets.")
    timeliness = {
        "status": {
            "enum": list(get_args(Status)),
            "description": (
                "`on time`; `due`: the next update is late by little; `overdue`: by more; `unknown`: no update is "
                "known; `no promise`: nothing was promised."
            ),
        },
        "promise": _text("How often the data is promised to change, as a repeating duration of ISO 8601."),
        "updated": _day("The day of the last update."),
        "evidence": {
            "enum": list(get_args(Evidence)),
            "description": (
                "How that day is known: the dataset states it (`modified`), its data last changed in the repository "
                "(`commit`), or not at all (`none`)."
            ),
        },
        "due": _day("The last day on which the next update is on time."),
        "overdue": _day("The first day on which it is overdue."),
    }
    score = _score("The quality score; how it is reckoned stands on the portal's page docs/quality/.")
    return {
        "Index": _object(
            "What there is, and where.",
            {
                "title": _text("The portal's name."),
                "url": _address("The portal's home page."),
                "asOf": as_of,
                "count": _count("How many datasets there are."),
                "datasets": _address("The list of all datasets."),
                "status": _address("Which datasets keep their promise."),
                "topics": _address("The topics."),
                "agencies": _address("The agencies."),
                "sprints": _address("The sprints."),
                "openapi": _address("This description."),
            },
            {"description": _text("What the portal says of itself.")},
        ),
        "Datasets": _object(
            "All datasets in short.", {"asOf": as_of, "datasets": _list(_ref("DatasetInShort"), "By name.")}
        ),
        "DatasetInShort": _object(
            "What a list says of a dataset.",
            {
                "name": name,
                "kind": _text("What it holds: `dataset`, or a record of progress such as `sprint`."),
                "title": title,
                "simulated": simulated,
                "url": page,
                "details": _address("Everything that is known of it."),
                "rows": rows,
                "status": timeliness["status"],
            },
            {
                "summary": _text("Its description, cut to a few sentences of plain text."),
                "notice": notice,
                "publisher": _text("The agency that answers for it."),
                "topics": _list(_text("A topic."), "Its topics, most important first."),
                "keywords": _list(_text("A keyword."), "Its keywords."),
                "formats": _list(_text("A format, in lower case."), "The formats in which it is offered."),
                "updated": timeliness["updated"],
                "quality": score,
            },
        ),
        "Dataset": _object(
            "Everything that is known of a dataset.",
            {
                "asOf": as_of,
                "name": name,
                "kind": _text("What it holds: `dataset`, or a record of progress such as `sprint`."),
                "title": title,
                "simulated": simulated,
                "url": page,
                "descriptor": _address("Its Data Package descriptor."),
                "croissant": _address("Its description in Croissant."),
                "timeliness": _ref("Timeliness"),
                "rows": rows,
            },
            {
                "description": _text("Its description as plain text, a blank line between paragraphs."),
                "notice": notice,
                "publisher": _ref("Publisher"),
                "contact": _object(
                    "Whom to ask.",
                    {"name": _text("The office.")},
                    {"email": _text("Its e-mail address."), "url": _address("Its page.")},
                ),
                "license": _object(
                    "The terms of use.", {"title": _text("In words.")}, {"url": _address("Their full text.")}
                ),
                "topics": _list(_text("A topic."), "Its topics, most important first."),
                "keywords": _list(_text("A keyword."), "Its keywords."),
                "homepage": _address("A page about it elsewhere."),
                "sources": _list(
                    _object("A source.", {"title": _text("Its name.")}, {"url": _address("Its address.")}),
                    "Where the data comes from.",
                ),
                "version": _text("Its version."),
                "citation": _text("How to cite it."),
                "created": _day("The day on which the package was made."),
                "issued": _day("The day on which it was first published."),
                "temporal": _object(
                    "The time that the rows are about; an end that is left out is open.",
                    {},
                    {"start": _text("A year, month or day."), "end": _text("A year, month or day.")},
                ),
                "spatial": _text("The place that the rows are about."),
                "tables": _list(_ref("Table"), "Its published tables."),
                "downloads": _list(_ref("Download"), "The files in which it is offered."),
                "links": _list(_ref("Link"), "What lies elsewhere: linked to, not checked."),
                "withheld": _list(_text("A resource's name."), "What did not pass its checks and is not published."),
                "related": names,
                "usedBy": _list(
                    _object("A page.", {"title": _text("Its title."), "url": _address("Its address.")}),
                    "What on the portal uses the dataset.",
                ),
                "findings": _list(_ref("Finding"), "What the checks found."),
                "quality": _ref("Quality"),
            },
        ),
        "Quality": _object(
            "How good the data is, from 0 to 100.",
            {
                "score": score,
                "grade": {"enum": [word for _, word in GRADES], "description": "The word for the score."},
                "parts": _list(
                    _object(
                        "A part of the score.",
                        {
                            "name": {"enum": list(FORMULA), "description": "Its name."},
                            "score": _score("How good the part is by itself."),
                            "points": {"type": "number", "description": "The points that it adds to the score."},
                            "of": {"type": "number", "description": "The points that it could add."},
                        },
                    ),
                    "The parts that apply to the data.",
                ),
            },
        ),
        "Timeliness": _object("Whether a dataset keeps its update promise.", *_split(timeliness)),
        "Publisher": _object(
            "An agency.",
            {"name": _text("Its name.")},
            {
                "homepage": _address("Its own site."),
                "url": _address("Its page on the portal."),
                "parent": _ref("Publisher"),
            },
        ),
        "Table": _object(
            "A published table.",
            {
                "resource": _text("The resource's name."),
                "anchor": _text("Where it stands on the dataset's page."),
                "title": title,
                "rows": _count("How many rows it has."),
            },
            {
                "description": _text("What a row is, as plain text."),
                "primaryKey": _list(_text("A field's name."), "The fields that tell rows apart."),
                "fields": _list(_ref("Field"), "Its columns, in order."),
            },
        ),
        "Field": _object(
            "A column.",
            {
                "name": _text("Its heading in the file."),
                "type": _text("Its type in Table Schema's words."),
                "profile": _ref("Profile"),
            },
            {
                "title": _text("Its title."),
                "description": _text("What it means, as plain text."),
                "format": _text("Table Schema's format of its values."),
                "unit": _text("The unit of its values."),
                "constraints": {"type": "object", "description": "The rules that its values keep."},
                "categories": _list(
                    _object("A value.", {"value": _text("As it stands in the file."), "label": _text("In words.")}),
                    "The values that it may have.",
                ),
            },
        ),
        "Profile": _object(
            "What the values of a column are like.",
            {
                "blanks": _count("How many rows have none."),
                "distinct": _count("How many different values there are."),
            },
            {
                "minimum": {"type": ["number", "string"], "description": "The lowest or earliest value."},
                "maximum": {"type": ["number", "string"], "description": "The highest or latest value."},
                "mean": {"type": "number", "description": "The mean of numbers."},
                "top": _list(
                    _object("A value.", {"value": _text("As text."), "count": _count("In how many rows.")}),
                    "The most frequent values.",
                ),
            },
        ),
        "Download": _object(
            "A file to download.",
            {
                "resource": _text("The resource it holds."),
                "title": title,
                "url": _address("Its address."),
                "mediaType": _text("Its media type."),
                "bytes": _count("Its size."),
                "sha256": _text("Its checksum: SHA-256, hexadecimal."),
                "original": {"type": "boolean", "description": "True for the file as the city keeps it."},
            },
            {"format": _text("Its format, in lower case.")},
        ),
        "Link": _object(
            "A resource that lies elsewhere.",
            {"resource": _text("The resource's name."), "title": title, "url": _address("Its address.")},
            {"format": _text("Its format, in lower case.")},
        ),
        "Finding": _object(
            "One thing that the checks found.",
            {
                "code": _text("Which check."),
                "severity": {"enum": ["error", "warning"], "description": "An error withholds, a warning does not."},
                "file": _text("The file, in the repository."),
                "message": _text("What is the matter."),
            },
            {
                "package": _text("The dataset's name."),
                "resource": _text("The resource's name."),
                "pointer": _text("The place in the descriptor."),
                "rowNumber": _count("The row; the header is row 1."),
                "fieldName": _text("The column."),
                "found": _text("What stands there."),
                "expected": _text("What should."),
                "todo": _text("What to do."),
                "waiver": _object(
                    "Why the city publishes the data all the same.",
                    {
                        "reason": _text("Why, in words for residents."),
                        "role": _text("Who decided it: a role, not a name."),
                        "date": _text("When it was decided (YYYY-MM-DD)."),
                    },
                    {
                        "resource": _text("The only resource that it holds for."),
                        "field": _text("The only column that it holds for."),
                        "count": _count("How many cells were looked at then; more would not be let pass."),
                    },
                ),
            },
        ),
        "StatusOverview": _object(
            "Which datasets keep their update promise.",
            {
                "asOf": as_of,
                "counts": _list(
                    _object(
                        "How many datasets have a status.",
                        {"status": timeliness["status"], "count": _count("How many.")},
                    ),
                    "One for each status.",
                ),
                "datasets": _list(_ref("DatasetStatus"), "By name."),
            },
            {"quality": _score("The mean quality score of all datasets.")},
        ),
        "DatasetStatus": _object(
            "A dataset's timeliness.",
            {"name": name, "title": title, "url": page, "simulated": simulated, **_split(timeliness)[0]},
            {"notice": notice, **_split(timeliness)[1], "quality": score},
        ),
        "Topics": _object(
            "The topics.",
            {
                "topics": _list(
                    _object(
                        "A topic.",
                        {"name": _text("Its name."), "url": _address("Its page on the portal."), "datasets": names},
                    ),
                    "By name.",
                )
            },
        ),
        "Agencies": _object(
            "The agencies.",
            {
                "agencies": _list(
                    _object(
                        "An agency.",
                        {"name": _text("Its name."), "url": _address("Its page on the portal."), "datasets": names},
                        {"homepage": _address("Its own site."), "parent": _ref("Publisher")},
                    ),
                    "By name.",
                )
            },
        ),
        "Sprints": _object(
            "The sprints.",
            {"asOf": as_of, "sprints": _list(_ref("Sprint"), "Running ones first, then planned, then finished.")},
        ),
        "Sprint": _object(
            "A sprint in short.",
            {
                "name": name,
                "title": title,
                "simulated": simulated,
                "url": page,
                "progress": _address("How each of its measures stands: `progress.json`, which has a JSON Schema."),
                "state": {"type": "string", "enum": ["running", "planned", "finished"], "description": "On that day."},
                "start": _day("Its first day."),
                "end": _day("Its last day."),
                "measures": _list(
                    _object(
                        "How many measures have a status.",
                        {
                            "status": {
                                "type": "string",
                                "enum": [*STATUSES, NOT_KNOWN],
                                "description": (
                                    f"The status; `{NOT_KNOWN}` where something that would tell it did not pass its "
                                    "checks."
                                ),
                            },
                            "count": _count("How many."),
                        },
                    ),
                    "One for each status that some measure has.",
                ),
            },
            {"notice": notice, "purpose": _text("What it is for.")},
        ),
    }


def _score(description: str) -> Schema:
    return {"type": "number", "minimum": 0, "maximum": 100, "description": description}


def _split(timeliness: Mapping[str, Schema]) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """What timeliness always says, and what only where it is known."""
    always = ("status", "evidence")
    return (
        {key: timeliness[key] for key in always},
        {key: schema for key, schema in timeliness.items() if key not in always},
    )


def _get(operation: str, what: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": _ref(schema)}}
    return {
        "get": {
            "operationId": operation,
            "summary": what,
            "responses": {"200": {"description": what, "content": content}},
        }
    }


def _object(what: str, required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "description": what,
        **({"required": list(required)} if required else {}),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: Schema, what: str) -> Schema:
    return {"type": "array", "description": what, "items": items}


def _text(what: str) -> Schema:
    return {"type": "string", "description": what}


def _address(what: str) -> Schema:
    return {"type": "string", "format": "uri", "pattern": "^https?://", "description": what}


def _day(what: str) -> Schema:
    return {"type": "string", "format": "date", "description": what}


def _count(what: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": what}
