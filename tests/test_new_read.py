"""Any file that a dataset may begin with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicstat.errors import WrongUse
from civicstat.new.dataset import describe, draft_dataset
from civicstat.new.read import read_source
from civicstat.settings import Settings


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("old.xls", "save it as .xlsx"),
        ("map.shp", "Export it as GeoJSON"),
        ("rows.csv.gz", "Unpack it"),
        ("rows.dat", "Save it as CSV"),
    ],
)
def test_other_files(tmp_path: Path, name: str, todo: str) -> None:
    """A file of another kind is refused with what to do."""
    (tmp_path / name).write_bytes(b"x")

    with pytest.raises(WrongUse, match=todo):
        read_source(tmp_path / name)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(WrongUse, match=r"trees\.csv: no such file"):
        read_source(tmp_path / "trees.csv")


def test_sheets_of_a_csv(tmp_path: Path) -> None:
    """A CSV file has no sheets."""
    (tmp_path / "t.csv").write_bytes(b"a\n1\n")

    with pytest.raises(WrongUse, match="--sheet is for workbooks"):
        read_source(tmp_path / "t.csv", sheets=["Data"])


BYTES = st.binary(max_size=60) | st.lists(st.sampled_from(b'a,;"\n\r\t 0\xff\x00{}[]:1.%$'), max_size=40).map(bytes)


@given(BYTES, st.sampled_from([".csv", ".tsv", ".json", ".ndjson", ".geojson", ".xlsx"]))
def test_any_bytes(content: bytes, ending: str) -> None:
    """Whatever a file holds, it becomes a draft or is refused in words."""
    with TemporaryDirectory() as folder, suppress(WrongUse):
        file = Path(folder) / f"file{ending}"
        file.write_bytes(content)

        describe(draft_dataset(read_source(file), Settings()), Settings())
