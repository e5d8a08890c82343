"""Parse raw descriptors into a `Catalog`, with every problem of every descriptor at once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from civicstat import jsonschemas, sizes, standard
from civicstat.access import access_of, restricted
from civicstat.findings import Finding, Waiver, shorten
from civicstat.model import (
    BrokenPackage,
    Catalog,
    ChartDeclaration,
    Contributor,
    License,
    Package,
    Resource,
    Source,
    TotalRule,
)
from civicstat.names import slug
from civicstat.paths import is_remote, path_problem
from civicstat.settings import parse_contact, parse_publisher
from civicstat.shapes import KINDS, TOLD_BY_READERS
from civicstat.store import Store, hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from civicstat.history import History
    from civicstat.jsonschemas import Problem
    from civicstat.settings import Settings
    from civicstat.sources import RawPackage, Sources


def parse_catalog(
    sources: Sources,
    settings: Settings,
    store: Store | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Catalog:
    """Every package that can be published, those that can't, and why.

    Publisher, contact and licence fall back to the portal's own. Packages that are not public are in neither
    list; only `restricted`, and findings marked confidential, speak of them. With a `store`, what Frictionless makes
    of the same descriptor is not asked again.
    """
    findings: list[Finding] = []
    packages: list[Package] = []
    broken: list[BrokenPackage] = []
    private_folders = frozenset(raw.folder.resolve() for raw in sources.packages if _not_public(raw))
    for done, raw in enumerate(sources.packages, 1):
        progress(done, len(sources.packages))
        if _not_public(raw):
            findings += _private_findings(raw)
            continue
        name = page_name(raw)
        package, found = _parse(raw, name, settings, sources.history, private_folders, store)
        findings += found
        if package is None:
            broken.append(BrokenPackage(name, (raw.file,)))
        else:
            packages.append(package)
    # A broken package never takes the address of a sound one; only its findings speak of it.
    sound = {p.name for p in packages}
    broken = [b for b in broken if b.name not in sound]
    clashes = _clashes([(p.name, p.file) for p in packages] + [(b.name, f) for b in broken for f in b.files])
    for name, files in clashes.items():
        findings += [_clash(name, file, [other for other in files if other != file]) for file in files]
    packages = [p for p in packages if p.name not in clashes]
    broken = [b for b in broken if b.name not in clashes]
    broken += [BrokenPackage(name, tuple(files)) for name, files in clashes.items()]
    return Catalog(
        tuple(sorted(packages, key=lambda p: p.name)),
        tuple(sorted(broken, key=lambda b: b.name)),
        tuple(findings),
        tuple(restricted(r.data, page_name(r), r.file) for r in sources.packages if _not_public(r)),
    )


def page_name(raw: RawPackage) -> str:
    """The page's name: the descriptor's `name` made address-safe, else the folder's."""
    name = raw.data.get("name") if raw.data else None
    return slug(name if isinstance(name, str) and name.strip() else raw.folder.name)


def _not_public(raw: RawPackage) -> bool:
    return raw.private or (raw.data is not None and access_of(raw.data) is not None)


def _private_findings(raw: RawPackage) -> list[Finding]:
    """What to tell staff of a package that is not public: only in the terminal, and never its content."""
    if raw.problem:
        return [replace(raw.problem, confidential=True)]
    assert raw.data is not None  # noqa: S101 - for the type checker: no problem means data
    access = access_of(raw.data)
    assert access is not None  # noqa: S101 - for the type checker: checked by the caller
    found = [
        _finding(raw, "DP004", "error", problem, "its access level can't be read", confidential=True)
        for problem in access.problems
    ]
    if access.rows:
        found.append(
            Finding(
                code="DP004",
                severity="error",
                file=raw.file,
                message=f'holds rows, but its access level is "{access.level}"',
                pointer="resources",
                found="a resource with data or a path",
                expected="an inventory entry without rows",
                todo="Take the data out of this repository and its history; keep only the description.",
                confidential=True,
            )
        )
    return found


