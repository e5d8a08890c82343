"""Check every feed of a built portal against its standard, without a network.

By hand: python tests/check_feeds.py site
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import mlcroissant
import rdflib
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate as validate_openapi
from referencing import Registry, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SCHEMA_ORG = rdflib.Namespace("https://schema.org/")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")
ADDRESS = re.compile(r"^https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]+$", re.ASCII)
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Checked:
    """What was found of one feed: how much it holds, and what is wrong with it."""

    feed: str
    holds: str
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it on one line; each problem on a line of its own."""
        if not self.problems:
            return f"{self.feed}: valid, {self.holds}"
        return "\n".join([f"{self.feed}: not valid", *(f"  {problem}" for problem in self.problems)])


def check(site: Path) -> list[Checked]:
    """Check all feeds of a built portal; a feed that is not there, or can't be read, is not valid."""
    return [_checked(feed, look, site) for feed, look in FEEDS.items()]


def _checked(feed: str, look: Callable[[Path], tuple[str, list[str]]], site: Path) -> Checked:
    try:
        holds, problems = look(site)
    except Exception as error:  # noqa: BLE001 - whatever a validator raises is its verdict
        return Checked(feed, "", (f"{type(error).__name__}: {error}",))
    return Checked(feed, holds, tuple(problems))


def _read(site: Path, path: str) -> Any:
    return json.loads((site / path).read_text(encoding="utf-8"))


def _broken(validator: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]


