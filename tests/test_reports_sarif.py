"""The report in SARIF, against the official schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from civicstat.findings import Finding, Verdict, Waiver
from civicstat.reports.as_sarif import MOST_RESULTS, as_sarif
from civicstat.validation import Checked, Validation

SCHEMA = json.loads((Path(__file__).parent / "schemas/sarif-2.1.0/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
DOCS = "https://data.example.org/docs/checks/"


def finding(code: str = "TB001", **more: Any) -> Finding:
    """A finding in a file that is not there."""
    parts = {"severity": "error", "file": "catalog/a b%é/rows.csv", "message": "the row is blank", **more}
    return Finding(code=code, **parts)


def sarif(*findings: Finding, docs: str = DOCS) -> Any:
    """The run that is written for findings, once it has passed the schema."""
    checked = Checked("x", "catalog/a b%é/datapackage.json", Verdict(), findings, ())
    written = json.loads(as_sarif(Validation((checked,)), docs))
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(written)
    return written["runs"][0]


WAIVER = Waiver(check="PV001", reason="Addresses of offices.", role="Privacy officer", date="2026-01-02")


@pytest.mark.parametrize("docs", [DOCS, ""])
def test_valid(docs: str) -> None:
    """Every kind of finding passes the official schema, with and without the address of a portal."""
    found = (
        finding(row=3, field="n", found="\x1b[31m", expected="a whole number", todo="Correct it."),
        finding("MD001", severity="warning", pointer="civicstat.publisher"),
        finding("PV001", waiver=WAIVER),
        finding("ZZ999"),
    )

    assert len(sarif(*found, docs=docs)["results"]) == 4
    assert sarif(docs=docs)["results"] == []


def test_rule() -> None:
    """A rule says what GitHub shows of it: words short and long, help, level, and the page that explains it."""
    [rule] = sarif(finding())["tool"]["driver"]["rules"]

    assert rule["id"] == "TB001"
    assert rule["name"] == "TheFileIsNotWhatTheDescriptorSays"
    assert rule["shortDescription"]["text"] == "The file is not what the descriptor says."
    assert rule["helpUri"] == f"{DOCS}#tb001"
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert all(len(rule[key]["text"]) <= 1024 for key in ("shortDescription", "fullDescription"))
    assert "](../" not in rule["help"]["markdown"]


def test_result() -> None:
    """A result names its rule by place too, its file by an address within the repository, and a whole region."""
    [result] = sarif(finding(field="n"))["results"]

    assert [result["ruleId"], result["ruleIndex"], result["level"]] == ["TB001", 0, "error"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "catalog/a%20b%25%C3%A9/rows.csv", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 1, "startColumn": 1, "endColumn": 2},
            }
        }
    ]


def test_suppressed() -> None:
    """What is let pass is a suppressed result, with the reason for it."""
    [open_one, passed] = sarif(finding("PV001", waiver=WAIVER), finding())["results"]

    assert "suppressions" not in open_one
    assert passed["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Addresses of offices. (Privacy officer, 2026-01-02)",
        }
    ]


def test_fingerprints() -> None:
    """A fingerprint stays when rows come and go above, and differs for what else differs."""

    def prints(*findings: Finding) -> list[str]:
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in sarif(*findings)["results"]]

    assert prints(finding(row=3, found="x")) == prints(finding(row=90, found="x"))
    assert len(set(prints(finding(row=3), finding(row=4), finding(found="x"), finding(field="n")))) == 4


def test_too_many() -> None:
    """No more results than GitHub takes, the errors first, and a notification of how many are left out."""
    notes = [finding("MD001", severity="warning", row=n) for n in range(MOST_RESULTS)]

    run = json.loads(as_sarif(Validation((Checked("x", "x", Verdict(), (*notes, finding()), ()),))))["runs"][0]

    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][0]["ruleId"] == "TB001"
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("1 result is left out")
