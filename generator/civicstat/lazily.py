"""Modules that are loaded when first used: a build with nothing to do does not wait for what it would do it with."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any


def load(name: str) -> Any:
    """The module of that name, which runs when something in it is first asked for. Raises `ImportError`."""
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ImportError(f"No module named {name!r}", name=name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class Later:
    """A module of this package that is loaded when something in it is first asked for, and its package with it."""

    def __init__(self, name: str) -> None:
        """Stand for the module of that name."""
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """What the module has under that name."""
        return getattr(import_module(self._name), attribute)
