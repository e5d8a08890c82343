"""Where each finding stands: the line and the columns of the file, and what is written there.

Every file is read once for all of its findings, and no further than the last of them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicstat.explain import MESSAGES, file_of
from civicstat.private.persons import looks_like_person
from civicstat.reports.forms import form_of
from civicstat.reports.jsonlines import is_json_lines, json_labels, private_values, read_json_lines
from civicstat.reports.pointers import find_pointers, line_of, line_starts
from civicstat.reports.records import cell_spans, read_records
from civicstat.reports.words import HIDDEN, tells_of_person
from civicstat.shapes import role_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from civicstat.findings import Finding
    from civicstat.model import Package, Resource
    from civicstat.reports.forms import TableForm
    from civicstat.reports.records import Record, Span
    from civicstat.validation import Checked

MOST_BYTES = 30_000_000
"""Of a file of JSON or YAML in which a pointer is looked for."""
MOST_TEXT = 600
"""Characters of a line that are kept, around the part that the finding is about."""

_YAML = (".yaml", ".yml")
_JSON = (".json", ".geojson")
_LISTS = re.compile(r"\s*\[\s*\[")


@dataclass(frozen=True)
class Place:
    """A part of a file: `line` and `column` count from 1, `end_column` is the first after the part.

    `text` is what stands there (a whole record of a table, a line of a descriptor) and `marked` the part of it that
    the finding is about, where it is about a part. `cut_before` and `cut_after` tell whether the text goes on. `exact`
    is false where what the finding names is not there: the place is then that of the part around it.
    """

    file: str
    line: int
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    text: str = ""
    marked: Span | None = None
    cut_before: bool = False
    cut_after: bool = False
    exact: bool = True


def find_places(checked: Checked, wanted: Iterable[Finding] | None = None) -> dict[Finding, Place]:
    """The place of each finding of a package that has one, or of the `wanted` alone.

    Files that can't be read leave theirs without.
    """
    described: defaultdict[str, dict[Finding, str]] = defaultdict(dict)
    in_tables: defaultdict[str, list[Finding]] = defaultdict(list)
    package = checked.package
    listed: dict[str, list[str] | None] = {}
    for finding in checked.findings if wanted is None else wanted:
        resource = package.resource(finding.resource) if package else None
        if resource and finding.row is not None and resource.name not in listed and _holds_json(finding, resource):
            listed[resource.name] = _listed_labels(finding, resource)
        if finding.pointer:
            described[finding.file][finding] = finding.pointer
        elif resource and (pointer := _in_json(finding, resource, listed.get(resource.name))):
            described[finding.file][finding] = pointer
        elif resource and (finding.row is not None or finding.field):
            in_tables[resource.name].append(finding)
    found: dict[Finding, Place] = {}
    for file, pointers in described.items():
        found |= _in_descriptor(file, pointers)
    # In lists nothing beside a value says whether it tells of a person.
    telling = {name for name, labels in listed.items() if labels and any(map(tells_of_person, labels))}
    found |= {f: replace(at, text="", marked=None) for f, at in found.items() if f.row and f.resource in telling}
    for name, findings in in_tables.items():
        owner = package.resource(name) if package else None
        if package and owner:
            found |= (_in_json_lines if is_json_lines(owner) else _in_table)(package, owner, findings)
    return found


def by_part(checked: Checked, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those on rows of a table in several files each with the file that its row stands in."""
    package = checked.package
    several = {resource.name for resource in package.resources if len(resource.paths) > 1} if package else set()
    asked = [finding for finding in findings if finding.resource in several and finding.row is not None]
    places = find_places(checked, asked) if asked else {}
    return [replace(f, file=places[f].file) if f in places and not f.pointer else f for f in findings]


def _in_descriptor(file: str, pointers: Mapping[Finding, str]) -> dict[Finding, Place]:
    path = Path(file)
    if path.suffix.lower() not in (*_YAML, *_JSON):
        return {}
    try:
        if path.stat().st_size > MOST_BYTES:
            return {}
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return {}
    spots = find_pointers(text, path.suffix.lower() in _YAML, pointers.values())
    starts = line_starts(text)
    found = {}
    for finding, pointer in pointers.items():
        if pointer in spots:
            place = replace(_place_in_text(file, text, starts, spots[pointer].span), exact=spots[pointer].exact)
            if finding.row is not None:
                place = _hide(place, private_values(place.text))
            # Nothing that stands in the descriptor of a package that is not public may be told.
            found[finding] = replace(place, text="", marked=None) if finding.confidential else place
    return found


