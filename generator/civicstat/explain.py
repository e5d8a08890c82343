"""Frictionless's errors in words that staff understand, each as a finding with its place and what to do."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from civicstat.findings import Finding, shorten
from civicstat.misread import DELIMITERS, dialect_of, files_beside, find_undecoded, name_of, other_delimiter
from civicstat.patterns import date_example, pattern_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from civicstat.model import Package, Resource

TYPES = {
    "string": "text",
    "integer": "a whole number, such as 1200",
    "number": "a number, such as 12.5",
    "boolean": "one of the words for yes and no",
    "date": "a day, such as 2026-03-31",
    "datetime": "a day and a time, such as 2026-03-31T14:05:00",
    "time": "a time, such as 14:05:00",
    "year": "a year of four digits",
    "yearmonth": "a year and a month, such as 2026-03",
    "duration": "a length of time, such as P1DT2H",
    "geopoint": "a latitude and a longitude",
    "geojson": "a shape in GeoJSON",
    "object": "an object in JSON",
    "array": "a list in JSON",
    "list": "a list of values",
}
"""What a cell of each Table Schema type holds, where its format is the usual one."""

_CONSTRAINTS = {
    "required": "the cell to be filled in",
    "unique": "a value that stands only once in the column",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "enum": "one of {}",
}

MESSAGES = {
    "blank-header": "the first row, with the names of the columns, is blank",
    "blank-label": "a column has no name",
    "blank-row": "the row is blank",
    "byte-count": "the size of the file is not the one that the descriptor states",
    "constraint-error": "the value breaks a rule of its column",
    "duplicate-label": "two columns have one name",
    "encoding-error": "the file can't be read with its encoding",
    "extra-cell": "the row has more cells than there are columns",
    "extra-label": "the file has a column that the descriptor does not name",
    "field-count": "the number of columns is not the one that the descriptor states",
    "foreign-key": "the value stands in no row of the table that it refers to",
    "hash-count": "the content of the file is not the one that the descriptor's hash was made from",
    "incorrect-label": "the name of a column is not the one in the descriptor",
    "missing-cell": "the row has fewer cells than there are columns",
    "missing-label": "a column that the descriptor names is missing",
    "primary-key": "the row has no key of its own",
    "row-count": "the number of rows is not the one that the descriptor states",
    "type-error": "the value does not fit the type of its column",
    "unique-error": "the value stands in the column already",
}
"""What each of Frictionless's types of error says; the rest say it in Frictionless's own words."""

TODO = {
    "blank-row": "Delete the blank row.",
    "byte-count": "Take `bytes` out of the descriptor, or write the file's size there.",
    "constraint-error": "Correct the value, or the field's constraints in the descriptor.",
    "encoding-error": 'Save the file as UTF-8, or name its encoding in the descriptor under "encoding".',
    "extra-cell": "Delete the cells after the last column; look for a stray comma.",
    "extra-label": "Describe the column in the descriptor, or delete it from the file.",
    "foreign-key": "Add the missing row to that table, or correct the value.",
    "format-error": "Save the file in another format, such as CSV.",
    "hash-count": "Take `hash` out of the descriptor, or write the new one there.",
    "incorrect-label": "Rename the column in the file or in the descriptor; look at the order of the columns too.",
    "missing-cell": "Fill in the missing cells; look for a missing comma.",
    "missing-label": "Add the column to the file, or take its field out of the descriptor.",
    "primary-key": "Give the row a key of its own: correct the repetition or the blank.",
    "scheme-error": "Put the file at that path, or correct the path in the descriptor.",
    "type-error": "Correct the value, or the field's type in the descriptor.",
}
"""What to do about each of Frictionless's types of error."""


_LABELS = {"incorrect-label", "missing-label", "extra-label"}
_OF_FILES = {"byte-count", "hash-count"}
_FORMATS = {
    "string/email": "an e-mail address, such as opendata@example.org",
    "string/uri": "an address, such as https://example.org/",
    "string/uuid": "a UUID, such as 123e4567-e89b-12d3-a456-426614174000",
    "string/binary": "bytes in Base64",
    "geopoint/default": "a longitude and a latitude, such as -76.61, 39.29",
    "geopoint/array": "a longitude and a latitude, such as [-76.61, 39.29]",
}
_NO_VALUE = {"n/a", "na", "n.a.", "#n/a", "null", "none", "nan", "nil", "-", "--", "–", "—", "?", "tbd", "unknown", "*"}
"""What people write into a cell to say that there is nothing."""
_YES_AND_NO = ("true", "True", "TRUE", "1", "false", "False", "FALSE", "0")


