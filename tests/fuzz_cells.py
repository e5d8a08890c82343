"""Fields and the texts of their cells for the fuzzer: what is plainly right, and every odd way to write it."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from frictionless import fields as frictionless_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

TYPES = {
    "string": 10, "integer": 10, "number": 8, "boolean": 3, "date": 6, "datetime": 4, "time": 2, "year": 2,
    "yearmonth": 2, "duration": 1, "geopoint": 1, "geojson": 1, "object": 1, "array": 1, "list": 1, "any": 2,
}  # fmt: skip
"""How often a field is of each type."""

FORMATS: dict[str, Sequence[str]] = {
    "string": [
        "uri", "email", "uuid", "binary",
    ],
    "date": [
        "any", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%y", "%b %d, %Y", "%d %B %Y", "%Y%m%d", "%Y-%j", "DD.MM.YYYY",
        "fmt:%d/%m/%Y", "%Y", "%m/%d/%Y %H:%M", "%A %d %B %Y", "%Y-W%W-%w", "%G-W%V-%u", "%x", "%Y  %m  %d", "%q",
    ],
    "datetime": [
        "any", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f%z", "%m/%d/%Y %I:%M:%S %p", "%c",
    ],
    "time": [
        "any", "%H:%M", "%I:%M %p", "%H:%M:%S.%f", "%H%M%S",
    ],
    "geopoint": [
        "array", "object",
    ],
    "geojson": [
        "topojson",
    ],
}  # fmt: skip

ANYWHERE = [
    "", " ", "  ", "NA", "N/A", "null", "None", "nan", "-", "n/a", "\u00a0", "é", "a\u0301", "👩‍👩‍👧", "שלום", "x\ny",
    "x\r\ny", "x\ry", 'a"b', '"', '""', '"x"y', "'", "a,b", "a;b", "a\tb", "a|b", "a, b", "\u2028", "a\x0bb", "a\x0cb",
    "a\x1cb", "a\x1eb", "a\x85b", "#x", "\\", "\\,", "\ufeff", "0", "1", "-1", "x\n", " x", "x ", "True", "ﬁ", "İ",
    "\x7f", "~{x", "\x1b(B", "=1+1", "é" * 3,
]  # fmt: skip
"""Texts that any cell may hold."""

ODD: dict[str, Sequence[str]] = {
    "integer": [
        "+5", "-0", "00", "007", " 7", "7 ", "\t7", "\u00a07", "7\u2028", "7\x1c", "1_000", "1__0", "_1", "1_", "٣",
        "1٣", "１２", "1e5", "1.0", "1.", "0x1F", "1,000", "$5", "5%", "(5)", "--5", "5-", "5-3", "- 5", "−5", "9" * 19,
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 40, "1" * 4301, "²", "½", "Ⅷ",
        "true", "inf", "1\n", "0b1", "5e", "18446744073709551616",
    ],
    "number": [
        "+5", "-0", "-0.0", "007.50", " 7.5", "7.5 ", "\u00a07", "7\u2028", "1_000", "1__0", "_1", "1_", "1_.5", "_",
        "٣", "٣.٥", "1e5", "1E+5", "1e-400", "1e400", "1e999999999", "1e99999999999999999999", "1.", ".5", ".", "+.5e1",
        "0x1F", "1,5", "1.000,5", "1,000.5", "1 000", "$5", "5%", "(5)", ".5%", "--5", "5-", "− 5", "inf", "-Infinity",
        "INF", "nan", "NaN", "-nan", "sNaN", "nan123", "Inf inity", "1.5.5", "0.1000000000000000055511151231257827",
        "0.10000000000000000555111512312578270211815", "123456789012345678901234567890.1",
        "123456789012345678901234567890.2", "9007199254740993", "9007199254740992", "9007199254740992.0", "1.0", "1.00",
        "1e0", "10e-1", "0.3", "0.30000000000000004", "0.299999999999999999", "1\n", "²",
    ],
    "boolean": [
        "TRUE", "True", "true", "tRUE", "t", "yes", "Yes", "no", "N", "Y", "1", "0", "01", "1.0", " true", "true ",
        "false", "FALSE", "True\n",
    ],
    "date": [
        "2020-1-5", "2020-01- 5", "2020- 1-05", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "20-01-01",
        "2020-02-29", "2021-02-29", "2020-02-30", "2020-13-01", "2020-00-10", "2020-01-00", " 2020-01-01",
        "2020-01-01 ", "2020-01-01\n", "2020/01/05", "20200105", "2020-01-01T00:00:00", "٢٠٢٠-01-01", "2020-01-1٥",
        "2020-01-0٥", "infinity", "today", "-2020-01-01", "2020‑01‑01", "jan 5, 2020", "JAN 05, 2020", "5.1.2020",
        "05.01.2020", "05.01.20", "1/5/2020", "01/05/20", "31/12/69", "31/12/68", "2020-366", "2021-366", "2020",
        "5 January 2020", "05  January 2020", "202011", "2020-W01-1", "2020-W53-7", "1/5/2020 0:00", "DD.MM.YYYY",
        "2020  01  05",
    ],
    "datetime": [
        "2020-01-01T00:00:00Z", "2020-01-01T00:00:00", "2020-01-01 00:00:00", "2020-01-01T01:00:00+01:00",
        "2020-01-01T00:00:00+00:00", "2020-01-01T00:00:00.5", "2020-01-01T00:00:00,5", "2020-01-01T00:00:00.500000",
        "2020-01-01T00:00:00.1234567", "2020-01-01T24:00:00", "2020-01-01T24:00:01", "2020-01-01T10:00",
        "2020-01-01T10:00:60", "2020-01-01T10:00:00+05", "2020-01-01T10:00:00+0530", "2020-01-01T10:00:00-00:00",
        "2020-01-01T10:00:00+25:00", "2020-01-01T10:00:00.", "2020-01-01t10:00:00z", "2020-1-1T10:00:00",
        " 2020-01-01T10:00:00", "2020-01-01T10:00:00 ", "2020-01-01é10:00:00", "2020-01-01_10:00:00",
        "9999-12-31T24:00:00", "0001-01-01T00:00:00Z", "0000-01-01T00:00:00", "2020-02-30T00:00:00", "2020-01-01",
        "20200101T100000", "2020-01-01T10:0:000", "2020-01-01 10:00", "01/01/2020 10:00:00", "1/1/2020 10:00:00 pm",
        "2020-01-01T10:00:00.5Z", "2020-W01-1T10:00:00",
    ],
    "time": [
        "00:00:00", "24:00:00", "24:00:01", "10:00:00Z", "10:00:00+01:00", "10:00:00.5", "10:00:00,123456789",
        " 0:00:00", "9:00:00", "10:00", "10-00:00", "10:00:60", "10:0:000", "10:00:00 ", "23:59:59.999999", "1000:000",
        "10:00 pm", "٠٠:٠٠:٠٠", "100000", "10:00:00-00:00", "25:00",
    ],
    "year": [
        "0000", "9999", "10000", "999", " 123", "+123", "-123", "-000", "1_23", "٢٠٢٠", "20.0", "\u00a0123",
        "12\u3000\u3000", "2020 ", "20e1", "123\n",
    ],
    "yearmonth": [
        "2020-1", "2020-001", " 2020 - 01 ", "20200-1", "0-1", "-5-1", "2020-13", "2020-00", "2020/01", "2020-01-01",
        "1_0-1", "٢٠٢٠-٠١", "+1-+1", "2020-01\n",
    ],
    "duration": [
        "P1Y", "PT1S", "P1Y2M3DT4H5M6S", "P1W", "P0D", "-P1D", "PT36H", "P1,5D", "P", "PT", "1Y", "p1y", "P1.5Y",
        "P12M", "P0001-01-01T00:00:00", "P1D ",
    ],
    "geopoint": [
        "0,0", "180,90", "-180,-90", "180.1,0", "0,90.0000001", " 1 , 2 ", "1,2,3", "1;2", "nan,1", "inf,1", "1e1,1",
        "٣,1", "[1, 2]", '["1", "2"]', "[1.5, 2]", '{"lon": 1, "lat": 2}', '{"lat": 1, "lon": 2.5}', '{"lon": 1}',
        '{"lon": 1, "lat": 2, "x": 3}', "[181, 1]", "[NaN, 1]", "1_0,1", ",",
    ],
    "geojson": [
        '{"type":"Point","coordinates":[1,2]}', '{"type":"Point","coordinates":[1]}', '{"type":"Point"}', "{}",
        '{"type":"X"}', "[1]", "null", '{"type":"Topology","objects":{},"arcs":[]}',
        '{"type":"Feature","geometry":null,"properties":{}}', '{"type":"FeatureCollection","features":[]}',
    ],
    "object": [
        "{}", '{"a":1}', ' {"a": 1} ', '{"a":1,"a":2}', '{"a":NaN}', "[]", "1", "null", "{'a':1}", '{"a":1',
        '{"b":{"c":[1]}}', "[" * 3000,
    ],
    "array": [
        "[]", "[1]", '["a",1]', ' [ 1 ] ', "{}", "1", "null", "[1", "[NaN]", "[1,2,3]", "[null]", "[" * 3000,
        '["1", " 1"]',
    ],
    "list": [
        "a", "a,b", "a,,b", ",", "1,2", "1, 2", "1;2", "1|2", "true,false", "2020-01-01,2020-01-02", "1,x", "1.5,2",
        " 1 , 2 ", "1\n,2",
    ],
    "string": [
        "x", "X", "abc", "Ab1", "12", "a1\n", "http://example.org/", "HTTP://x", "mailto:a@b.org", "//x", "http://[",
        "http://ex ample.org", "a@b.org", "a@b", "ä@b.org", "A@B.ORG", "a@[1.2.3.4]", " a@b.org",
        "12345678-1234-1234-1234-123456789012", "{12345678-1234-1234-1234-123456789012}",
        "12345678123412341234123456789012", "YQ==", "YQ", "YQ=", "Y Q==", "é", "POINT (1 2)", "point(1 2)",
        "POINT EMPTY", "POLYGON ((0 0))", "POINT (1",
    ],
    "any": [
        "x", "1", "1.0", "true", " x", "2020-01-01",
    ],
}  # fmt: skip
"""Texts at the borders of each type, valid in some format or in none."""

PATTERNS = [
    "a|x.*", "x|y", "A|B", r"\d|x\d*|w", "a|[a-z].*|é.*", "y|x", r"x\d*", r"\w\d?", r"\d", "x|x1", "|x",
    r"[a-z]+\d*", r"\d+", r"x\d+", "a|x.*", "x|y", "A|B", ".*", ".+", r"\w+", r"\S+", "(?!y).*", "(?=x).*", r"[^\s]*",
    "x?", "", "^x.*$", r"x\d{1,3}", r"\D*\d\D*", r"(x)\d*|(a).*\2?", "(?i:X).*", "[[:alpha:]]+",
    "a|[a-z].*|é.*", r"\d|x\d*|w", "x.*|$", r"(x|a)\d+", r"\bx.*", "x.*\n?", r"x\d+\Z", "(x+)?.*",
    r"[\x00-\x7f]*", r"[ -~]*", r"(?P<n>x).*", r"\d++", "x*+.*",
]  # fmt: skip

EDGES = [
    "a", "ab", "x", "xy", "x1", "x1\n", "x\n", "x٣", "A", "Az", "zB", "B", "é", "éa", "1", "1z", "1\n", "٣", "d", "wz",
    "X", "X1", "x\r\n", "x1 ", " x", "x ", "\u00a0x", "e\u0301", "👩‍👩‍👧", "ééé", "日本", "x1x1", "y", "yx", "x_1",
    "x\ny", "\nx",
]  # fmt: skip
"""Texts that patterns and lengths, read in one way or another, take or refuse."""

BROKEN_PATTERNS = ["(", r"\p{L}+", "(?i)x.*", "*x", "x{2,1}", "(?P<n>x)(?P<n>y)"]
"""Which Python can't compile."""

