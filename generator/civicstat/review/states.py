"""The catalogue in two states: which packages were touched, and which of the one state is which of the other."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civicstat.access import access_of
from civicstat.catalog import page_name, parse_catalog
from civicstat.review.changes import FindingChange, PackageChange
from civicstat.review.compare import Pairing, State, compare_findings
from civicstat.review.promises import hidden_promises
from civicstat.review.reckoned import measure_titles
from civicstat.settings import SETTINGS_FILE
from civicstat.shapes import MEASURED
from civicstat.sources import CATALOG, DESCRIPTOR_NAMES, Sources, find_descriptors, read_descriptor
from civicstat.store import digest, hash_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from civicstat.findings import Finding
    from civicstat.history import History
    from civicstat.model import Catalog, Package
    from civicstat.review.changes import Status
    from civicstat.settings import Settings
    from civicstat.sources import RawPackage
    from civicstat.store import Store


@dataclass(frozen=True)
class Side:
    """One state of the portal: its descriptors, its settings, and every file under catalog/ by its digest."""

    root: Path
    raws: tuple[RawPackage, ...]
    settings: Settings
    files: Mapping[str, str]


@dataclass(frozen=True)
class Touched:
    """Everything that differs between two states, packages in pairs, with the rest in numbers and paths.

    `head` is the catalogue as it would be merged. `private` counts packages that are not public and were touched,
    `private_errors` their errors, `elsewhere` packages with errors that nothing touches.
    """

    pairings: tuple[Pairing, ...]
    head: Catalog
    private: int
    private_errors: int
    elsewhere: int
    strays: tuple[str, ...]


def read_side(root: Path, settings: Settings) -> Side:
    """Read one state."""
    catalog = root / CATALOG
    raws = tuple(read_descriptor(path, root) for path in find_descriptors(catalog))
    return Side(root, raws, settings, _files(catalog, root))


def _files(catalog: Path, root: Path) -> dict[str, str]:
    """Every file under the catalogue by its digest. Links count as where they lead to; none is followed."""
    found = {}
    for place, folders, names in os.walk(catalog):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in [*names, *links]:
            path = Path(place, name)
            try:
                content = f"link to {path.readlink()}" if path.is_symlink() else hash_file(path)
            except OSError:
                content = "can't be read"
            found[path.relative_to(root).as_posix()] = content
    return found


def find_touched(old: Side, new: Side, today: date, history: History, store: Store | None) -> Touched:
    """What differs between two states. Where the settings differ, every package is looked at again."""
    everywhere = old.settings != new.settings
    names = old.files.keys() | new.files.keys()
    differing = sorted(file for file in names if old.files.get(file) != new.files.get(file))
    folders = {parent.as_posix() for file in differing for parent in Path(file).parents}
    of_old = [raw for raw in old.raws if everywhere or _folder(raw) in folders]
    of_new = {raw.file for raw in new.raws if everywhere or _folder(raw) in folders}
    before = parse_catalog(Sources(tuple(of_old), history), old.settings)
    head = parse_catalog(Sources(new.raws, history), new.settings, store)
    secret = {raw.file for raw in new.raws if _not_public(raw)}
    was_secret = {raw.file for raw in old.raws if _not_public(raw)}
    pairings = _pair(
        _Half(old, before, frozenset(raw.file for raw in of_old) - was_secret),
        _Half(new, head, frozenset(of_new) - secret),
        secret,
        was_secret,
        today,
    )
    errors = [f for f in head.findings if f.withholds]
    return Touched(
        tuple(pairings),
        head,
        private=len((secret & of_new) | (was_secret & {raw.file for raw in of_old} - {raw.file for raw in new.raws})),
        private_errors=sum(f.confidential and f.file in of_new for f in errors),
        elsewhere=len({f.file for f in errors if not f.confidential and f.file not in of_new}),
        strays=_strays(differing, new, head, secret | was_secret),
    )


def _folder(raw: RawPackage) -> str:
    return raw.file.rpartition("/")[0]


def _not_public(raw: RawPackage) -> bool:
    return raw.private or (raw.data is not None and access_of(raw.data) is not None)


@dataclass(frozen=True)
class _Half:
    """A side with what the catalogue makes of it, and the descriptors that were touched and may be shown."""

    side: Side
    catalog: Catalog
    files: frozenset[str]

    def state(self, package: Package) -> State:
        """A package with what was found in its descriptor."""
        found = tuple(f for f in self.catalog.findings if f.file == package.file and not f.confidential)
        return State(package, found, self.side.settings, str(self.side.root))

    @property
    def packages(self) -> list[Package]:
        """Those that can be read and were touched."""
        return [p for p in self.catalog.packages if p.file in self.files]

    def unread(self) -> dict[str, tuple[str, tuple[Finding, ...]]]:
        """By the descriptor's file: the page's name and the findings of each package that can't be read."""
        read = {p.file for p in self.catalog.packages}
        return {
            raw.file: (page_name(raw), tuple(f for f in self.catalog.findings if f.file == raw.file))
            for raw in self.side.raws
            if raw.file in self.files and raw.file not in read
        }