class Said(NamedTuple):
    """What a finding says of an error, beside its place."""

    message: str
    found: str
    expected: str
    todo: str


def explain_task(task: Mapping[str, Any], package: Package, resource: Resource) -> list[Finding]:
    """The errors of a resource's task in Frictionless's report, as findings.

    Where the file is parted otherwise than described, that alone is told: all that is wrong with its columns and
    cells comes of it. Where a column too few or too many shifts the others, that column is told in place of them.
    """
    errors = task["errors"]
    if parted := _parted(task, package, resource):
        return [parted, *(explain(error, package, resource) for error in errors if error["type"] in _OF_FILES)]
    shifted, left = _shifted(task, package, resource)
    rewritten, left = _rewritten(left, task, package, resource)
    return [*shifted, *rewritten, *(explain(error, package, resource) for error in left)]


def explain(error: Mapping[str, Any], package: Package, resource: Resource) -> Finding:
    """One error of a resource's task in Frictionless's report, as a finding."""
    said = _said(error, package, resource)
    return _finding(package, resource, said, error.get("rowNumber"), error.get("label") or error.get("fieldName") or "")


def file_of(package: Package, resource: Resource) -> str:
    """The file that a resource's findings are about; the descriptor where its rows stand there."""
    folder, slash, _ = package.file.rpartition("/")
    return f"{folder}{slash}{resource.paths[0]}" if resource.paths else package.file


def _finding(package: Package, resource: Resource, said: Said, row: int | None, field: str) -> Finding:
    return Finding(
        code="TB001",
        severity="error",
        file=file_of(package, resource),
        package=package.name,
        resource=resource.name,
        row=row,
        field=field,
        message=said.message,
        found=shorten(said.found, 200),
        expected=shorten(said.expected, 200),
        todo=said.todo,
    )


def _said(error: Mapping[str, Any], package: Package, resource: Resource) -> Said:
    kind, note = error["type"], _relative(error.get("note", ""), package)
    # Frictionless writes a blank cell as the text "None".
    cell = error.get("cell")
    found = shorten(cell) if cell not in (None, "", "None") else ""
    message = MESSAGES.get(kind, "") or _relative(error["message"], package)
    todo = TODO.get(kind, "Correct the file, or the descriptor if the file is right.")
    expected = "" if note in message else note
    if "No such file or directory" in note or kind == "scheme-error":
        return _missing(package, resource)
    if counted := re.fullmatch(r'expected is "(.*)" and actual is "(.*)"', note):
        return _counted(kind, counted[1], counted[2], resource)
    match kind:
        case "type-error":
            expected = _type(note, _field(error, resource))
            if found.casefold() in _NO_VALUE:
                todo = f'Leave the cell blank, or name "{found}" under "missingValues" in the schema.'
        case "constraint-error":
            expected = _constraint(note, _field(error, resource))
        case "encoding-error":
            return _undecoded(note, resource)
        case "source-error":
            return _source(note, resource)
        case "resource-error" if match := re.search(r'foreign key .* as resource "(.*)" does not exist', note):
            message, found = "the table refers to one that the package does not have", f'"{match[1]}"'
            expected = "one of " + ", ".join(f'"{one.name}"' for one in package.resources)
            todo = "Correct the name under `foreignKeys` in the descriptor."
        case "incorrect-label":
            expected = f'"{error.get("fieldName", "")}"'
        case "primary-key":
            twin = re.fullmatch(r"the same as in the row at position (\d+)", note)
            told = f"that of row {twin[1]} again" if twin else note
            message += ", since a cell of it is blank" if "None" in note else f": it is {told}"
            expected = "a key that no other row has"
        case "blank-row" | "blank-label" | "extra-cell" | "missing-cell" | "duplicate-label":
            expected = ""
    return Said(message, found, expected, todo)


