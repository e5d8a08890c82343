"""YAML as the JSON it stands for."""

from __future__ import annotations

from typing import Any

import yaml

from civicstat.findings import shorten

YAMLError = yaml.YAMLError

_STRING = "tag:yaml.org,2002:str"
_KINDS = ("null", "bool", "int", "float", "str", "seq", "map")


class NameTwiceError(ValueError):
    """An object says one name twice."""

    def __init__(self, name: str) -> None:
        """Refuse an object for `name`."""
        super().__init__(f'says "{shorten(name)}" twice in one object')


def load_yaml(text: str) -> Any:
    """Read YAML; dates stay text, keys are text, and what JSON has no word for is refused.

    Raises `YAMLError`, or `ValueError` and `RecursionError` for numbers and depths past all use.
    """
    return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - it makes nothing but JSON


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
