"""Building again: what is kept is not made again, and makes no difference to a single byte."""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from civicstat import site
from civicstat.build import build_portal
from civicstat.executors import Workers
from kill_builds import ROWS, contents, kill_builds, make_portal
from test_build import CHARTS, GOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Portal = Callable[[Mapping[str, Any]], Path]


class Counted:
    """Counts what a build does: packages, charts and pages that workers make, runs of MkDocs and of Pagefind."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Count from now on."""
        self.made: list[str] = []
        run, mkdocs, pagefind = Workers.run, site.build_mkdocs, site.index_pages

        def counted(workers: Workers, work: Any, items: Any, *rest: Any) -> Any:
            self.made += [work.__name__] * len(items)
            return run(workers, work, items, *rest)

        monkeypatch.setattr(Workers, "run", counted)
        monkeypatch.setattr(site, "build_mkdocs", lambda *args: (self.made.append("mkdocs"), mkdocs(*args)))
        monkeypatch.setattr(site, "index_pages", lambda *args: (self.made.append("pagefind"), pagefind(*args)))

    def taken(self) -> list[str]:
        """What was done since the last time."""
        made, self.made = self.made, []
        return sorted(made)


def build(root: Path) -> dict[str, str]:
    """Build a portal, and give the hashes of all that it publishes."""
    assert build_portal(root).exit_code == 0
    return contents(root / "site")