def _relative(text: str, package: Package) -> str:
    return text.replace(f"{package.folder}/", "")


def _missing(package: Package, resource: Resource) -> Said:
    """A file that is not there; where it was renamed, what lies in its place."""
    message, expected = "the file is not there, or can't be opened", "a file at that path"
    gone = next((p for p, sha256 in zip(resource.paths, resource.digests, strict=False) if not sha256), "")
    beside = files_beside(gone, package) if gone else ()
    if not beside:
        return Said(message, "", expected, TODO["scheme-error"])
    more = f" and {len(beside) - 3} more" if len(beside) > 3 else ""
    found = f"in its folder, not named by the descriptor: {', '.join(beside[:3])}{more}"
    if beside[0].lower() == gone.lower():
        found = f"{beside[0]}, where capital letters differ"
    name = gone.rpartition("/")[2]
    todo = f'If it is {beside[0]}: rename that to {name}, or write "path": "{beside[0]}" in the descriptor.'
    if len(resource.paths) > 1:
        todo = f"If it is {beside[0]}: rename that to {name}, or correct the path in the descriptor."
    return Said(message, found, f"{name}, as the descriptor says", todo)


def _counted(kind: str, stated: str, actual: str, resource: Resource) -> Said:
    """A size, a hash or a number that is not the one stated."""
    message = MESSAGES[kind]
    if actual == "None":
        message = "the descriptor states a size or a hash, which Frictionless can't check for this format"
        return Said(message, "", "no `bytes` and no `hash` for it", TODO[kind])
    if kind == "hash-count":
        said = str(resource.descriptor.get("hash", ""))
        algorithm = f"{said.partition(':')[0]}:" if ":" in said else ""
        right = f'"hash": "{algorithm}{actual}"'
        todo = f"If the file is the right one, write {right} in the descriptor, or take `hash` out; else put it back."
        return Said(message, f"{algorithm}{actual}", f"{algorithm}{stated}", todo)
    unit = {"byte-count": "bytes", "row-count": "rows", "field-count": "columns"}.get(kind, "")
    number, one = (f"{int(n):,} {unit[:-1] if n == '1' else unit}" if n.isdecimal() else n for n in (stated, actual))
    todo = TODO.get(kind, "Correct the file, or the number in the descriptor if the file is right.")
    if kind == "byte-count":
        todo = f'If the file is the right one, write "bytes": {actual} in the descriptor, or take `bytes` out.'
    return Said(message, one.strip(), number.strip(), todo)


def _undecoded(note: str, resource: Resource) -> Said:
    """A file in another encoding: which byte, in which line, and what the file looks like."""
    message, todo = MESSAGES["encoding-error"], TODO["encoding-error"]
    if unknown := re.fullmatch(r"unknown encoding: (.*)", note):
        message = "the descriptor names an encoding that does not exist"
        return Said(message, unknown[1], "utf-8, or windows-1252", 'Correct "encoding" in the descriptor.')
    codec = re.match(r"'([^']+)' codec", note)
    encoding = codec[1] if codec else resource.encoding or "utf-8"
    expected = f"text in {name_of(encoding)}"
    seen = find_undecoded(resource, encoding)
    if seen is None:
        return Said(message, "", expected, todo)
    found = f"the byte {seen.byte:02X} in line {seen.line:,}"
    if seen.looks and not seen.mixed:
        sign = f', where it stands for "{seen.sign}"' if seen.sign else ""
        found += f"; the file looks like {seen.looks}{sign}"
    if seen.mixed and seen.encoding == "UTF-8":
        found += ", while what stands before it is UTF-8"
        todo = "Correct that line; parts of two files seem to have been joined. Then save the file as CSV UTF-8."
    elif seen.encoding == "UTF-8":
        todo = "Save the file as CSV UTF-8; in Excel: Save a Copy, CSV UTF-8 (Comma delimited)."
    elif seen.looks == "UTF-8":
        todo = 'Write "encoding": "utf-8" in the descriptor, or take "encoding" out.'
    return Said(message, found, expected, todo)


