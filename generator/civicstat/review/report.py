"""The report on a pull request, as Markdown: what staff need first on top, everything else folded below."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from civicstat.errors import WrongUse
from civicstat.prose import sentence
from civicstat.review.details import (
    at_place,
    count,
    finding_line,
    kinds_of_uses,
    package_section,
    package_words,
    thing,
    use_words,
)
from civicstat.review.markdown import code, fit, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from civicstat.review.changes import FindingChange, PackageChange, Review

MARK = "<!-- civicstat review -->"
"""The first line, by which a workflow finds the comment that it has written before."""

MOST_LISTED = 12
"""Findings of privacy, things that break, files: what stands above the fold is short."""

MOST_PACKAGES = 20
"""Lines of the table of packages."""

_OF_THE_STANDARD = ("DP", "TB")
_IN_SUM = {"hidden": "no longer public", "shown": "now public", "broken": "can't be read"}


def as_markdown(review: Review) -> str:
    """The report on a review, within what GitHub takes as a comment however large the change."""
    packages = sorted(review.packages, key=lambda p: (not _problems(p), p.name, p.file))
    parts = (_verdict(review), _summary(review, packages), _privacy(review), _promises(review), _breaks(review))
    head = [MARK, *(line for part in parts for line in part)]
    if packages:
        head.append("### In detail")
    sections = [package_section(package) for package in packages]
    left_out = "*{} more packages change; they are not shown for want of room.*"
    return fit("\n\n".join(head), sections, "\n\n".join(_rest(review)), left_out)


def write_report(text: str, file: Path) -> None:
    """Write a report, whole or not at all. Raises `WrongUse` where the file can't be written."""
    try:
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8", newline="") as new:
            new.write(text)
        Path(new.name).chmod(0o644)
        Path(new.name).replace(file)
    except OSError as error:
        todo = "Name a file in a folder that is there."
        raise WrongUse(f"--out: {file} can't be written: {error.strerror}. {todo}") from error


def _problems(package: PackageChange) -> bool:
    return any(f.blocks for f in package.findings) or any(u.breaks for u in package.all_uses)


def _verdict(review: Review) -> list[str]:
    """Whether it can be merged, and why not: privacy first."""
    if review.mergeable:
        news = [f for p in review.packages for f in p.findings if f.state == "new"]
        warnings = sum(f.finding.severity == "warning" and f.finding.waiver is None for f in news)
        looks = len(review.second_looks)
        waived = sum(f.finding.waiver is not None and f.finding.severity == "error" for f in news if not f.second_look)
        if not _anything(review):
            return ["## This can be merged", "Nothing in the catalogue changes."]
        title = "## This can be merged after a second look" if review.promises else "## This can be merged"
        lines = [title, "No unwaived error, and nothing that breaks."]
        if warnings:
            lines[1] += f" {count(warnings, 'new warning')} {'is' if warnings == 1 else 'are'} worth a look."
        if waived:
            lines[1] += f" {count(waived, 'new error')} {'is' if waived == 1 else 'are'} let pass by a waiver."
        lines += [f"**Privacy**: {_looks(looks)}"] if looks else []
        return lines + ([_promised(len(review.promises))] if review.promises else [])
    reasons = []
    private = [f for f in review.blocking if f.private]
    invalid = [f for f in review.blocking if not f.private and f.finding.code.startswith(_OF_THE_STANDARD)]
    others = [f for f in review.blocking if not f.private and f not in invalid]
    if private:
        many = count(len(private), "finding", "findings")
        reasons.append(f"**Privacy**: {many} that may tell of a person, in {_packages(private)}. See to this first.")
    if review.private_errors:
        many = count(review.private_errors, "error")
        reasons.append(
            f"**Not public**: {many} in a package that is not public. Nothing of it is shown here; "
            "`civicstat validate` tells you on your own machine."
        )
    if review.portal:
        reasons.append("**Settings**: the portal can't be built. " + prose("; ".join(review.portal[:3]), 400))
    if invalid:
        many = count(len(invalid), "error")
        reasons.append(f"**Not valid**: {many} against the standard or the schema, in {_packages(invalid)}.")
    if others:
        reasons.append(f"**Withheld**: {count(len(others), 'error')} of civicstat's checks, in {_packages(others)}.")
    if looks := len(review.second_looks):
        place = 1 if private else 0
        reasons.insert(place, f"**Let pass**: {_looks(looks)}")
    if review.broken:
        kinds = Counter(kind for kind, _ in dict.fromkeys(map(thing, review.broken)))
        things = _and([kinds_of_uses(kind, number) for kind, number in sorted(kinds.items())])
        reasons.append(f"**Broken**: {things} can't do without what this takes away, renames or retypes.")
    if review.promises:
        reasons.append(_promised(len(review.promises)))
    return ["## This can't be merged yet", "\n".join(f"- {reason}" for reason in reasons)]


def _promised(number: int) -> str:
    """That promises were changed in place, which a target that moves must never be without a trace."""
    return f"**Needs a second look**: {count(number, 'promise')} {'was' if number == 1 else 'were'} changed in place."


def _looks(number: int) -> str:
    """What to do about findings of privacy that waivers let pass, and that the base did not have so."""
    one = number == 1
    said = (
        "that a waiver lets pass has come or grown and needs"
        if one
        else "that waivers let pass have come or grown and need"
    )
    return f"{count(number, 'finding')} {said} a second look: is the reason still true of what is there now?"