def _parse(
    raw: RawPackage,
    name: str,
    settings: Settings,
    history: History,
    private: frozenset[Any],
    store: Store | None,
) -> tuple[Package | None, list[Finding]]:
    if raw.problem or raw.data is None:
        return None, [replace(raw.problem, package=name)] if raw.problem else []
    data = raw.data
    findings: list[Finding] = []
    unsafe: set[int] = set()
    resources = data.get("resources")

    def too_much(problems: Iterable[tuple[int | None, Problem]]) -> bool:
        """Note what is past all measure; true where that is the package itself."""
        whole = False
        for index, problem in problems:
            owner = "" if index is None else _resource_name(resources, index)
            said = "is more than a portal can hold"
            findings.append(_finding(raw, "DP009", "error", problem, said, package=name, resource=owner))
            unsafe.update(() if index is None else (index,))
            whole |= index is None
        return whole

    if too_much(sizes.descriptor_problems(data)):
        return None, findings
    own = data.get("civicstat", {})
    chart_problems: list[Problem] = []
    for problem in jsonschemas.problems(own, "civicstat", "civicstat"):
        if problem.pointer.startswith("civicstat.charts["):
            chart_problems.append(problem)
            findings.append(_finding(raw, "DP003", "warning", problem, "this chart is left out", package=name))
        elif problem.pointer.startswith(TOLD_BY_READERS) and own.get("kind") in KINDS:
            continue  # what reads the kind says it, and leaves only that part out
        else:
            findings.append(
                _finding(raw, "DP003", "error", problem, "the civicstat property breaks its schema", package=name)
            )
    if not any(f.severity == "error" for f in findings):
        findings += _date_findings(raw, own, name)
    for index, problem in _path_problems(raw, resources, private):
        unsafe.add(index)
        findings.append(
            _finding(
                raw,
                "DP006",
                "error",
                problem,
                "this path is not safe",
                package=name,
                resource=_resource_name(resources, index),
            )
        )
    if too_much(sizes.field_problems(data, raw.folder, unsafe)):
        return None, findings
    reading = _read(data, raw.folder, frozenset(unsafe), store)
    for broken in reading.problems:
        if broken.resource is not None:
            unsafe.add(broken.resource)
        findings.append(
            _finding(
                raw,
                "DP002",
                "error",
                broken.problem,
                "the descriptor breaks the Data Package standard",
                package=name,
                resource="" if broken.resource is None else _resource_name(resources, broken.resource),
            )
        )
    if any(f.severity == "error" and not f.resource for f in findings):
        return None, findings
    findings += _remote_findings(raw, name, resources or [], unsafe)
    bad_charts = {int(p.pointer.split("[")[1].split("]")[0]) for p in chart_problems}
    package = _package(raw, name, own, settings, history, reading, bad_charts)
    refused = [_refused(raw, index, reading) for index in range(len(resources or [])) if index not in reading.forms]
    return replace(package, refused=tuple(refused)), findings


def _read(data: Mapping[str, Any], folder: Path, unsafe: frozenset[int], store: Store | None) -> standard.Reading:
    """What Frictionless makes of a descriptor, and of the files in which it keeps schemas and dialects."""
    if store is None:
        return standard.read_descriptor(data, folder, unsafe)
    resources = data.get("resources")
    parts = [r for i, r in enumerate(resources if isinstance(resources, list) else []) if i not in unsafe]
    references = [_references(r, folder) for r in parts if isinstance(r, dict)]
    key = store.key("descriptor", str(folder), data, sorted(unsafe), references)
    kept: standard.Reading | None = store.get(key)
    return kept or store.put(key, standard.read_descriptor(data, folder, unsafe))


def _path_problems(raw: RawPackage, resources: Any, private: frozenset[Any]) -> Iterable[tuple[int, Problem]]:
    for index, resource in enumerate(resources if isinstance(resources, list) else []):
        if isinstance(resource, dict) and (problem := path_problem(resource, index, raw.folder, private)):
            yield index, problem


def _resource_name(resources: Any, index: int) -> str:
    """The resource's name in messages; its place where it has none."""
    resource = resources[index] if isinstance(resources, list) else None
    name = resource.get("name") if isinstance(resource, dict) else None
    return name if isinstance(name, str) and 0 < len(name) <= sizes.MOST_IN_A_LINE else f"resources[{index}]"


def _date_findings(raw: RawPackage, own: Mapping[str, Any], name: str) -> list[Finding]:
    """Days that the schema's pattern lets through though the calendar has none."""
    found = []
    for key in ("modified", "issued"):
        if key in own and _day(own[key]) is None:
            problem = jsonschemas.Problem(
                f"civicstat.{key}", f'"{own[key]}"', "a day of the calendar", "Correct the day."
            )
            found.append(_finding(raw, "DP003", "error", problem, "this day does not exist", package=name))
    return found


