"""YAML as the JSON it stands for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from civicstat.findings import shorten

if TYPE_CHECKING:
    from pathlib import Path

YAMLError = yaml.YAMLError

MOST_DIGITS = 400
"""Digits of a number: the largest that a float holds has 309, and past 4,300 Python takes it for an attack."""

_STRING = "tag:yaml.org,2002:str"
_KINDS = ("null", "bool", "int", "float", "str", "seq", "map")


class NameTwiceError(ValueError):
    """An object says one name twice."""

    def __init__(self, name: str) -> None:
        """Refuse an object for `name`."""
        super().__init__(f'says "{shorten(name)}" twice in one object')


class NumberTooLong(ValueError):  # noqa: N818 - it names what was found
    """A number of more digits than any use has."""

    def __init__(self, digits: str) -> None:
        """Refuse the number that is written with `digits`."""
        super().__init__(f"a number of {len(digits):,} digits")


def whole_number(digits: str) -> int:
    """A whole number as JSON and YAML write it. Raises `NumberTooLong`."""
    if len(digits) > MOST_DIGITS:
        raise NumberTooLong(digits)
    return int(digits)


def load_yaml(text: str) -> Any:
    """Read YAML; dates stay text, keys are text, and what JSON has no word for is refused.

    Raises `YAMLError`, or `ValueError` and `RecursionError` for numbers and depths past all use.
    """
    return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - it makes nothing but JSON


def load_file(file: Path) -> Any:
    """Read a file of JSON or, where its name ends so, YAML. Raises what `load_yaml` does, and `OSError`."""
    text = file.read_text(encoding="utf-8-sig")
    return load_yaml(text) if file.suffix in (".yaml", ".yml") else json.loads(text, parse_int=whole_number)


def in_words(error: Exception) -> str:
    """Say where YAML breaks and how, on one line."""
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}{getattr(error, 'problem', '') or 'the structure breaks'}"


class _PlainLoader(yaml.SafeLoader):
    """Dates stay text, aliases are refused.

    JSON knows no dates, and Frictionless would turn them back into text anyway; an alias (`&a`, `*a`) can
    unfold a few bytes into gigabytes, and nothing here needs one.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node that is no alias."""
        if self.check_event(yaml.AliasEvent):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not allowed here", event.start_mark)
        return super().compose_node(parent, index)

    def construct_scalar(self, node: Any) -> Any:
        """Construct a text, or the text of a number, which has an end."""
        if node.tag != _STRING and len(node.value) > MOST_DIGITS:
            raise NumberTooLong(node.value)
        return super().construct_scalar(node)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Construct an object whose keys are text, as JSON's are."""
        if isinstance(node, yaml.MappingNode):
            self.flatten_mapping(node)
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode):
                    key.tag = _STRING
            names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            if len(set(names)) < len(names):
                raise NameTwiceError(next(name for name in names if names.count(name) > 1))
        return super().construct_mapping(node, deep=deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.yaml_constructors = {
    tag: make
    for tag, make in yaml.SafeLoader.yaml_constructors.items()
    if tag is None or tag.removeprefix("tag:yaml.org,2002:") in _KINDS
}