def built_from_nothing(root: Path, elsewhere: Path) -> dict[str, str]:
    """What a build of the same catalogue in another folder publishes, with nothing kept."""
    for name in ("catalog", "mkdocs.yml", "site_src/about.md"):
        (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy
        copy(root / name, elsewhere / name)
    return build(elsewhere)


def test_what_is_made_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing changed, nothing made; one dataset changed, its own work and one run of MkDocs and of Pagefind."""
    root = portal({**GOOD, **CHARTS, "catalog/portal.yml": "today: '2026-02-01'\n"})
    counted = Counted(monkeypatch)
    first = build(root)
    assert counted.taken() == ["_draw"] * 6 + ["_render"] * 2 + ["_study"] * 2 + ["mkdocs", "pagefind"]
    moments = {path: path.stat().st_ino for path in (root / "site").rglob("*")}

    assert build(root) == first
    assert counted.taken() == []
    assert {path: path.stat().st_ino for path in (root / "site").rglob("*")} == moments

    (root / "catalog/good/calls.csv").write_text(ROWS.replace(",a,", ",c,"), encoding="utf-8")
    assert build(root) != first
    assert counted.taken() == ["_draw"] * 2 + ["_render"] + ["_study"] + ["mkdocs", "pagefind"]

    (root / "catalog/good/calls.csv").write_text(ROWS, encoding="utf-8")
    assert build(root) == first
    assert counted.taken() == ["mkdocs", "pagefind"]

    descriptor = json.loads((root / "catalog/good/datapackage.json").read_text(encoding="utf-8"))
    (root / "catalog/good/datapackage.json").write_text(json.dumps({**descriptor, "civicstat": {"theme": ["Calls"]}}))
    build(root)
    assert counted.taken() == ["_render", "mkdocs", "pagefind"]


def test_portal_that_was_touched(portal: Portal) -> None:
    """A published file that somebody has changed, added or taken away is put right, though nothing else changed."""
    root = portal({**GOOD, "catalog/portal.yml": "today: '2026-02-01'\n"})
    first = build(root)
    (root / "site/index.html").write_text("mine", encoding="utf-8")
    (root / "site/mine.html").write_text("mine", encoding="utf-8")
    (root / "site/data.json").unlink()

    assert build(root) == first


def test_page_by_hand(portal: Portal) -> None:
    """A page written by hand is part of what is looked at for changes, and so is `mkdocs.yml`."""
    root = portal({**GOOD, "catalog/portal.yml": "today: '2026-02-01'\n"})
    build(root)

    (root / "site_src/about.md").write_text("# About us\n\nNew words\n", encoding="utf-8")
    build(root)
    assert "New words" in (root / "site/about/index.html").read_text(encoding="utf-8")

    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(text.replace("Springfield", "Shelbyville"), encoding="utf-8")
    build(root)
    assert "Shelbyville" in (root / "site/about/index.html").read_text(encoding="utf-8")


def _add(chance: random.Random, catalog: Path, turn: int) -> None:
    folder = catalog / f"new-{turn}"
    folder.mkdir()
    descriptor = {"name": f"new-{turn}", "resources": [{"name": "calls", "path": "calls.csv"}]}
    if chance.random() < 0.5:
        descriptor |= {"civicstat": {"theme": ["Calls"], "formerNames": [f"old-{turn}"]}, "keywords": ["calls"]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    (folder / "calls.csv").write_text(ROWS.replace(",a,", f",{chance.choice('xyz')},"))


def _edit_rows(chance: random.Random, catalog: Path, _: int) -> None:
    table = chance.choice(sorted(catalog.glob("*/*.csv")))
    lines = table.read_text().splitlines(keepends=True)
    lines.insert(chance.randint(1, len(lines)), "2026-01-31,b,5,39.5,-76.5\n")
    table.write_text("".join(lines))


def _edit_descriptor(chance: random.Random, catalog: Path, turn: int) -> None:
    file = chance.choice(sorted(catalog.glob("*/datapackage.json")))
    descriptor = json.loads(file.read_text())
    change = chance.choice(["title", "description", "keywords"])
    descriptor[change] = [f"word {turn}"] if change == "keywords" else f"Words {turn}"
    file.write_text(json.dumps(descriptor))


def _rename(chance: random.Random, catalog: Path, turn: int) -> None:
    file = chance.choice(sorted(catalog.glob("*/datapackage.json")))
    descriptor = json.loads(file.read_text())
    file.write_text(json.dumps({**descriptor, "name": f"renamed-{turn}"}))
    if chance.random() < 0.5:
        file.parent.rename(catalog / f"moved-{turn}")


def _remove(chance: random.Random, catalog: Path, _: int) -> None:
    folders = sorted(path.parent for path in catalog.glob("*/datapackage.json"))
    if len(folders) > 1:
        shutil.rmtree(chance.choice(folders))


def _break(chance: random.Random, catalog: Path, _: int) -> None:
    table = chance.choice(sorted(catalog.glob("*/*.csv")))
    table.write_text(table.read_text().replace("calls,lat", "calls,calls"))


@pytest.mark.parametrize("seed", [1, 2])
def test_random_series(portal: Portal, tmp_path: Path, seed: int) -> None:
    """After a random series of edits, additions, renames and removals a build gives what one from nothing gives."""
    root = portal({**GOOD, **CHARTS, "catalog/portal.yml": "today: '2026-02-01'\n"})
    chance = random.Random(seed)  # noqa: S311 - which edit comes next, no secret
    build(root)
    for turn in range(4):
        for _ in range(chance.randint(1, 3)):
            edit = chance.choice([_add, _edit_rows, _edit_descriptor, _rename, _remove, _break])
            edit(chance, root / "catalog", turn * 10 + _)
        build_portal(root, workers=1 + turn % 2)
        shutil.copytree(root, tmp_path / str(turn), ignore=shutil.ignore_patterns("site", ".cache", "datasets"))
        build_portal(tmp_path / str(turn))

        assert contents(root / "site") == contents(tmp_path / str(turn) / "site")


def test_damaged_store(portal: Portal) -> None:
    """Whatever happens to the store, a build gives what one from nothing gives."""
    root = portal({**GOOD, **CHARTS, "catalog/portal.yml": "today: '2026-02-01'\n"})
    first = build(root)
    chance = random.Random(3)  # noqa: S311 - which file is damaged, no secret
    for _ in range(4):
        for path in sorted(path for path in (root / ".cache/store").rglob("*") if path.is_file()):
            raw = path.read_bytes()
            place = chance.randrange(len(raw) + 1)
            match chance.randrange(5):
                case 0:
                    path.write_bytes(raw[:place])
                case 1:
                    path.write_bytes(raw[:place] + b"\0" + raw[place + 1 :])
                case 2:
                    path.unlink()
        shutil.rmtree(root / "site")

        assert build(root) == first


def test_killed(tmp_path: Path) -> None:
    """A build killed at any moment leaves the old portal or the new one, whole, once the next command has run."""
    make_portal(tmp_path)

    kills = kill_builds(tmp_path, 4)

    assert [kill.fault for kill in kills] == [""] * 4
    assert not all(kill.new for kill in kills)