def _anything(review: Review) -> bool:
    return bool(review.packages or review.private or review.strays)


def _packages(findings: Iterable[FindingChange]) -> str:
    """The packages of findings, the first few by name."""
    names = list(dict.fromkeys(f.finding.package or f.finding.file for f in findings))
    more = [f"{len(names) - 3:,} more"] if len(names) > 3 else []
    return _and([*map(code, names[:3]), *more])


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""


def _summary(review: Review, packages: Sequence[PackageChange]) -> list[str]:
    """What it is compared with, and a line for each package."""
    kinds = Counter(_IN_SUM.get(package.status, package.status) for package in packages)
    order = ("added", "changed", "renamed", "removed", "now public", "no longer public", "can't be read")
    found = [f"{kinds[kind]:,} {kind}" for kind in order if kinds[kind]]
    said = f"{count(len(packages), 'package')}: {', '.join(found)}." if found else "No package changes."
    if len(found) == 1:
        said = f"{count(len(packages), 'package')} {found[0].partition(' ')[2]}."
    lines = [f"Compared with {code(review.ref)}, at commit {code(review.commit[:10])}. {said}"]
    if packages:
        rows = [package_words(package) for package in packages[:MOST_PACKAGES]]
        if len(packages) > MOST_PACKAGES:
            rows.append((f"*and {len(packages) - MOST_PACKAGES:,} more*", "", "", ""))
        lines.append("\n".join(table(("Dataset", "What changes", "Rows", "Findings"), rows)))
    return lines


def _privacy(review: Review) -> list[str]:
    """Findings of privacy before anything else, those that a waiver lets pass among them."""
    found = [f for p in review.packages for f in p.findings if f.private and f.state != "fixed"]
    if not found:
        return []
    found.sort(key=lambda f: (not f.blocks, not f.second_look, f.state))
    lines = [finding_line(f, package=True) for f in found[:MOST_LISTED]]
    if len(found) > MOST_LISTED:
        lines.append(f"- *and {len(found) - MOST_LISTED:,} more*")
    parts = ["### Privacy", "\n".join(lines)]
    if any(f.blocks and f.state == "new" for f in found):
        parts.append(
            "What was pushed to a public repository can be read there, even if this is never merged. Correcting the "
            "file is not enough: ask whoever looks after the repository to take it out of the history."
        )
    return parts


def _promises(review: Review) -> list[str]:
    """Targets and what else was promised that was changed in place."""
    found = review.promises
    if not found:
        return []
    lines = [
        f"- In {code(f.finding.package)}: {prose(sentence(f.finding.message))} {prose(f.finding.todo)}"
        for f in found[:MOST_LISTED]
    ]
    if len(found) > MOST_LISTED:
        lines.append(f"- *and {len(found) - MOST_LISTED:,} more*")
    advice = (
        "A target that moves is never hidden. This does not keep the change from being merged, since a slip may have "
        "to be corrected: whoever merges it decides."
    )
    return ["### Needs a second look", "\n".join(lines), advice]


def _breaks(review: Review) -> list[str]:
    """What uses something that is gone."""
    broken = review.broken
    if not broken:
        return []
    gone: dict[object, list[str]] = {}
    for package in review.packages:
        for table_change in package.tables:
            for field in table_change.fields:
                for use in field.uses:
                    now = f", now {code(field.after)}" if field.kind == "renamed" else ""
                    now = f", now of type {code(field.type)}" if field.kind == "retyped" else now
                    gone.setdefault(use, []).append(code(field.before) + now)
    lines = []
    for use in broken[:MOST_LISTED]:
        what = gone.get(use, [])
        more = f" and {len(what) - 3:,} more" if len(what) > 3 else ""
        because = f" It uses {'; '.join(what[:3])}{more}." if what else ""
        said = use_words(use)
        lines.append(f"- {said[0].upper()}{said[1:]}, at {at_place(use)}.{because}")
    if len(broken) > MOST_LISTED:
        lines.append(f"- *and {len(broken) - MOST_LISTED:,} more*")
    advice = "Correct each of these in the same pull request, or leave the name and type as they were."
    return ["### What it breaks", "\n".join(lines), advice]


def _rest(review: Review) -> list[str]:
    """What belongs to no package that is shown."""
    lines = []
    if review.strays:
        named = [f"- {code(path, 120)}" for path in review.strays[:MOST_LISTED]]
        if len(review.strays) > MOST_LISTED:
            named.append(f"- *and {len(review.strays) - MOST_LISTED:,} more*")
        said = "These files changed, and no package lists them, so that nobody will see them on the portal:"
        lines += [said, "\n".join(named)]
    if review.private:
        are, them = ("is", "it") if review.private == 1 else ("are", "them")
        lines.append(
            f"{count(review.private, 'package')} that changed {are} not public; nothing of {them} is shown here."
        )
    if review.elsewhere:
        have = "has" if review.elsewhere == 1 else "have"
        lines.append(
            f"{count(review.elsewhere, 'package')} that this does not touch {have} errors too. They don't count here; "
            "`civicstat validate` lists them."
        )
    lines += [prose(note) for note in review.notes]
    lines.append(f"<sub>To see this on your own machine: {code(f'civicstat review --base {review.ref}', 100)}</sub>")
    return lines