def _remote_findings(raw: RawPackage, name: str, resources: Sequence[Any], unsafe: set[int]) -> list[Finding]:
    return [
        Finding(
            code="DP008",
            severity="warning",
            file=raw.file,
            package=name,
            resource=_resource_name(resources, index),
            pointer=f"resources[{index}].path",
            message="lies elsewhere: it is linked to, not checked and not copied",
            found=shorten(_paths(resource)[0]),
            todo="To have it checked and kept, put the file into the package.",
        )
        for index, resource in enumerate(resources)
        if index not in unsafe and is_remote(resource)
    ]


def _package(
    raw: RawPackage,
    name: str,
    own: Mapping[str, Any],
    settings: Settings,
    history: History,
    reading: standard.Reading,
    bad_charts: set[int],
) -> Package:
    data = raw.data or {}
    resources = tuple(
        _resource(resource, index, raw, reading.forms[index])
        for index, resource in enumerate(data["resources"])
        if index in reading.forms
    )
    root_folder = raw.file.rsplit("/", 1)[0]
    data_files = [f"{root_folder}/{path}" for r in resources if r.kind != "remote" for path in r.paths]
    if any(r.inline for r in resources):
        data_files.append(raw.file)
    publisher, contact = own.get("publisher"), own.get("contactPoint")
    charts = own.get("charts")
    return Package(
        name=name,
        file=raw.file,
        folder=raw.folder,
        title=_text(data.get("title")) or _title_from(data.get("name") or raw.folder.name),
        description=_text(data.get("description")),
        descriptor=data,
        resources=resources,
        kind=own.get("kind", "dataset"),
        keywords=tuple(_text(k) for k in data.get("keywords") or []),
        licenses=_licenses(data, resources) or ((settings.license,) if settings.license else ()),
        sources=tuple(
            Source(_text(s.get("title")) or _text(s.get("path")), _text(s.get("path")))
            for s in _all(data, resources, "sources")
        ),
        contributors=tuple(_contributor(c) for c in data.get("contributors") or []),
        homepage=_text(data.get("homepage")),
        version=_text(data.get("version")),
        created=_text(data.get("created")),
        publisher=parse_publisher(publisher) if publisher else settings.publisher,
        contact=parse_contact(contact) if contact else settings.contact,
        topics=tuple(own.get("theme", ())),
        promise=own.get("accrualPeriodicity", ""),
        modified=_day(own.get("modified")),
        issued=_day(own.get("issued")),
        temporal=own.get("temporal", ""),
        spatial=own.get("spatial", ""),
        bbox=(box[0], box[1], box[2], box[3]) if (box := own.get("bbox")) else None,
        totals=tuple(_total(rule) for rule in own.get("totals", ())),
        former_names=tuple(own.get("formerNames", ())),
        simulated=own.get("simulated", False),
        charts=None if charts is None else tuple(_chart(c, i) for i, c in enumerate(charts) if i not in bad_charts),
        waivers=tuple(Waiver(**waiver) for waiver in own.get("waivers", ())),
        data_changed=history.last_change(data_files, ZoneInfo(settings.time_zone)),
    )


def _resource(raw: Mapping[str, Any], index: int, package: RawPackage, form: standard.ResourceForm) -> Resource:
    paths = _paths(raw)
    remote = is_remote(raw)
    return Resource(
        index=index,
        name=raw["name"],
        title=_text(raw.get("title")),
        description=_text(raw.get("description")),
        kind="remote" if remote else form.kind,
        format=(_text(raw.get("format")) or form.format).lower().lstrip("."),
        mediatype=form.mediatype,
        encoding=form.encoding,
        compression=form.compression,
        paths=paths,
        descriptor=raw,
        files=() if remote else tuple(package.folder / path for path in paths),
        digests=() if remote else tuple(_digest(package.folder / path) for path in paths),
        references=_references(raw, package.folder),
    )


def _refused(package: RawPackage, index: int, reading: standard.Reading) -> Resource:
    """A resource that is not published for what its descriptor says; with its files where only the standard minds it.

    Its form is told by all but its schema and dialect. A path that is not safe, and what is past all measure, is
    looked at no further.
    """
    raw = (package.data or {})["resources"][index]
    raw = raw if isinstance(raw, dict) else {}
    name = _resource_name([raw], 0) if raw.get("name") else f"resources[{index}]"
    only_standard = index in {p.resource for p in reading.problems}
    plain = {key: raw[key] for key in ("path", "data", "type", "format", "mediatype", "compression") if key in raw}
    form = standard.resource_form({"name": "table", **plain}, package.folder) if only_standard else None
    if form is None or is_remote(raw):
        return Resource(index, name, "", "", "file", "", "", "", "", (), raw)
    listed = [raw.get("path", []), raw.get("extrapaths") or []]
    paths = tuple(p for part in listed for p in (part if isinstance(part, list) else [part]) if isinstance(p, str))
    files = tuple(package.folder / path for path in paths)
    return Resource(
        index=index,
        name=name,
        title=_text(raw.get("title")),
        description=_text(raw.get("description")),
        kind=form.kind,
        format=form.format.lower().lstrip("."),
        mediatype=form.mediatype,
        encoding=_text(raw.get("encoding")),
        compression=form.compression,
        paths=paths,
        descriptor=raw,
        files=files,
        digests=tuple(map(_digest, files)),
    )


