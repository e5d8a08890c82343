"""Formats of dates and patterns of text as staff can read them: in words, with an example."""

from __future__ import annotations

import re
from datetime import datetime

_MOMENT = datetime(2025, 12, 31, 14, 5, 30)  # noqa: DTZ001 - an example, whose day and month can't be mixed up

_SETS = {
    "[A-Z]": ("capital letter", "capital letters"),
    "[a-z]": ("small letter", "small letters"),
    "[A-Za-z]": ("letter", "letters"),
    "[a-zA-Z]": ("letter", "letters"),
    "[0-9]": ("digit", "digits"),
    r"\d": ("digit", "digits"),
    r"[\d]": ("digit", "digits"),
    "[A-Z0-9]": ("capital letter or digit", "capital letters or digits"),
    "[0-9A-Z]": ("capital letter or digit", "capital letters or digits"),
    "[a-z0-9]": ("small letter or digit", "small letters or digits"),
    "[0-9a-z]": ("small letter or digit", "small letters or digits"),
    "[A-Za-z0-9]": ("letter or digit", "letters or digits"),
    "[a-zA-Z0-9]": ("letter or digit", "letters or digits"),
    "[0-9A-Za-z]": ("letter or digit", "letters or digits"),
    "[0-9a-zA-Z]": ("letter or digit", "letters or digits"),
}
_PART = re.compile(
    r"(?P<set>\[[^\]\\^]+\]|\[?\\d\]?)|\\(?P<escaped>[^\w\s])|(?P<plain>[^\\\[\](){}|^$.*+?])", re.DOTALL
)
_TIMES = re.compile(r"(?:\{(?P<low>\d+)(?P<to>,)?(?P<high>\d*)\}|(?P<sign>[*+?]))?(?![*+?{])")


def date_example(form: str) -> str:
    """A day or time in a format of `strptime`, such as `31/12/2025` for `%d/%m/%Y`; empty for what is none."""
    if "%" not in form:
        return ""
    try:
        made = _MOMENT.strftime(form)
        datetime.strptime(made, form)  # noqa: DTZ007 - only to see that it can be read
    except ValueError:
        return ""
    return made


def pattern_in_words(pattern: str) -> str:
    """What a simple regular expression asks for: `2 capital letters, "-" and 4 digits`; empty for one that is not."""
    text = pattern.removeprefix("^").removesuffix("$") if not pattern.endswith(r"\$") else pattern.removeprefix("^")
    parts: list[str] = []
    plain = ""
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        times = _TIMES.match(text, part.end()) if part else None
        if part is None or times is None:
            return ""
        at = times.end()
        letter = part["escaped"] or part["plain"] or ""
        if letter and not times.group():
            plain += letter
            continue
        names = (f'"{letter}"', f'"{letter}"') if letter else _SETS.get(part["set"], ("", ""))
        if not names[0]:
            return ""
        if plain:
            parts.append(f'"{plain}"')
            plain = ""
        parts.append(_times(times, *names))
    if plain:
        parts.append(f'"{plain}"')
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _times(times: re.Match[str], one: str, many: str) -> str:
    low, high = times["low"], times["high"]
    match times["sign"]:
        case "?":
            return f"perhaps 1 {one}"
        case "*":
            return f"any number of {many}"
        case "+":
            return f"1 or more {many}"
    if low is None:
        return f"1 {one}"
    if times["to"] is None or low == high:
        return f"{low} {one if low == '1' else many}"
    return f"{low} to {high} {many}" if high else f"{low} or more {many}"
