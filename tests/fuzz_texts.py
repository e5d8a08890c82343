"""Tables as text for the fuzzer: dialects, quoting, line ends and encodings, sound or spoilt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fuzz_cells import Dice


@dataclass(frozen=True)
class Spoiling:
    """What is to be wrong with a text: its form, its labels."""

    text: bool = False
    labels: bool = False


def as_text(  # noqa: PLR0912 - one for each way to write
    labels: list[str], rows: list[list[str]], resource: dict[str, Any], form: str, dice: Dice, spoiling: Spoiling
) -> str:
    """The table as text; a dialect that it needs is put into the resource."""
    delimiter = "\t" if form == "tsv" else dice.pick({",": 80, ";": 8, "\t": 4, "|": 4, ":": 1})
    dialect: dict[str, Any] = {}
    if delimiter != ("\t" if form == "tsv" else ","):
        dice.note("other delimiter")
        if dice.odds(0.5) or delimiter == ":":
            dialect["delimiter"] = delimiter
    elif dice.odds(0.08):
        dialect["delimiter"] = delimiter
    quote = '"'
    if dice.odds(0.03, "quoteChar"):
        quote = dialect["quoteChar"] = dice.pick(["'", '"', "|", "$"])
    escape = ""
    if dice.odds(0.02, "escapeChar"):
        escape = dialect["escapeChar"] = "\\"
        dialect["doubleQuote"] = dice.odds(0.5)
    elif dice.odds(0.02, "doubleQuote"):
        dialect["doubleQuote"] = dice.odds(0.5)
    space = ""
    if dice.odds(0.05, "space after delimiters"):
        space = " "
        if dice.odds(0.4, "skipInitialSpace"):
            dialect["skipInitialSpace"] = dice.odds(0.8)
    header = list(labels)
    if spoiling.labels:
        header = _spoilt_labels(header, dice)
    if len(header) > 1 and dice.odds(0.01):
        dialect["lineTerminator"] = dice.pick(["\n", "\r\n", "\r"])
    lines = [header, *rows]
    before = [_preamble(dialect, lines, dice)] if dice.odds(0.07) else []
    policy = dice.pick({"needed": 60, "all": 15, "some": 25})
    dice.note(f"quotes {policy}")
    end = dice.pick({"\n": 65, "\r\n": 25, "\r": 4, "mixed": 6})
    dice.note({"\n": "ends \\n", "\r\n": "ends \\r\\n", "\r": "ends \\r"}.get(end, "ends mixed"))

    def written(cell: str) -> str:
        needs = any(c in cell for c in (delimiter, quote, "\n", "\r")) or (space and cell.startswith(" "))
        if not (needs or policy == "all" or (policy == "some" and dice.odds(0.3))):
            return cell
        inner = (
            cell.replace(escape, escape * 2).replace(quote, escape + quote)
            if escape
            else cell.replace(quote, quote * 2)
        )
        return f"{quote}{inner}{quote}"

    records = [(delimiter + space).join(written(cell) for cell in line) for line in lines]
    if len(header) == 1:
        records = [record or f"{quote}{quote}" if dice.odds(0.5) else record for record in records]
    records = [b for b in before if b is not None] + records
    if spoiling.text:
        _spoil_records(records, delimiter, quote, dice)
    if dialect:
        resource["dialect"] = dialect if not dice.odds(0.25, "dialect as of version 5") else _nested(dialect)
        for key in dialect:
            dice.note(f"dialect {key}")
    ends = [dice.pick(["\n", "\r\n", "\r", "\n"]) if end == "mixed" else end for _ in records]
    if ends and dice.odds(0.2, "no last line end"):
        ends[-1] = ""
    return "".join(record + finish for record, finish in zip(records, ends, strict=True))


def _nested(dialect: dict[str, Any]) -> dict[str, Any]:
    of_csv = {"delimiter", "quoteChar", "escapeChar", "doubleQuote", "skipInitialSpace", "lineTerminator"}
    inner = {k: v for k, v in dialect.items() if k in of_csv}
    return {k: v for k, v in dialect.items() if k not in of_csv} | ({"csv": inner} if inner else {})


def _preamble(  # noqa: PLR0912 - one for each way to begin
    dialect: dict[str, Any], lines: list[list[str]], dice: Dice
) -> str | None:
    """Something about the header that is not plain; a line to go first where there is one."""
    way = dice.pick(
        [
            "no header",
            "title",
            "headerRows",
            "comment",
            "blank rows",
            "headerCase",
            "joined",
            "commentRows",
            "blank line",
        ]
    )
    dice.note(f"header: {way}")
    match way:
        case "no header":
            dialect["header"] = False
            if dice.odds(0.8):
                del lines[0]
        case "title":
            return "A title"
        case "headerRows":
            dialect["headerRows"] = [2]
            return "A title, and more"
        case "joined":
            dialect["headerRows"] = [1, 2]
            parts = lines[0]
            lines.insert(0, [p[: len(p) // 2] for p in parts])
            if dice.odds(0.5):
                dialect["headerJoin"] = ""
                lines[1] = [p[len(p) // 2 :] for p in parts]
        case "comment":
            dialect["commentChar"] = "#"
            for _ in range(dice.pick([0, 1, 2])):
                lines.insert(dice.rng.randint(1, len(lines)), ["#" + dice.pick(["", " a comment", "1"]), "x"])
            return dice.pick(["# first", None])
        case "commentRows":
            dialect["commentRows"] = dice.pick([[1], [2], [1, 3], [50]])
            return dice.pick(["a comment", None])
        case "blank rows":
            dialect["skipBlankRows"] = not dice.odds(0.2)
            for _ in range(dice.pick([0, 1, 2])):
                lines.insert(dice.rng.randint(1, len(lines)), [""] * dice.pick([0, 1, max(1, len(lines[0]))]))
        case "headerCase":
            dialect["headerCase"] = dice.odds(0.2)
            lines[0] = [dice.pick([label, label.upper(), label.title()]) for label in lines[0]]
        case "blank line":
            return ""
    return None


def _spoilt_labels(header: list[str], dice: Dice) -> list[str]:
    at = dice.rng.randrange(len(header)) if header else 0
    ways = {
        "duplicate label": lambda: header.__setitem__(at, header[0]),
        "blank label": lambda: header.__setitem__(at, dice.pick(["", " ", "\u00a0"])),
        "extra label": lambda: header.insert(
            dice.pick([at, len(header)]), dice.pick(["more", "", header[0] if header else "x"])
        ),
        "missing label": lambda: header.pop(at),
        "reordered labels": header.reverse,
        "label in another case": lambda: header.__setitem__(at, header[at].swapcase()),
        "label with spaces": lambda: header.__setitem__(
            at, dice.pick([" {}", "{} ", "{}\u00a0", "{}\n", "{}\u200b", "\ufeff{}"]).format(header[at])
        ),
        "label misspelt": lambda: header.__setitem__(at, header[at] + "x"),
        "label composed otherwise": lambda: header.__setitem__(at, header[at].replace("ö", "o\u0308")),
    }
    if header:
        way = dice.pick(list(ways))
        dice.note(way)
        ways[way]()
    return header


def _spoil_records(  # noqa: PLR0912, PLR0915 - one for each way to go wrong
    records: list[str], delimiter: str, quote: str, dice: Dice
) -> None:
    """Something wrong in the text: blank or ragged rows, quotes, odd characters."""
    at = dice.rng.randrange(len(records)) if records else 0
    if records and dice.odds(0.4):
        at = len(records) - 1
    way = dice.pick(
        ["blank row", "blank row", "row of delimiters", "short row", "long row", "trailing delimiters",
         "text after a quote", "quote within", "unclosed quote", "NUL", "lone return", "line-like character",
         "long cell", "blank lines at the end", "title in the middle",
         "only blank lines", "nothing", "only quotes", "quoted line",
         "space before a quote", "ragged"]
    )  # fmt: skip
    dice.note(f"text: {way}")
    record = records[at] if records else ""
    cells = record.split(delimiter)
    place = dice.rng.randrange(len(cells))

    def put(cell: str) -> None:
        cells[place] = cell
        records[at : at + 1] = [delimiter.join(cells)]

    match way:
        case "blank row":
            records.insert(at, dice.pick(["", "", " ", quote * 2]))
        case "row of delimiters":
            records.insert(at, delimiter * (len(cells) - dice.pick([0, 1, 1, 2])))
        case "short row":
            records[at : at + 1] = [record.rpartition(delimiter)[0]]
        case "long row":
            records[at : at + 1] = [record + delimiter + dice.pick(["", "x", " "])]
        case "trailing delimiters":
            records[:] = [r + delimiter for r in records]
        case "text after a quote":
            put(f"{quote}x{quote}y")
        case "quote within":
            put(f"x{quote}y{quote}")
        case "unclosed quote":
            put(f"{quote}x")
        case "space before a quote":
            put(f" {quote}x{delimiter}y{quote} ")
        case "NUL":
            put(cells[place] + "\0")
        case "lone return":
            put(dice.pick(["x\ry", "x\r\ry", "x\n\ry"]))
        case "line-like character":
            put(
                cells[place] + dice.pick(["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\ufeff"])
            )
        case "long cell":
            put("x" * dice.pick([3_000, 9_000, 140_000]))
        case "blank lines at the end":
            records += [""] * dice.pick([1, 2])
        case "title in the middle":
            records.insert(at, "A title")
        case "only blank lines":
            records[:] = [""] * 3
        case "nothing":
            records.clear()
        case "only quotes":
            put(quote * dice.pick([1, 2, 3, 4]))
        case "quoted line":
            records[at : at + 1] = [quote + record.replace(quote, "") + quote]
        case "ragged":
            records[:] = [r + delimiter * dice.pick([0, 0, 1, 2]) for r in records]


def in_bytes(text: str, resource: dict[str, Any], dice: Dice, spoiling: Spoiling) -> bytes:
    """The text in an encoding, which the resource names or lets Frictionless guess."""
    encoding = dice.pick(
        {
            "utf-8": 86,
            "utf-8-sig": 5,
            "latin-1": 3,
            "cp1252": 3,
            "utf-16": 2,
            "utf-16-le": 1,
            "cp437": 0.5,
            "shift_jis": 0.5,
        }
    )
    dice.note(f"encoding {encoding}")
    named = 0.12 if encoding.startswith("utf-8") else 0.9 if dice.mood == "clean" else 0.5
    if dice.odds(named, "encoding declared"):
        resource["encoding"] = (
            encoding
            if not dice.wrong(0.1)
            else dice.pick(["utf-8", "UTF-8", "utf8", "latin1", "ascii", "utf-8-sig", "utf-16"])
        )
    if dice.wrong(0.01, "accents late"):
        filler = text.splitlines(keepends=True)
        if len(filler) > 2 and len(text) < 5_000:
            text = "".join(filler[:1] + filler[1:] * (120_000 // max(len(text), 1)))
            text += dice.pick(["é", "é\n", "x,é\n", "日本,1\n"])
    data = text.encode(encoding, "replace")
    if spoiling.text and dice.odds(0.25, "wrong bytes"):
        at = dice.rng.randint(len(data) // 2, len(data))
        data = (
            data[:at]
            + dice.pick(
                [b"\xe9", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1b$B", b"\xe2\x82", b"\x00", b"\xf0\x9f\x98\x80"]
            )
            + data[at:]
        )
    return data