def _source(note: str, resource: Resource) -> Said:
    """A file whose content is none of its format."""
    if note == "the source is empty":
        message = "the file is empty" if resource.paths else "the table is empty"
        expected = "the names of the columns, and rows below them"
        return Said(message, "", expected, "Put the table into the file again, the names of its columns first.")
    if match := re.fullmatch(r"line contains invalid json: (.*) \(line (\d+)\)", note):
        message, expected = "a line of the file is not JSON", "one object { … } or list [ … ] in every line"
        return Said(message, f"line {match[2]}", expected, f"Correct line {match[2]}; if it is blank, delete it.")
    todo = "Save the file anew, or name its format in the descriptor."
    return Said("the content of the file is not what its format should be", note, "", todo)


def _parted(task: Mapping[str, Any], package: Package, resource: Resource) -> Finding | None:
    """The one finding on a file whose cells are parted otherwise than the descriptor says; None for any other."""
    errors = task["errors"]
    labels = [str(label) for label in task.get("labels") or ()]
    if not labels or not any(error["type"] in _LABELS for error in errors):
        return None
    dialect = dialect_of(resource, package)
    declared = dialect.get("delimiter")
    read = declared if isinstance(declared, str) and len(declared) == 1 else "\t" if resource.format == "tsv" else ","
    other = other_delimiter(labels, [str(field.get("name")) for field in _fields(resource)], read)
    if not other:
        return None
    rows = dialect.get("headerRows")
    row = rows[-1] if isinstance(rows, list) and rows and isinstance(rows[-1], int) else 1
    was, asked = _delimiter(other), _delimiter(read)
    message = f"the cells are parted by {was}, and the descriptor says {asked}"
    named = "\\t" if other == "\t" else other
    todo = f"Save the file with {asked} between the cells"
    todo += f', or write "delimiter": "{named}" under "dialect" of this table in the descriptor.'
    return _finding(package, resource, Said(message, read.join(labels), "", todo), row, "")


def _shifted(
    task: Mapping[str, Any], package: Package, resource: Resource
) -> tuple[list[Finding], list[Mapping[str, Any]]]:
    """What shifts the columns of a file, and the errors that do not come of it.

    Frictionless compares names place by place: one column taken out makes every later one wrong.
    """
    errors = task["errors"]
    labels = [str(label) for label in task.get("labels") or ()]
    names = [str(field.get("name")) for field in _fields(resource)]
    lost = [name for name in names if name not in labels]
    extra = [label for label in labels if label not in names]
    renamed = sum(error["type"] == "incorrect-label" for error in errors)
    once = len(set(labels)) == len(labels) and len(set(names)) == len(names)
    folded = dialect_of(resource, package).get("headerCase") is False
    if not once or folded or renamed <= max(len(lost), len(extra)):
        return [], errors
    told = [(name, "missing-label") for name in lost] + [(label, "extra-label") for label in extra]
    shifted = [_finding(package, resource, Said(MESSAGES[kind], "", "", TODO[kind]), None, name) for name, kind in told]
    if not told:
        said = Said(
            "the columns stand in another order than in the descriptor",
            ", ".join(labels),
            ", ".join(names),
            "Put the columns, or the fields in the descriptor, in the same order.",
        )
        shifted = [_finding(package, resource, said, None, "")]

    def of_another(error: Mapping[str, Any]) -> bool:
        """True for a cell that stands under the name of another column."""
        at = error.get("fieldNumber")
        if not isinstance(at, int) or error.get("rowNumber") is None:
            return False
        return error["type"] != "extra-cell" and labels[at - 1 : at] != [error.get("fieldName")]

    return shifted, [error for error in errors if error["type"] not in _LABELS and not of_another(error)]


SEVERAL_DAYS = 3
"""Days in a form of a spreadsheet's own, from which on the column is told of instead of each."""

_LOCAL_DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{4}|\d{2})( .*)?")


def local_day(text: str) -> bool:
    """True for a day as spreadsheets write it in some country: `5/3/2026`, `03.05.26`."""
    return bool(_LOCAL_DAY.fullmatch(text.strip()))