def _references(raw: Mapping[str, Any], folder: Path) -> tuple[str, ...]:
    parts = (raw.get(key) for key in ("schema", "dialect"))
    return tuple(_digest(folder / part) for part in parts if isinstance(part, str))


def _digest(file: Path) -> str:
    try:
        return hash_file(file)
    except OSError:  # Frictionless says what is wrong with it
        return ""


def _paths(raw: Mapping[str, Any]) -> tuple[str, ...]:
    path = raw.get("path", ())
    more = raw.get("extrapaths") or ()  # Frictionless's own word for the second file and those after it
    return ((path,) if isinstance(path, str) else tuple(path)) + tuple(more)


def _licenses(data: Mapping[str, Any], resources: Sequence[Resource]) -> tuple[License, ...]:
    """The package's licences; where it names none, those of its resources."""
    return tuple(
        dict.fromkeys(
            License(_text(x.get("name")), _text(x.get("title")), _text(x.get("path")))
            for x in (data.get("licenses") or _of_resources(resources, "licenses"))
        )
    )


def _all(data: Mapping[str, Any], resources: Sequence[Resource], key: str) -> list[Mapping[str, Any]]:
    """The package's entries under `key` and then its resources', each once."""
    unique: dict[str, Mapping[str, Any]] = {}
    for entry in [*(data.get(key) or []), *_of_resources(resources, key)]:
        unique.setdefault(repr(sorted(entry.items(), key=str)), entry)
    return list(unique.values())


def _of_resources(resources: Sequence[Resource], key: str) -> list[Mapping[str, Any]]:
    return [entry for resource in resources for entry in resource.descriptor.get(key) or [] if isinstance(entry, dict)]


def _contributor(raw: Mapping[str, Any]) -> Contributor:
    roles = raw.get("roles") or ([raw["role"]] if raw.get("role") else [])
    title = _text(raw.get("title")) or " ".join(
        filter(None, (_text(raw.get("givenName")), _text(raw.get("familyName"))))
    )
    return Contributor(title or _text(raw.get("organization")), _text(raw.get("path")), tuple(map(str, roles)))


def _chart(raw: Mapping[str, Any], index: int) -> ChartDeclaration:
    return ChartDeclaration(**raw, index=index)


def _total(raw: Mapping[str, Any]) -> TotalRule:
    conditions = {key: tuple((k, _plain(v)) for k, v in raw.get(key, {}).items()) for key in ("where", "of")}
    names = {key: tuple(raw.get(key, ())) for key in ("parts", "by")}
    return TotalRule(**{**raw, **conditions, **names})


def _plain(value: Any) -> str:
    """A condition's value as a table's column would write it: `true`, `3`, `Citywide`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None


def _title_from(name: str) -> str:
    words = re.sub(r"[-_.]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _clashes(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    files: dict[str, list[str]] = defaultdict(list)
    for name, file in names:
        files[name].append(file)
    return {name: sorted(found) for name, found in files.items() if len(found) > 1}


def _clash(name: str, file: str, others: Sequence[str]) -> Finding:
    named = [*others[:3], f"{len(others) - 3:,} more"] if len(others) > 3 else others
    return Finding(
        code="DP005",
        severity="error",
        file=file,
        pointer="name",
        package=name,
        message=f'wants the page name "{name}", and so does {" and ".join(named)}',
        found=f'"{name}" twice',
        expected="a name of its own for every package",
        todo="Rename one of them: change its `name`, or its folder where it has none.",
    )


def _finding(  # noqa: PLR0913 - a finding has that many parts
    raw: RawPackage,
    code: str,
    severity: Any,
    problem: Problem,
    message: str,
    *,
    package: str = "",
    resource: str = "",
    confidential: bool = False,
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        file=raw.file,
        pointer=problem.pointer,
        message=message,
        found=problem.found,
        expected=problem.expected,
        todo=problem.todo,
        package=package,
        resource=resource,
        confidential=confidential,
    )