def _place_in_text(file: str, text: str, starts: list[int], span: Span) -> Place:
    """A place within a text; of what goes over several lines, the first."""
    line = line_of(starts, span[0])
    begin = starts[line - 1]
    end = starts[line] - 1 if line < len(starts) else len(text)
    shown = text[begin:end].rstrip("\r")
    marked = (span[0] - begin, max(min(span[1] - begin, len(shown)), span[0] - begin))
    return _cut(Place(file, line, marked[0] + 1, line, marked[1] + 1, shown, marked))


def _in_json(finding: Finding, resource: Resource, labels: Sequence[str] | None) -> str:
    """The pointer to a row that stands in JSON: in the descriptor itself or in a file of its own.

    `labels` are those of rows that are lists; None where rows are objects.
    """
    if finding.row is None or not _holds_json(finding, resource):
        return ""
    at = f"resources[{resource.index}].data" if resource.inline else ""
    # Objects have no row of labels of their own; Frictionless counts one before them all the same.
    if labels is not None:
        row = f"{at}[{finding.row - 1}]"
        return f"{row}[{labels.index(finding.field)}]" if finding.field in labels else row
    return f"{at}[{finding.row - 2}]" + (f".{finding.field}" if finding.field else "")


def _holds_json(finding: Finding, resource: Resource) -> bool:
    return resource.inline or (resource.format == "json" and Path(finding.file).suffix.lower() == ".json")


def _listed_labels(finding: Finding, resource: Resource) -> list[str] | None:
    """The labels of a table in JSON whose rows are lists; None for any other."""
    data: Any = resource.descriptor.get("data")
    if not resource.inline:
        try:
            if Path(finding.file).stat().st_size > MOST_BYTES:
                return None
            text = Path(finding.file).read_text(encoding="utf-8-sig")
            data = json.loads(text) if _LISTS.match(text) else None
        except (OSError, ValueError, RecursionError):
            return None
    listed = isinstance(data, list) and bool(data) and isinstance(data[0], list)
    return [str(label) for label in data[0]] if listed else None


def _in_json_lines(package: Package, resource: Resource, findings: Sequence[Finding]) -> dict[Finding, Place]:
    """Places in a file with an object or a list of JSON in each line."""
    listed, records = read_json_lines(resource, {finding.row for finding in findings if finding.row is not None})
    folder = file_of(package, resource).removesuffix(resource.paths[0])
    files = [folder + path for path in resource.paths]
    labels = json_labels(records[1].text) if listed and 1 in records else []
    found = {}
    for finding in findings:
        record = records.get(finding.row if finding.row is not None else 1)
        if record is None:
            continue
        text = record.text.rstrip("\r\n")
        pointer = f"[{labels.index(finding.field)}]" if finding.field in labels else finding.field
        spot = find_pointers(text, False, [pointer] if pointer else []).get(pointer)
        hidden = private_values(text)
        if listed and finding.row != 1:
            telling = {f"[{at}]": None for at, label in enumerate(labels) if tells_of_person(label)}
            hidden = sorted(spot.span for spot in find_pointers(text, False, telling).values())
        place = _place_in_record(files[record.part], record, spot.span if spot and spot.exact else None)
        found[finding] = _cut(_hide(place, hidden))
    return found


def _in_table(package: Package, resource: Resource, findings: Sequence[Finding]) -> dict[Finding, Place]:
    form = form_of(resource, package)
    if form is None:
        return {}
    rows = {finding.row for finding in findings if finding.row is not None}
    records = read_records(resource, form, rows | set(form.header_rows) | {1})
    labels = _labels(resource, form, records)
    folder = file_of(package, resource).removesuffix(resource.paths[0])
    files = [folder + path for path in resource.paths]
    # A promise is an office's: what such a column holds is shown, unless it looks like a person after all.
    roles = role_columns(package.kind, resource.name)
    hidden = {at for label, at in labels.items() if tells_of_person(label) and label not in roles}
    offices = {at for label, at in labels.items() if label in roles}
    spans: dict[int, list[Span]] = {}
    found = {}
    for finding in findings:
        number = finding.row if finding.row is not None else (form.header_rows or (1,))[-1]
        record = records.get(number)
        if record is None:
            continue
        if number not in spans:
            spans[number] = cell_spans(record.text, form)
        span = _span(finding, spans[number], labels, record)
        place = _place_in_record(files[record.part], record, span)
        cells = [
            span
            for at, span in enumerate(spans[number])
            if number not in form.header_rows
            and (at in hidden or (at in offices and looks_like_person(record.text[slice(*span)].strip('"'), told=True)))
        ]
        found[finding] = _cut(_hide(place, cells))
    return found