MISSING: Sequence[Sequence[str]] = [
    ["", "NA"], ["", "-"], ["NA", "n/a", ""], ["-999", ""], ["null"], [], ["", " "], ["", "0"], ["", "None"], ["x"],
    ["", "nan"], ["", "é"], ["", "1"],
]  # fmt: skip

LABELS = [
    "id", "name", "Name", "kind", "amount", "day", "a", "b", "x1", "größe", "the kind", "日本", "ﬁ", "field1", "a b",
    "A",
    "n,o", 'q"q', "e_mail", "2020",
]  # fmt: skip


@dataclass
class Dice:
    """Chance from a seed, and the features that it led to."""

    seed: int
    mood: str = "wild"
    seen: set[str] = field(default_factory=set)
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin where the seed says."""
        self.rng = random.Random(self.seed)  # noqa: S311 - examples, not secrets

    def odds(self, share: float, feature: str = "") -> bool:
        """True in so many of all cases; then the feature is noted."""
        hit = self.rng.random() < share
        if hit and feature:
            self.seen.add(feature)
        return hit

    def wrong(self, share: float, feature: str = "") -> bool:
        """As `odds`, for what is likely to be an error: never where the mood is `clean`."""
        return self.mood != "clean" and self.odds(2 * share, feature)

    def pick(self, choices: Any) -> Any:
        """One of the choices; of a mapping, by its weights."""
        if isinstance(choices, dict):
            return self.rng.choices(list(choices), list(choices.values()))[0]
        return choices[self.rng.randrange(len(choices))]

    def note(self, feature: str) -> None:
        """Remember that the case has a feature."""
        self.seen.add(feature)


def plain(type_: str, dice: Dice, number: int) -> str:  # noqa: PLR0911, PLR0912 - one for each type
    """A text that is plainly of a type, in its default format; each number gives another."""
    match type_:
        case "integer":
            return str(number)
        case "number":
            return dice.pick([str(number), f"{number}.5", f"{number}.25", f"-{number}.0"])
        case "boolean":
            return dice.pick(["true", "false"])
        case "date":
            return f"{1990 + number // 336 % 60}-{1 + number // 28 % 12:02}-{1 + number % 28:02}"
        case "datetime":
            return f"{2000 + number // 336 % 60}-{1 + number // 28 % 12:02}-{1 + number % 28:02}T{number % 24:02}:00:00"
        case "time":
            return f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        case "year":
            return f"{number % 10000:04}"
        case "yearmonth":
            return f"{2000 + number // 12}-{number % 12 + 1:02}"
        case "duration":
            return f"P{number}D"
        case "geopoint":
            return f"{number % 180}.5,{number % 90}"
        case "geojson":
            return json.dumps({"type": "Point", "coordinates": [number % 180, number % 90]})
        case "object":
            return json.dumps({"n": number})
        case "array":
            return json.dumps([number])
        case "list":
            return f"{number},{number}"
    return dice.pick([f"x{number}", f"x{number}", f"word {number}", f"é{number}"] if dice.odds(0.1) else [f"x{number}"])


def in_format(type_: str, options: dict[str, Any], text: str, dice: Dice) -> str:  # noqa: PLR0911, PLR0912
    """A plain text as the options of its field want it written."""
    format_ = str(options.get("format", "default")).removeprefix("fmt:")
    if type_ in ("date", "datetime", "time") and "%" in format_:
        return datetime.fromisoformat(f"2020-01-01T{text}" if type_ == "time" else text).strftime(format_)
    if type_ == "number":
        if group := options.get("groupChar"):
            text = re.sub(r"^(-?\d+)(\d{3})", rf"\1{group}\2", text.replace(".", "\0")).replace("\0", ".")
        if (point := options.get("decimalChar")) and point != ".":
            text = point.join(text.rsplit(".", 1)) if "." in text else text
    if type_ in ("number", "integer") and options.get("bareNumber") is False and dice.odds(0.5):
        return dice.pick(["${}", "{} %", "€ {}", "{}"]).format(text)
    if type_ == "boolean":
        words = options.get({"true": "trueValues", "false": "falseValues"}[text]) or [text]
        return str(dice.pick(words))
    if type_ == "geopoint" and format_ != "default":
        lon, lat = text.split(",")
        return f"[{lon}, {lat}]" if format_ == "array" else f'{{"lon": {lon}, "lat": {lat}}}'
    if type_ == "list":
        return text.replace(",", options.get("delimiter", ","))
    number = "".join(c for c in text if c.isdigit()) or "0"
    match format_:
        case "email":
            return f"x{number}@example.org"
        case "uri":
            return f"https://example.org/{number}"
        case "uuid":
            return f"12345678-1234-4234-8234-{number:0>12}"[:36]
        case "binary":
            return "YWJj" * (len(number) + 1)
        case "topojson":
            return '{"type":"Topology","objects":{},"arcs":[]}'
    return text


def respelled(type_: str, text: str, dice: Dice) -> str:
    """The same value in another spelling where there is one."""
    ways: dict[str, list[Callable[[str], str]]] = {
        "integer": [
            lambda t: f"+{t}", lambda t: f"0{t}", lambda t: f" {t}", lambda t: t.translate(ARABIC),
            lambda t: f"{t}\u00a0", "_".join,
        ],
        "number": [
            lambda t: f"{t}0" if "." in t else f"{t}.0", lambda t: f"+{t}", lambda t: f"{t}e0", lambda t: f" {t}",
            lambda t: f"0{t}", lambda t: t.translate(ARABIC),
        ],
        "date": [lambda t: t.replace("-0", "-"), lambda t: t.replace("-0", "- ")],
        "datetime": [
            lambda t: f"{t}.0", lambda t: t.replace("T", " "), lambda t: f"{t}+00:00", lambda t: f"{t}Z",
            lambda t: f"{t},000000",
        ],
        "time": [lambda t: f"{t}.0", lambda t: f"{t}Z"],
        "boolean": [lambda t: {"true": "1", "false": "0"}.get(t, t), lambda t: t.upper()],
        "year": [lambda t: t.translate(ARABIC)],
        "yearmonth": [lambda t: t.replace("-0", "-"), lambda t: f" {t}"],
        "string": [lambda t: f"{t} ", lambda t: t.upper(), lambda t: t.replace("é", "e\u0301")],
    }  # fmt: skip
    return str(dice.pick(ways.get(type_, [lambda t: t]))(text))


def make_field(name: str, type_: str, dice: Dice, version: int) -> dict[str, Any]:  # noqa: PLR0912 - one for each type
    """A field's descriptor without its constraints."""
    dice.note(f"type {type_}")
    made: dict[str, Any] = {"name": name, "type": type_}
    if type_ in FORMATS and dice.odds(0.3):
        made["format"] = dice.pick(FORMATS[type_])
        dice.note(f"format of {type_}")
    elif dice.odds(0.05):
        made["format"] = "default"
    if type_ in ("integer", "number") and dice.odds(0.12, "bareNumber"):
        made["bareNumber"] = dice.odds(0.3)
    if type_ == "number":
        if dice.odds(0.12, "decimalChar"):
            made["decimalChar"] = dice.pick([",", ",", ".", "·"])
        if dice.odds(0.12, "groupChar"):
            made["groupChar"] = dice.pick([",", ".", " ", "'", "_", ""])
        if dice.odds(0.08, "floatNumber"):
            made["floatNumber"] = True
    if type_ == "integer" and dice.wrong(0.02, "groupChar of integer"):
        made["groupChar"] = ","
    if type_ == "boolean" and dice.odds(0.4, "own booleans"):
        made["trueValues"] = dice.pick([["yes"], ["Y", "y", "1"], ["true", "TRUE"], ["x"], ["1", "é"]])
        made["falseValues"] = dice.pick([["no"], ["N", "n", "0"], ["false"], [""], ["x"], ["-"]])
    if type_ == "list":
        if dice.odds(0.4, "delimiter of list"):
            made["delimiter"] = dice.pick([";", "|", ", "])
        if dice.odds(0.5, "itemType"):
            made["itemType"] = dice.pick(["integer", "number", "string", "boolean", "date", "datetime", "time"])
    if type_ == "array" and dice.odds(0.3, "arrayItem"):
        made["arrayItem"] = dice.pick(
            [{"type": "integer"}, {"type": "string", "constraints": {"maxLength": 2}}, {"type": "any"}]
        )
    if type_ in ("string", "integer") and version == 2 and dice.odds(0.06, "categories"):
        made["categories"] = (
            ["x1", "x2"] if type_ == "string" else [{"value": 1, "label": "one"}, {"value": 2, "label": "two"}]
        )
        made["categoriesOrdered"] = True
    if dice.odds(0.06, "missingValues of a field"):
        missing = dice.pick(MISSING)
        labelled = version == 2 and missing and dice.odds(0.4, "missingValues with labels")
        made["missingValues"] = [{"value": v, "label": f"as {v}"} for v in missing] if labelled else list(missing)
    if dice.odds(0.05):
        made |= {"title": "Title", "description": "What it is.", "rdfType": "http://example.org/x"}
    if dice.odds(0.02, "type left out") and type_ in ("string", "any"):
        del made["type"]
    return made


