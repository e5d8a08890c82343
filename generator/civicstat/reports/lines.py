"""Where each finding stands: the line and the columns of the file, and what is written there.

Every file is read once for all of its findings, and no further than the last of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicstat.explain import file_of
from civicstat.reports.forms import form_of
from civicstat.reports.pointers import find_pointers, line_of, line_starts
from civicstat.reports.records import cell_spans, read_records
from civicstat.reports.words import HIDDEN, tells_of_person

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
    for finding in checked.findings if wanted is None else wanted:
        resource = package.resource(finding.resource) if package else None
        if finding.pointer:
            described[finding.file][finding] = finding.pointer
        elif resource and (pointer := _in_json(finding, resource)):
            described[finding.file][finding] = pointer
        elif resource and (finding.row is not None or finding.field):
            in_tables[resource.name].append(finding)
    found: dict[Finding, Place] = {}
    for file, pointers in described.items():
        found |= _in_descriptor(file, pointers)
    for name, findings in in_tables.items():
        owner = package.resource(name) if package else None
        if package and owner:
            found |= _in_table(package, owner, findings)
    return found


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


def _in_json(finding: Finding, resource: Resource) -> str:
    """The pointer to a row that stands in JSON: in the descriptor itself or in a file of its own."""
    if finding.row is None or (resource.format != "json" and not resource.inline):
        return ""
    if resource.inline:
        data: Any = resource.descriptor.get("data")
        at = f"resources[{resource.index}].data"
    elif Path(finding.file).suffix.lower() == ".json":
        data, at = None, ""
    else:
        return ""
    # Objects have no row of labels of their own; Frictionless counts one before them all the same.
    listed = isinstance(data, list) and bool(data) and isinstance(data[0], list)
    if listed:
        labels = [str(label) for label in data[0]]
        row = f"{at}[{finding.row - 1}]"
        return f"{row}[{labels.index(finding.field)}]" if finding.field in labels else row
    return f"{at}[{finding.row - 2}]" + (f".{finding.field}" if finding.field else "")


def _in_table(package: Package, resource: Resource, findings: Sequence[Finding]) -> dict[Finding, Place]:
    form = form_of(resource, package)
    if form is None:
        return {}
    rows = {finding.row for finding in findings if finding.row is not None}
    records = read_records(resource, form, rows | set(form.header_rows) | {1})
    labels = _labels(resource, form, records)
    folder = file_of(package, resource).removesuffix(resource.paths[0])
    files = [folder + path for path in resource.paths]
    hidden = {at for label, at in labels.items() if tells_of_person(label)}
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
        cells = [] if number in form.header_rows else [s for i, s in enumerate(spans[number]) if i in hidden]
        found[finding] = _cut(_hide(place, cells))
    return found


def _span(finding: Finding, spans: Sequence[Span], labels: Mapping[str, int], record: Record) -> Span | None:
    """The cell of a record that a finding is about: that of its column; past the last column, the one it quotes.

    A cell that is missing stands where the record ends.
    """
    if finding.field:
        at = labels.get(finding.field)
        if at is None:
            return None
        return spans[at] if at < len(spans) else (spans[-1][1], spans[-1][1])
    beyond = spans[max(labels.values(), default=-1) + 1 :]
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
