"""Where the demonstration's data comes from: two published packages of example data.

Every file is known by its SHA-256, so that a changed or damaged copy stops the run instead of quietly
changing the catalogue.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

Row = dict[str, str]

NPM_NAME = "vega-datasets"
NPM_VERSION = "3.2.1"
PYPI_NAME = "vega_datasets"

# The files read, by the package that holds them. Where both hold a file, PyPI's is read, with one exception:
# `seattle-weather.csv` was corrected after the PyPI release (the weather type of 391 days), so npm's is read.
FROM_PYPI = {
    "airports.csv": "903c7169e6d558eefb95295fe2947ec8503135fbb855ea5c737cf4a90ea603ad",
    "iowa-electricity.csv": "6071c2e657d91509885a1f3eec0884b2854d66990b5c556dbead15e263f9506b",
    "us-employment.csv": "0fa5366929bf738ac420509b84ed120155f740b0fa9c265ca309dad4057d1b1b",
}
FROM_NPM = {
    "birdstrikes.csv": "45777edf69984b37599e73dbfb34dbc976055243547407214261a4fcb9466462",
    "budget.json": "13eeecc0993fc767df37eac8e151522a5bdaee78adcd3e7e37fe10c9ca71ea96",
    "budgets.json": "ae925bdb462aec46e7d57bec7cb59be538a635ceffa8f48a39365452da308318",
    "co2-concentration.csv": "c1a4a970864145940a28225cae288618b156cb32f9a2a1b6606ba7124134febb",
    "earthquakes.json": "a42702a83ffbae679f95d1fa53e2cae0bae13b21e599a68cdd50a44fc52129f7",
    "flights-airport.csv": "f9f66bc27adebf459e39fbdb6d71402c4355584f27ea1062606219d771ea4bcf",
    "global-temp.csv": "5933dcb6d5e7fc5c0c241b956b802de2b02da12d0914d06031030579a0f1443b",
    "obesity.json": "5540b62cfb48d9c72f52732aaaaeac7d1209504f318ec13b623a1ee38b2891df",
    "population_engineers_hurricanes.csv": "62225f22e5fd94327150f0c51d384c780de8a92f1b131b6b8d6c5549b5cc00a8",
    "seattle-weather-hourly-normals.csv": "3433511ab963755ec1a573420af962e713e66691c07c068f5a247e6891912311",
    "seattle-weather.csv": "0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be",
    "species.csv": "5a517e887a2b2b1c5756d7aaad66b5ac9244139058c4c4835f8a9186c649396a",
    "unemployment-across-industries.json": "c12e32b5b8bf66d5ce40081a22b5557b2a8649dbdcbe03028b3df65cd66257a1",
    "unemployment.tsv": "f82bff0a9745cc9e9997c0b83a02ecc77cea7b1d6acbbc4b404bff293e95bb6e",
    "us-state-capitals.json": "070b12ff2db958b12c2df2287330f4598611404d7e7ef8211a3b578a26c0827f",
    "weather.csv": "27219f1ca8dbd94c9b6f4b9f4f52ab2f1eb33dfdcf719cd9fc6481ed50b74549",
    "zipcodes.csv": "8ad998c84fe40b33806130ba942f18beaf734617a150ad563eeaebdfc003bc62",
}


class SourceError(Exception):
    """The data cannot be had; the message says what to do about it."""


class VegaFiles:
    """The files of the two packages, read by name."""

    def __init__(self, *, pypi: Path, npm: Path) -> None:
        """Take the folders that hold the packages' data files."""
        self._folders = {"pypi": pypi, "npm": npm}

    def read(self, name: str) -> bytes:
        """Return a file's bytes, or raise `SourceError` when it is missing or not the one known."""
        origin, expected = ("pypi", FROM_PYPI[name]) if name in FROM_PYPI else ("npm", FROM_NPM[name])
        path = self._folders[origin] / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SourceError(f"{name}: cannot be read from the {origin} package ({error.strerror}).") from error
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            raise SourceError(
                f"{name}: the {origin} package holds another version of this file (SHA-256 {found}, expected "
                f"{expected}). Install {PYPI_NAME} 0.9.0 and {NPM_NAME} {NPM_VERSION}."
            )
        return content

    def rows(self, name: str, *, delimiter: str = ",") -> list[Row]:
        """Return a delimited file's records, every cell as the text it is."""
        text = self.read(name).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))

    def json(self, name: str) -> Any:
        """Return a JSON file's value, its fractions as text so that no digit is lost."""
        return json.loads(self.read(name), parse_float=str)


def pypi_folder() -> Path:
    """Find the data folder of the installed Python package."""
    spec = importlib.util.find_spec(PYPI_NAME)
    if spec is None or spec.origin is None:
        raise SourceError(f"The Python package {PYPI_NAME} is not installed. Run: pip install vega-datasets==0.9.0")
    return Path(spec.origin).parent / "_data"


def npm_folder(given: Path | None, cache: Path) -> Path:
    """Find the data folder of the npm package: the one given, the one kept in `cache`, or a fresh one."""
    if given is not None:
        return _checked(given)
    kept = cache / f"{NPM_NAME}-{NPM_VERSION}" / "package"
    if not (kept / "datapackage.json").is_file():
        _fetch(kept.parent)
    return _checked(kept)


def _checked(folder: Path) -> Path:
    """Return the data folder of an unpacked npm package, once its name and version are seen to be right."""
    try:
        manifest = json.loads((folder / "package.json").read_bytes())
    except (OSError, ValueError) as error:
        raise SourceError(f"{folder}: not an unpacked npm package (no readable package.json).") from error
    if (manifest.get("name"), manifest.get("version")) != (NPM_NAME, NPM_VERSION):
        raise SourceError(
            f"{folder}: holds {manifest.get('name')} {manifest.get('version')}, expected {NPM_NAME} {NPM_VERSION}."
        )
    return folder / "data"


def _fetch(folder: Path) -> None:
    """Fetch the npm package with `npm pack` and unpack what is read from it into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError(
            f"npm was not found, so {NPM_NAME} {NPM_VERSION} cannot be fetched. Install Node.js, or fetch "
            f"and unpack the package elsewhere and name its folder: --npm-package DIR"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    wanted = f"{NPM_NAME}@{NPM_VERSION}"
    members = {f"package/data/{name}" for name in FROM_NPM} | {
        "package/package.json",
        "package/datapackage.json",
    }
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        command = [npm, "pack", wanted, "--pack-destination", work]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        archive = Path(work) / f"{NPM_NAME}-{NPM_VERSION}.tgz"
        if done.returncode != 0 or not archive.is_file():
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise SourceError(f"npm could not fetch {wanted}: {last}")
        unpacked = Path(work) / "unpacked"
        with tarfile.open(archive) as tar:
            tar.extractall(unpacked, [item for item in tar.getmembers() if item.name in members], filter="data")
        shutil.rmtree(folder, ignore_errors=True)
        unpacked.rename(folder)  # in one step, so that a run that is stopped leaves nothing half unpacked