_SNAKE = {
    "bareNumber": "bare_number", "decimalChar": "decimal_char", "groupChar": "group_char",
    "floatNumber": "float_number", "trueValues": "true_values", "falseValues": "false_values", "itemType": "item_type",
    "delimiter": "delimiter", "arrayItem": "array_item",
}  # fmt: skip


def value_of(made: dict[str, Any], missing: Sequence[str]) -> Callable[[Any], tuple[Any, bool]]:
    """How Frictionless reads a cell of a field: (value, whether it takes it), for a generator that wants to know."""
    kind = made.get("type", "string")
    own = {
        _SNAKE[key]: value for key, value in made.items() if key in _SNAKE and (kind, key) != ("integer", "groupChar")
    }
    format_ = str(made.get("format", "default")).removeprefix("fmt:")
    made_class = getattr(frictionless_fields, f"{kind.capitalize()}Field")
    blanks = [v["value"] if isinstance(v, dict) else v for v in made.get("missingValues", missing)]
    try:
        known = made_class(
            name=made["name"], format=format_, constraints=made.get("constraints", {}), missing_values=blanks, **own
        )
        read = known.create_cell_reader()
    except Exception:  # noqa: BLE001 - a bad pattern, or a descriptor that is refused anyway
        return lambda text: (text, True)

    def reader(text: Any) -> tuple[Any, bool]:
        try:
            value, notes = read(text)
        except Exception:  # noqa: BLE001 - which Frictionless would crash with
            return None, False
        return value, not notes

    return reader