def _pair(old: _Half, new: _Half, secret: set[str], was_secret: set[str], today: date) -> list[Pairing]:
    """Every touched package with what it was before, and those that are gone or can't be read."""
    unread_before, unread_after = old.unread(), new.unread()
    matches = _matches(old, new, {*unread_after, *secret}, {name for name, _ in unread_after.values()})
    taken = {package.name for package in matches.values()}
    same_settings = old.side.settings == new.side.settings
    found: list[Pairing] = []
    for package in new.packages:
        match = matches.get(package.name)
        known = _known(package, match, unread_before, was_secret)
        if not (match and known.status == "changed" and same_settings and _same(match, package)):
            found.append(Pairing(known, old.state(match) if match else None, new.state(package), today))
    by_file, by_name = {p.file: p for p in old.packages}, {p.name: p for p in old.packages}
    for file, (name, findings) in unread_after.items():
        was = by_file.get(file) or by_name.get(name)
        if was:
            taken.add(was.name)
        changes = compare_findings(unread_before[file][1] if file in unread_before else (), findings, {})
        known = PackageChange("broken", name, was.title if was else "", file=file, findings=changes)
        found.append(Pairing(known, None, None, today))
    for package in old.packages:
        if package.name not in taken:
            hidden = package.file in secret or _became_secret(package.name, new.side, secret)
            status: Status = "hidden" if hidden else "removed"
            promised = tuple(FindingChange("new", f) for f in hidden_promises(package)) if hidden else ()
            known = PackageChange(status, package.name, package.title, package.name, package.file, findings=promised)
            found.append(Pairing(known, None if hidden else old.state(package), None, today))
    there = {raw.file for raw in new.side.raws}
    for file, (name, _) in unread_before.items():
        if file not in there:
            note = "Its descriptor could not be read before."
            known = PackageChange("removed", name, "", name, file, notes=(note,))
            found.append(Pairing(known, None, None, today))
    return sorted(found, key=lambda p: (p.known.name, p.known.file))


