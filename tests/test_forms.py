"""The forms of Discussions on GitHub: this repository's, and those that a new portal gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from civicstat.settings import Discussions
from laid_down import FORMS, LAID_DOWN, OWN, read


@pytest.mark.parametrize("name", FORMS)
def test_same_forms(name: str) -> None:
    """This repository's Discussions use the forms of a new portal."""
    form = (OWN / "DISCUSSION_TEMPLATE" / name).read_text(encoding="utf-8")

    assert form == (LAID_DOWN / "DISCUSSION_TEMPLATE" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_form_is_valid(name: str) -> None:
    """A form has the shape that GitHub documents, with each id and each label once."""
    schema = json.loads(Path(__file__).with_name("discussion-form.schema.json").read_text(encoding="utf-8"))
    form = read(LAID_DOWN / "DISCUSSION_TEMPLATE" / name)
    ids = [element["id"] for element in form["body"] if "id" in element]
    labels = [element["attributes"]["label"] for element in form["body"] if "id" in element]

    assert [error.message for error in Draft202012Validator(schema).iter_errors(form)] == []
    assert len(set(ids)) == len(ids)
    assert len(set(labels)) == len(labels)
    assert "**Your post is public, and stays public.**" in form["body"][0]["attributes"]["value"]


def test_forms_belong_to_the_categories() -> None:
    """There is a form for each category that pages lead to, and a dataset's form has the field that links fill in."""
    slugs = Discussions()

    assert sorted(path.name for path in (LAID_DOWN / "DISCUSSION_TEMPLATE").iterdir()) == FORMS
    assert [f"{slugs.data}.yml", f"{slugs.requests}.yml"] == FORMS
    assert "key" in [element.get("id") for element in read(LAID_DOWN / "DISCUSSION_TEMPLATE" / FORMS[0])["body"]]
