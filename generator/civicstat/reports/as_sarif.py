"""The report in SARIF 2.1.0 (the OASIS standard with errata 01), as GitHub's code scanning takes it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from civicstat import __version__
from civicstat.codes import CODES, Code
from civicstat.prose import plain, sentence
from civicstat.reports.display import visible
from civicstat.reports.lines import find_places
from civicstat.reports.words import counted, in_one_line, worst_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from civicstat.findings import Finding
    from civicstat.reports.lines import Place
    from civicstat.validation import Validation

MOST_RESULTS = 25_000
"""GitHub refuses a run of more results than these; of those that it takes, it keeps the worst 5,000."""
MOST_TEXT = 1_000
"""Characters of a description; GitHub takes 1,024."""

_RELATIVE = re.compile(r"\[([^\]]*)\]\(\.\./[^)]*\)")
INFORMATION = "https://datapackage.org/standard/"


def as_sarif(validation: Validation, docs: str = "") -> str:
    """One run with a rule for each code that was found; what is let pass is there too, as suppressed.

    The worst come first, and one of each kind before the second of any; what is more than GitHub takes is left out,
    and a notification of the run says how much.
    """
    places = {finding: place for package in validation.packages for finding, place in find_places(package).items()}
    findings = [finding for finding, _ in worst_first([f for p in validation.packages for f in p.findings])]
    kept, left_out = findings[:MOST_RESULTS], len(findings) - MOST_RESULTS
    codes = sorted({finding.code for finding in kept})
    rules = [_rule(CODES.get(code) or _unknown(code), docs) for code in codes]
    seen: Counter[str] = Counter()
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left_out > 0:
        said = f"{counted(left_out, 'result is', 'results are')} left out, since code scanning takes {MOST_RESULTS:,}."
        invocation["toolExecutionNotifications"] = [
            {"level": "warning", "message": {"text": f"{said} civicstat validate lists them all."}}
        ]
    run = {
        "tool": {
            "driver": {
                "name": "civicstat",
                "semanticVersion": __version__,
                "informationUri": docs or INFORMATION,
                "rules": rules,
            }
        },
        "invocations": [invocation],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder that the command was called in."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places.get(finding), codes.index(finding.code), seen) for finding in kept],
    }
    sarif = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(sarif, ensure_ascii=False, indent=1)


def _unknown(code: str) -> Code:
    return Code(code=code, severity="warning", message=code, explanation="")


def _rule(code: Code, docs: str) -> dict[str, Any]:
    """A code as a rule; `name` is in Pascal case, as the standard recommends."""
    message = sentence(code.message)
    full = plain(f"{message} {code.explanation}", MOST_TEXT)
    rule = {
        "id": code.code,
        "name": "".join(word.capitalize() for word in _words(code.message))[:255],
        "shortDescription": {"text": message[:MOST_TEXT]},
        "fullDescription": {"text": full},
        "help": {"text": full, "markdown": _help(code, message, docs)},
        "defaultConfiguration": {"level": code.severity},
        "properties": {
            "tags": ["privacy"] if code.code.startswith("PV") else ["data"],
            "precision": "high" if code.code.startswith(("PV", "MD", "DT")) else "very-high",
            "problem.severity": code.severity,
        },
    }
    return rule | ({"helpUri": f"{docs}#{code.anchor}"} if docs else {})


def _words(message: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in message).split()


def _help(code: Code, message: str, docs: str) -> str:
    parts = [message, code.explanation, f"**What to do:** {code.todo}" if code.todo else ""]
    # Links to the portal's other pages work where it has an address; elsewhere their words are enough.
    base = docs.removesuffix("checks/")
    parts = [part.replace("](../", f"]({base}") if base else _RELATIVE.sub(r"\1", part) for part in parts]
    for title, example in (("Wrong", code.wrong), ("Right", code.right)):
        parts += [f"**{title}**", f"```\n{example}\n```"] if example else []
    return "\n\n".join(filter(None, parts))


def _result(finding: Finding, place: Place | None, rule: int, seen: Counter[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": visible(in_one_line(finding))},
        "locations": [{"physicalLocation": _location(finding, place)}],
        "partialFingerprints": _fingerprints(finding, seen),
    }
    if finding.waiver:
        waiver = finding.waiver
        justification = f"{waiver.reason} ({waiver.role}, {waiver.date})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return result


def _location(finding: Finding, place: Place | None) -> dict[str, Any]:
    file = place.file if place else finding.file
    artifact = _artifact(file)
    if place is None:
        # GitHub shows no result without a region.
        return {"artifactLocation": artifact, "region": {"startLine": 1, "startColumn": 1, "endColumn": 2}}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": max(place.end_column, place.column + (place.line == place.end_line)),
    }
    return {"artifactLocation": artifact, "region": region}


def _artifact(file: str) -> dict[str, str]:
    if PurePosixPath(file).is_absolute():
        return {"uri": f"file://{quote(file)}"}
    return {"uri": quote(file), "uriBaseId": "%SRCROOT%"}


def _fingerprints(finding: Finding, seen: Counter[str]) -> dict[str, str]:
    """What tells a result from all others, and stays the same when rows above it come and go.

    It is made from what is wrong, not from where; of several that are alike, each has its number.
    """
    parts: Sequence[str] = (finding.code, finding.file, finding.pointer, finding.field, finding.message, finding.found)
    print_ = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
    seen[print_] += 1
    return {"primaryLocationLineHash": f"{print_}:{seen[print_]}"}