def _matches(old: _Half, new: _Half, there: set[str], there_too: set[str]) -> dict[str, Package]:
    """For names of the head's packages the base's package: of that name, of a former name, at that place, or alike.

    Alike are those with the same content, and sprints and strategies with the same measures.

    What is `there` still, by its file or its name, has not become another package, though it can't be shown.
    """
    names = {p.name for p in new.catalog.packages}
    same_name = {p.name: p for p in old.packages}
    lost = [p for p in old.packages if p.name not in names | there_too and p.file not in there]
    former = {p.name: p for p in lost}
    place = {p.file: p for p in lost}
    content = {_content(p): p for p in reversed(lost)}
    # A sprint whose folder was renamed while a target was changed is still that sprint.
    measured = {
        (p.kind, ids): p for p in reversed(lost) if p.kind in MEASURED and (ids := frozenset(measure_titles(p)))
    }
    found: dict[str, Package] = {p.name: same_name[p.name] for p in new.packages if p.name in same_name}
    taken: set[str] = set()
    ways: tuple[Callable[[Package], Iterable[Package | None]], ...] = (
        lambda p: (former.get(name) for name in p.former_names),
        lambda p: (place.get(p.file),),
        lambda p: (content.get(_content(p)),),
        lambda p: (measured.get((p.kind, frozenset(measure_titles(p)))),) if p.kind in MEASURED else (),
    )
    for way in ways:
        for package in new.packages:
            match = next((p for p in way(package) if p and p.name not in taken), None)
            if match and package.name not in found:
                found[package.name] = match
                taken.add(match.name)
    return found


def _became_secret(name: str, side: Side, secret: set[str]) -> bool:
    return any(raw.file in secret and raw.data is not None and page_name(raw) == name for raw in side.raws)


def _known(
    package: Package, match: Package | None, unread_before: Mapping[str, object], was_secret: set[str]
) -> PackageChange:
    """What the pairing by itself tells of a package."""
    if match is None:
        if package.file in was_secret:
            note = "It was not public before: of what it was then nothing is shown or compared."
            return PackageChange("shown", package.name, package.title, file=package.file, notes=(note,))
        note = "Its state before can't be read, so that everything in it counts as new."
        notes = (note,) if package.file in unread_before else ()
        return PackageChange("added", package.name, package.title, file=package.file, notes=notes)
    renamed = match.name != package.name
    return PackageChange(
        "renamed" if renamed else "changed",
        package.name,
        package.title,
        before=match.name if renamed else "",
        file=package.file,
        led=not renamed or match.name in package.former_names,
        notes=() if match.file == package.file else (f"It has moved from {_at(match)} to {_at(package)}.",),
    )


def _at(package: Package) -> str:
    return package.file.rpartition("/")[0] + "/"


def _content(package: Package) -> str:
    """A mark of the data itself; empty data has a mark that nothing else has."""
    parts = [part for r in package.resources for part in r.digests]
    return digest(*parts) if any(parts) else package.file


def _same(old: Package, new: Package) -> bool:
    """True where neither the descriptor's words nor any file that it names differs."""
    content_old, content_new = (
        [(r.name, r.kind, r.paths, r.digests, r.references) for r in (*p.resources, *p.refused)] for p in (old, new)
    )
    return old.file == new.file and old.descriptor == new.descriptor and content_old == content_new


def _strays(differing: Iterable[str], new: Side, head: Catalog, secret: set[str]) -> tuple[str, ...]:
    """Changed files of the head that no package lists, as a table that was put into a folder and never named.

    Those in the folder of a package that is not public, and of one whose descriptor can't be read, are left out.
    """
    listed = {
        f"{package.file.rpartition('/')[0]}/{path}"
        for package in head.packages
        for resource in package.resources
        for path in resource.paths
    } | {
        str(Path(package.file).parent / reference)
        for package in head.packages
        for resource in package.resources
        for reference in (resource.descriptor.get("schema"), resource.descriptor.get("dialect"))
        if isinstance(reference, str)
    }
    quiet = {file.rpartition("/")[0] for file in secret}
    quiet |= {_folder(raw) for raw in new.raws if raw.file not in {p.file for p in head.packages}}
    return tuple(
        file
        for file in differing
        if file in new.files
        and file not in listed
        and file != SETTINGS_FILE
        and Path(file).name not in DESCRIPTOR_NAMES
        and not Path(file).name.upper().startswith("README")
        and Path(file).suffix.lower() not in (".md", ".txt")
        and not any(parent.as_posix() in quiet for parent in Path(file).parents)
    )