def _span(finding: Finding, spans: Sequence[Span], labels: Mapping[str, int], record: Record) -> Span | None:
    """The cell of a record that a finding is about: that of its column; past the last column, the one it quotes.

    A cell that is missing stands where the record ends.
    """
    if finding.field:
        at = labels.get(finding.field)
        gone = finding.message == MESSAGES["missing-label"]
        if at is None or (gone and at < len(spans)):
            return None
        return spans[at] if at < len(spans) else (spans[-1][1], spans[-1][1])
    beyond = spans[max(labels.values(), default=-1) + 1 :]
    if beyond and not finding.found and finding.message == MESSAGES["extra-cell"]:
        return beyond[0][0], beyond[-1][1]
    return next((s for s in beyond if finding.found and finding.found in record.text[slice(*s)]), None)


def _hide(place: Place, cells: Sequence[Span]) -> Place:
    """The place without the text of those cells, which must not be shown."""
    text, marked = place.text, place.marked
    for begin, end in reversed(cells):
        text = text[:begin] + HIDDEN + text[end:]
        by = len(HIDDEN) - (end - begin)
        if marked and marked[0] >= end:
            marked = (marked[0] + by, marked[1] + by)
        elif marked and marked[0] >= begin:
            marked = (begin, begin + len(HIDDEN))
    return replace(place, text=text, marked=marked)


def _labels(resource: Resource, form: TableForm, records: Mapping[int, Record]) -> dict[str, int]:
    """The place of each label in the table's header, joined where it has several rows; the schema's without one."""
    heads = [next(form.reader([records[n].text])) for n in form.header_rows if n in records]
    if not heads:
        return _numbered(_field_names(resource))
    joined: list[str] = []
    last: dict[int, str] = {}
    for cells in heads:
        for index, cell in enumerate(cells):
            if last.get(index) == cell:
                continue
            last[index] = cell
            if index < len(joined):
                joined[index] = form.header_join.join([joined[index], cell])
            else:
                joined.append(cell)
    # A field that is called otherwise than its column stands where the schema has it.
    return _numbered(_field_names(resource)) | _numbered(label.strip() for label in joined) | _numbered(joined)


def _field_names(resource: Resource) -> list[str]:
    schema = resource.descriptor.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    listed = fields if isinstance(fields, list) else []
    return [str(field.get("name")) if isinstance(field, dict) else "" for field in listed]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """The first place of each name."""
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        found.setdefault(name, index)
    return found


def _place_in_record(file: str, record: Record, span: Span | None) -> Place:
    text = record.text.rstrip("\r\n")
    if span is None:
        return Place(file, record.line, 1, record.line, len(text.split("\n", 1)[0].rstrip("\r")) + 1, text)
    marked = (min(span[0], len(text)), min(span[1], len(text)))
    (line, column), (end_line, end_column) = (_count(record, text, at) for at in marked)
    return Place(file, line, column, end_line, end_column, text, marked)


def _count(record: Record, text: str, at: int) -> tuple[int, int]:
    """The line of the file and the column that a place in a record's text stands at."""
    return record.line + text.count("\n", 0, at), at - text.rfind("\n", 0, at)


def _cut(place: Place) -> Place:
    """The place with no more text than is ever shown, around its marked part."""
    if len(place.text) <= MOST_TEXT:
        return place
    first, last = place.marked or (0, 0)
    begin = max(0, first - MOST_TEXT // 3)
    end = min(len(place.text), begin + MOST_TEXT)
    marked = (first - begin, min(last, end) - begin) if place.marked else None
    return replace(
        place, text=place.text[begin:end], marked=marked, cut_before=begin > 0, cut_after=end < len(place.text)
    )