def rewritten_days(first: str, number: int) -> Said:
    """What to say of a column whose days a spreadsheet has written in its own way: the first of them, and how many."""
    return Said(
        "a spreadsheet has written the days of this column in its own way",
        f"{first}, and {number - 1:,} more like it",
        "days such as 2026-03-31",
        "In the spreadsheet, choose the date format yyyy-mm-dd for the whole column, or text, and save as CSV again.",
    )


def _rewritten(
    errors: Sequence[Mapping[str, Any]], task: Mapping[str, Any], package: Package, resource: Resource
) -> tuple[list[Finding], list[Mapping[str, Any]]]:
    """One finding for each column of days most of which are written as `5/3/2026`, and the errors that are left."""
    plain = [field for field in _fields(resource) if field.get("format") in (None, "default")]
    days = {field.get("name") for field in plain if field.get("type") == "date"}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for error in errors:
        of_a_day = error["type"] == "type-error" and error.get("fieldName") in days
        if of_a_day and local_day(str(error.get("cell") or "")):
            found.setdefault(error["fieldName"], []).append(error)
    rows = task.get("stats", {}).get("rows") or 0
    most = {name: alike for name, alike in found.items() if len(alike) >= SEVERAL_DAYS and 2 * len(alike) > rows}
    told = [
        _finding(package, resource, rewritten_days(alike[0]["cell"], len(alike)), alike[0].get("rowNumber"), name)
        for name, alike in most.items()
    ]
    covered = {id(error) for alike in most.values() for error in alike}
    return told, [error for error in errors if id(error) not in covered]


def _delimiter(sign: str) -> str:
    name = DELIMITERS.get(sign)
    return f'"{sign}"' if name is None else name if sign == "\t" else f"{name} ({sign})"


def _fields(resource: Resource) -> list[Mapping[str, Any]]:
    schema = resource.descriptor.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []


def _field(error: Mapping[str, Any], resource: Resource) -> Mapping[str, Any]:
    """What the descriptor says of the error's column; nothing where it stands elsewhere."""
    name = error.get("fieldName")
    return next((field for field in _fields(resource) if field.get("name") == name), {})


def _type(note: str, field: Mapping[str, Any]) -> str:
    """`type is "date/%d.%m.%Y"` in words."""
    match = re.fullmatch(r'type is "([^/]*)/(.*)"', note, re.DOTALL)
    if not match:
        return note
    kind, form = match.groups()
    words = TYPES.get(kind, kind)
    if kind == "boolean":
        stated: list[Any] = [field.get(key) for key in ("trueValues", "falseValues")]
        listed = [str(word) for part in stated for word in part] if all(isinstance(w, list) for w in stated) else ()
        return f"one of {', '.join(listed or _YES_AND_NO)}"
    if kind == "number" and field.get("decimalChar") == ",":
        return words.replace("12.5", "12,5")
    if f"{kind}/{form}" in _FORMATS:
        return _FORMATS[f"{kind}/{form}"]
    if form in ("default", "any", ""):
        return words
    example = date_example(form)
    said = words.partition(",")[0]
    return f"{said}, such as {example} ({form})" if example else f"{said} in the form {form}"


def _constraint(note: str, field: Mapping[str, Any]) -> str:
    """`constraint "minimum" is "0"` in words."""
    match = re.fullmatch(r'constraint "(\w+)" is "(.*)"', note, re.DOTALL)
    if match and match[1] == "pattern":
        return _pattern(match[2], field)
    if not match or match[1] not in _CONSTRAINTS:
        return note
    return _CONSTRAINTS[match[1]].format(_listed(match[2]))


def _pattern(pattern: str, field: Mapping[str, Any]) -> str:
    """A pattern by the example that the descriptor gives, or in words where it is simple."""
    example = field.get("example")
    if isinstance(example, str) and example:
        return f"the form {pattern}, such as {example}"
    words = pattern_in_words(pattern)
    return f"{words} ({pattern})" if words else f"the form {pattern}"


def _listed(value: str) -> str:
    """A constraint's value; a list, which Frictionless quotes as Python writes it, as words."""
    try:
        listed = ast.literal_eval(value)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value
    return ", ".join(f'"{one}"' for one in listed) if isinstance(listed, list) else value
