"""Draw Vega-Lite specifications as SVG with vl-convert, and compile them for the live chart.

The drawing is a pure function of the specification: fonts are the package's own, the time zone is fixed, and the ids
that Vega numbers by process are made from the content instead.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from civicstat import lazily
from civicstat.charts.reckon import CannotDraw
from civicstat.names import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

vegafusion = lazily.load("vegafusion")
vl_convert = lazily.load("vl_convert")

VEGA_LITE = "6.1"
MOST_MARKS = 2_000
"""A drawing with more marks is slow to show on a phone, and nobody can tell them apart."""

_ID = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')


def compile_spec(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The Vega specification of a Vega-Lite one, for the live chart."""
    with _at_home():
        try:
            compiled: dict[str, Any] = vl_convert.vegalite_to_vega(_printable(spec), vl_version=VEGA_LITE)
        except ValueError as error:
            raise CannotDraw(_first_line(error)) from error
    return compiled


def _printable(value: Any) -> Any:
    """The value with every text printable: vl-convert ends the whole process at a character that XML can't hold."""
    if isinstance(value, dict):
        return {_printable(key): _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return printable(value) if isinstance(value, str) else value


def draw_svg(vega: Mapping[str, Any], alternative: str, id_: str = "chart") -> str:
    """One compiled specification as an `<svg>` for a page; `alternative` is what it says to those who can't see it.

    `id_` is the figure's own: what has an id in the drawing has one that stands nowhere else on the page.
    """
    with _at_home():
        try:
            raw: str = vl_convert.vega_to_svg(dict(vega), allowed_base_urls=[])
        except ValueError as error:
            raise CannotDraw(_first_line(error)) from error
    return _for_page(raw, alternative, id_)


def _for_page(raw: str, alternative: str, id_: str) -> str:
    """The drawing without what a page must not hold: fixed size, style attributes, ids of another drawing."""
    # Vega numbers ids through the life of the process: the mark is taken of a drawing that numbers its own from nought.
    names = {name: number for number, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', raw)))}
    numbered = _ID.sub(lambda m: f"{m[1]}{names.get(m[2], m[2])}", raw)
    mark = hashlib.sha256(f"{id_}\n{numbered}".encode()).hexdigest()[:8]
    raw = _ID.sub(lambda m: f"{m[1]}c{mark}-{names[m[2]]}" if m[2] in names else m[0], raw)
    raw = re.sub(r' style="[^"]*"', "", raw)
    raw = re.sub(r' (aria-[a-z]+|role|pointer-events)="[^"]*"', "", raw)
    # A hundredth of a pixel is more than a screen shows; the digits after it would be half of a map.
    raw = re.sub(
        r' (d="[A-Za-z0-9.,\s-]+"|transform="[a-z]+\([^"]*")',
        lambda m: re.sub(r"(\.\d\d)\d+(?!\d*e)", r"\1", m[0]),
        raw,
    )
    raw = raw.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace("xlink:href", "href")
    head = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)"[^>]*>', raw)
    if head is None:
        raise CannotDraw("the drawing has no size")
    width, height, box = head.groups()
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(alternative)} '
        f'width="{width}" height="{height}" viewBox="{box}">'
    )
    return " ".join((opening + raw[head.end() :]).split("\n"))


def numbers_of(vega: Mapping[str, Any], most: int = MOST_MARKS) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    """The numbers behind the marks of a compiled specification: column names, and rows in a fixed order.

    They are worked out by VegaFusion from the last data set that a mark draws from. Raises `CannotDraw` where
    there are more than `most`.
    """
    names = [name for name in _mark_data(vega.get("marks", [])) if name]
    if not names:
        return (), ()
    try:
        found, _ = vegafusion.runtime.pre_transform_datasets(
            dict(vega), [names[-1]], local_tz="UTC", default_input_tz="UTC", dataset_format="polars"
        )
    except (ValueError, RuntimeError, OSError) as error:
        raise CannotDraw(f"its numbers can't be worked out ({_first_line(error)})") from error
    frame = found[0]
    if frame.height > most:
        raise CannotDraw(f"it would draw {frame.height:,} marks; gather the rows so that there are at most {most:,}")
    shown = [c for c in frame.columns if not re.search(r"(_end|_start)$|^_|^__", c) or c in _declared_fields(vega)]
    rows = sorted(frame[shown].iter_rows(), key=lambda row: tuple((v is None, str(type(v)), v) for v in row))
    return tuple(shown), tuple(rows)


def _declared_fields(vega: Mapping[str, Any]) -> set[str]:
    for data in vega.get("data", []):
        if isinstance(data.get("values"), list) and data["values"] and isinstance(data["values"][0], dict):
            return set(data["values"][0])
    return set()


def _mark_data(marks: Any) -> Iterator[str]:
    for mark in marks:
        source = mark.get("from", {})
        yield from (source.get("data", ""), (source.get("facet") or {}).get("data", ""))
        if "marks" in mark and "facet" not in source:
            yield from _mark_data(mark["marks"])


def _first_line(error: Exception) -> str:
    """What an error says, without the heading before it and the trace behind it."""
    lines = [line.strip() for line in str(error).strip().split("\n")]
    return next((line for line in lines if not line.endswith(":")), lines[0])[:200]


@contextmanager
def _at_home() -> Iterator[None]:
    """Register our fonts once, and draw as though in UTC: days are written without a zone and must stay themselves."""
    _register_fonts()
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(files("civicstat").joinpath("assets", "fonts", "ttf")))


def spec_json(vega: Mapping[str, Any]) -> str:
    """A compiled specification as it is published, always the same bytes for the same content."""
    return json.dumps(vega, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