def _bad_addresses(value: Any, at: str = "$") -> Iterator[str]:
    """Addresses that are none, wherever they stand."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _bad_addresses(inner, f"{at}.{key}")
    elif isinstance(value, str) and re.match(r"https?://\S*$", value) and not ADDRESS.match(value):
        yield f"{at}: {value!r} is no address"


@cache
def _registry(folder: str) -> Registry[Any]:
    files = sorted((SCHEMAS / folder).glob("*.json"))
    contents = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in contents)


def dcat_us_1(site: Path) -> tuple[str, list[str]]:
    """`data.json` against the schemas of DCAT-US 1.1 for publishers that are no federal agency."""
    schema = json.loads((SCHEMAS / "dcat-us-1.1" / "catalog.json").read_text(encoding="utf-8"))
    value = _read(site, "data.json")
    validator = Draft202012Validator(schema, registry=_registry("dcat-us-1.1"))
    return _datasets(value["dataset"]), [*_broken(validator, value), *_bad_addresses(value)]


def dcat_us_3(site: Path) -> tuple[str, list[str]]:
    """`dcat-us-3.json` against the schemas of DCAT-US 3.0."""
    schema = {"$ref": "https://resources.data.gov/dcat-us/3.0.0/definitions/catalog"}
    value = _read(site, "dcat-us-3.json")
    validator = Draft202012Validator(schema, registry=_registry("dcat-us-3.0"))
    return _datasets(value["dataset"]), [*_broken(validator, value), *_bad_addresses(value)]


def dcat(site: Path) -> tuple[str, list[str]]:
    """`catalog.jsonld`, read by rdflib: its context stands in it, and every literal is of its type."""
    value = _read(site, "catalog.jsonld")
    if not isinstance(value["@context"], dict):
        return "", ["its context has to be fetched"]
    graph = rdflib.Graph().parse(data=json.dumps(value), format="json-ld")
    problems = [f"{o!r} is not of its type" for o in graph.objects() if isinstance(o, rdflib.Literal) and o.ill_typed]
    datasets = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    listed = set(graph.objects(predicate=DCAT.dataset))
    problems += [f"{node} is no dataset of the catalogue" for node in datasets ^ listed]
    problems += [f"{node} has no title" for node in datasets if not list(graph.objects(node, rdflib.DCTERMS.title))]
    files = set(graph.objects(predicate=DCAT.distribution))
    problems += [f"{node} has no accessURL" for node in files if not list(graph.objects(node, DCAT.accessURL))]
    return _datasets(datasets), problems


def schema_org(site: Path) -> tuple[str, list[str]]:
    """The JSON-LD of each dataset's page, read by rdflib with schema.org's own vocabulary in place of its context."""
    problems, found = [], 0
    for page in sorted(site.glob("datasets/*/index.html")):
        for script in JSON_LD.findall(page.read_text(encoding="utf-8")):
            found += 1
            value = json.loads(script)
            graph = rdflib.Graph()
            graph.parse(data=json.dumps({**value, "@context": {"@vocab": str(SCHEMA_ORG)}}), format="json-ld")
            described = [len(text) for text in graph.objects(rdflib.URIRef(value["@id"]), SCHEMA_ORG.description)]
            if (None, rdflib.RDF.type, SCHEMA_ORG.Dataset) not in graph:
                problems.append(f"{page.parent.name}: describes no dataset")
            if not any(50 <= length <= 5000 for length in described):
                problems.append(f"{page.parent.name}: the description has {described} characters, not 50 to 5,000")
            problems += [f"{page.parent.name}: {problem}" for problem in _bad_addresses(value)]
    return f"{found} pages", problems


def croissant(site: Path) -> tuple[str, list[str]]:
    """Every `croissant.json`, loaded by mlcroissant; of the tables whose file is here it reads the first rows."""
    logging.getLogger("absl").setLevel(logging.ERROR)
    problems, read = [], 0
    files = sorted(site.glob("datasets/*/croissant.json"))
    for file in files:
        value = json.loads(file.read_text(encoding="utf-8"))
        problems += [f"{file.parent.name}: {problem}" for problem in _bad_addresses(value)]
        here = {f["@id"]: str(file.parent / unquote(f["@id"])) for f in value.get("distribution", [])}
        here = {own: path for own, path in here.items() if Path(path).is_file()}
        try:
            dataset = mlcroissant.Dataset(jsonld=value, mapping=here)
            for records in value.get("recordSet", []):
                if records["field"][0]["source"]["fileObject"]["@id"] in here:
                    read += 1
                    list(islice(dataset.records(records["@id"]), 100))
        except Exception as error:  # noqa: BLE001 - whatever it raises is its verdict
            problems.append(f"{file.parent.name}: {error}")
    return f"{len(files)} files, tables read: {read}", problems


def atom(site: Path) -> tuple[str, list[str]]:
    """`feed.xml`: well-formed, and with every element that RFC 4287 requires."""
    feed = ElementTree.parse(site / "feed.xml").getroot()  # noqa: S314 - our own file
    entries = feed.findall(f"{ATOM}entry")
    problems = [] if feed.tag == f"{ATOM}feed" else [f"its root is {feed.tag}"]
    for place, element in [("feed", feed), *((f"entry {i + 1}", e) for i, e in enumerate(entries))]:
        once = {name: [e.text for e in element.findall(f"{ATOM}{name}")] for name in ("id", "title", "updated")}
        problems += [f"{place}: not one {name}" for name, texts in once.items() if len(texts) != 1 or not texts[0]]
        if not MOMENT.match(element.findtext(f"{ATOM}updated") or ""):
            problems.append(f"{place}: updated is no moment")
        if not ADDRESS.match(element.findtext(f"{ATOM}id") or ""):
            problems.append(f"{place}: id is no address")
        if not element.findall(f"{ATOM}link"):
            problems.append(f"{place}: no link")
        if not (element.findtext(f"{ATOM}author/{ATOM}name") or feed.findtext(f"{ATOM}author/{ATOM}name")):
            problems.append(f"{place}: no author")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return f"{len(entries)} entries", [*problems, *(["an id stands twice"] if len(set(ids)) < len(ids) else [])]


def json_feed(site: Path) -> tuple[str, list[str]]:
    """`feed.json` as JSON Feed 1.1 asks for it."""
    feed = _read(site, "feed.json")
    problems = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["its version is another"]
    problems += [f"no {name}" for name in ("title", "feed_url", "home_page_url") if not feed.get(name)]
    for place, item in enumerate(feed["items"]):
        problems += [
            f"items[{place}]: no {name}" for name in ("id", "url", "title", "content_text") if not item.get(name)
        ]
        if not MOMENT.match(item.get("date_published", "")):
            problems.append(f"items[{place}]: date_published is no moment")
    ids = [item["id"] for item in feed["items"]]
    problems += ["an id stands twice"] if len(set(ids)) < len(ids) else []
    return f"{len(ids)} entries", [*problems, *_bad_addresses(feed)]


def api(site: Path) -> tuple[str, list[str]]:
    """The OpenAPI description, and every file of the API against the schema that it has of it."""
    base = site / "api" / "v1"
    description = _read(base, "openapi.json")
    validate_openapi(description)
    problems: list[str] = []
    answers = sorted(f for f in base.rglob("*.json") if f.name != "openapi.json" or f.parent != base)
    for file in answers:
        path = "/" + file.relative_to(base).as_posix()
        known = [p for p in description["paths"] if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(p)), path)]
        if len(known) != 1:
            problems.append(f"{path}: not described")
            continue
        schema = description["paths"][known[0]]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        value = json.loads(file.read_text(encoding="utf-8"))
        validator = Draft202012Validator({**schema, "components": description["components"]})
        problems += [f"{path}: {problem}" for problem in [*_broken(validator, value), *_bad_addresses(value)]]
    written = {"/" + file.relative_to(base).as_posix() for file in answers}
    problems += [f"{path}: not there" for path in description["paths"] if "{" not in path and path not in written]
    return f"{len(answers)} files", problems


def downloads(site: Path) -> tuple[str, list[str]]:
    """Every file that the API offers is there, with the size and the checksum that it states."""
    home = _read(site, "api/v1/index.json")["url"]
    problems, found = [], 0
    for answer in sorted(site.glob("api/v1/datasets/*.json")):
        for offered in json.loads(answer.read_text(encoding="utf-8")).get("downloads", []):
            file = site / unquote(offered["url"].removeprefix(home))
            found += 1
            if not file.is_file():
                problems.append(f"{offered['url']}: not there")
                continue
            content = file.read_bytes()
            if (len(content), hashlib.sha256(content).hexdigest()) != (offered["bytes"], offered["sha256"]):
                problems.append(f"{offered['url']}: not the file that is described")
    return f"{found} files", problems


def _datasets(found: Any) -> str:
    return f"{len(found)} dataset{'s' if len(found) != 1 else ''}"


FEEDS: dict[str, Callable[[Path], tuple[str, list[str]]]] = {
    "data.json": dcat_us_1,
    "dcat-us-3.json": dcat_us_3,
    "catalog.jsonld": dcat,
    "schema.org": schema_org,
    "croissant.json": croissant,
    "feed.xml": atom,
    "feed.json": json_feed,
    "api/v1": api,
    "downloads": downloads,
}


def main(arguments: list[str]) -> int:
    """Check the portal in a folder and say what was found; 1 where a feed is not valid, 2 for wrong use."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Say where the built portal is: python tests/check_feeds.py site\n")
        return 2
    found = check(Path(arguments[0]))
    sys.stdout.write("".join(f"{checked}\n" for checked in found))
    return 1 if any(checked.problems for checked in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
