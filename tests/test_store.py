"""The store: what is kept, what is believed, what is thrown away."""

from __future__ import annotations

import datetime
import os
import pickle
import zlib
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicstat.findings import Finding
from civicstat.store import Store, digest

if TYPE_CHECKING:
    from collections.abc import Callable

FINDING = Finding(code="X1", severity="warning", file="catalog/a/datapackage.json", message="is odd")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


def entries(store: Store) -> list[Path]:
    """The files of all entries."""
    return [path for path in (store.folder / "entries").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "value",
    [
        "text",
        (FINDING, None),
        {"a": [1.5, True, b"x"], "b": frozenset({"c"})},
        (datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.UTC), Decimal("1.10")),
        Path("/a/b"),
    ],
)
def test_value(store: Store, value: Any) -> None:
    """A value comes back as it was kept."""
    assert store.put("ab12", value) == value

    assert Store(store.folder).get("ab12") == value


def test_unknown_key(store: Store) -> None:
    """Nothing is kept under a key that was never used."""
    assert store.get("ab12") is None


def test_keys() -> None:
    """A key depends on every part, and on where one ends and the next begins."""
    store = Store(Path("nowhere"))

    keys = {
        store.key(*parts) for parts in [("a", "b"), ("ab",), ("a", "b", ""), ("b", "a"), (1,), ("1",), (FINDING,), ()]
    }

    assert len(keys) == 8
    assert digest("a", "bc") != digest("ab", "c")


def test_file(store: Store) -> None:
    """A value comes back with the file that it needs, which lies under its own hash."""
    new = store.new_file()
    new.write_bytes(b"rows")
    kept = store.keep(new)
    store.put("ab12", "about the rows", (kept,))

    assert kept == sha256(b"rows").hexdigest()
    assert store.get("ab12") == "about the rows"
    assert store.file(kept).read_bytes() == b"rows"
    assert not new.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[:0],
        lambda raw: raw.replace(b"{", b"[", 1),
        lambda raw: raw[:80] + bytes([raw[80] ^ 1]) + raw[81:],
        lambda raw: raw + b"x",
    ],
    ids=["cut", "emptied", "head broken", "a bit turned", "longer"],
)
def test_damaged_entry(store: Store, damage: Callable[[bytes], bytes]) -> None:
    """A damaged entry counts as not there, and is taken away."""
    store.put("ab12", FINDING)
    [entry] = entries(store)
    entry.write_bytes(damage(entry.read_bytes()))

    assert store.get("ab12") is None
    assert entries(store) == []


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"rowz"), lambda file: file.unlink()])
def test_damaged_file(store: Store, damage: Callable[[Path], None]) -> None:
    """A value whose file is damaged or gone counts as not there."""
    new = store.new_file()
    new.write_bytes(b"rows")
    kept = store.keep(new)
    store.put("ab12", "about the rows", (kept,))

    damage(store.file(kept))

    assert store.get("ab12") is None
    assert not store.file(kept).exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200))
def test_any_bytes(store: Store, raw: bytes) -> None:
    """Whatever stands in an entry's place, nothing is believed and nothing breaks."""
    store.put("ab12", FINDING)
    entries(store)[0].write_bytes(raw)

    assert store.get("ab12") is None


class Runs:
    """What runs a command when a careless reader loads it."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Ask for a command to be run."""
        return os.system, ("touch ran",)


def test_entry_that_would_run_something(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry with a right hash, slipped in by somebody, runs nothing."""
    store.put("ab12", FINDING)
    monkeypatch.chdir(store.folder)
    body = zlib.compress(pickle.dumps(Runs()))
    head = f'{{"sha256": "{sha256(body).hexdigest()}", "files": []}}\n'
    entries(store)[0].write_bytes(head.encode() + body)

    assert store.get("ab12") is None
    assert not (store.folder / "ran").exists()


def test_only_values(store: Store) -> None:
    """What is no value of this package is not loaded: neither a function of it nor another library's class."""
    for value in (digest, Store, pytest.Mark):
        store.put("ab12", value)

        assert store.get("ab12") is None


def test_forget(store: Store) -> None:
    """What nobody has used for a while is thrown away, half-written files too; what is used stays with its files."""
    half = store.new_file()
    old, new = store.new_file(), store.new_file()
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    old_file, new_file = store.keep(old), store.keep(new)
    store.put("ab12", "old", (old_file,))
    store.put("cd34", "new", (new_file,))
    for path in store.folder.rglob("*"):
        os.utime(path, (1000, 1000))

    assert store.get("cd34") == "new"
    store.forget(before=2000)

    assert not half.exists()
    assert not store.file(old_file).exists()
    assert (store.get("ab12"), store.get("cd34")) == (None, "new")
