"""A new portal: which files are laid down, and where none are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import frictionless
import pytest
import yaml

from civicstat import __version__, jsonschemas
from civicstat.errors import WrongUse
from civicstat.init import STARTER, init_portal
from civicstat.settings import Settings, Site, read_settings
from civicstat.site import read_site


def files_in(folder: Path) -> list[str]:
    """List every file in a folder, at any depth."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files(tmp_path: Path) -> None:
    """A portal is exactly these files, laid down in a folder that need not be there."""
    folder = tmp_path / "new" / "portal"

    laid_down = init_portal(folder)

    assert files_in(folder) == [
        ".github/DISCUSSION_TEMPLATE/data-questions.yml",
        ".github/DISCUSSION_TEMPLATE/data-requests.yml",
        ".github/dependabot.yml",
        ".github/workflows/check.yml",
        ".github/workflows/publish.yml",
        ".github/workflows/record.yml",
        ".github/workflows/review.yml",
        ".gitignore",
        "README.md",
        "catalog/README.md",
        "catalog/portal.yml",
        "mkdocs.yml",
        "requirements.txt",
        "site_src/.gitignore",
        "site_src/about.md",
    ]
    assert sorted(path.relative_to(folder).as_posix() for path in laid_down) == files_in(folder)


def test_empty_repository(tmp_path: Path) -> None:
    """A folder that is a git repository without files counts as empty."""
    (tmp_path / ".git").mkdir()

    init_portal(tmp_path)

    assert (tmp_path / "mkdocs.yml").is_file()


def test_folder_in_use(tmp_path: Path) -> None:
    """A folder that holds anything is refused by naming it, and left as it was."""
    (tmp_path / "mkdocs.yml").write_text("mine", encoding="utf-8")
    (tmp_path / "notes").mkdir()

    with pytest.raises(WrongUse, match=r"the folder is not empty; it holds mkdocs\.yml, notes\."):
        init_portal(tmp_path)

    assert files_in(tmp_path) == ["mkdocs.yml"]
    assert (tmp_path / "mkdocs.yml").read_text(encoding="utf-8") == "mine"


def test_file_instead_of_folder(tmp_path: Path) -> None:
    """A file where the folder should be is refused in words."""
    (tmp_path / "portal").write_text("mine", encoding="utf-8")

    with pytest.raises(WrongUse, match="Name a new or empty folder"):
        init_portal(tmp_path / "portal")


@pytest.mark.parametrize(
    ("name", "site_name"),
    [
        (None, "Open data portal"),
        ("Open Springfield", "Open Springfield"),
        ('Québec: "données" #1\n', 'Québec: "données" #1'),
    ],
)
def test_name(tmp_path: Path, name: str | None, site_name: str) -> None:
    """The portal bears its name in `mkdocs.yml` and its README, whatever signs the name holds."""
    init_portal(tmp_path, name)

    assert read_site(tmp_path).name == site_name
    assert (tmp_path / "README.md").read_text(encoding="utf-8").startswith(f"# {site_name}\n")


def test_address_and_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal is where the environment says, and its repository too; where it says nothing, pages lead to none."""
    init_portal(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("REPO_URL", raising=False)

    assert read_site(tmp_path) == Site("Open data portal", url="http://127.0.0.1:8000/")

    monkeypatch.setenv("SITE_URL", "https://city.github.io/portal")
    monkeypatch.setenv("REPO_URL", "https://github.com/city/portal")

    assert read_site(tmp_path) == Site(
        "Open data portal", url="https://city.github.io/portal/", repo_url="https://github.com/city/portal"
    )


def test_pinned_version(tmp_path: Path) -> None:
    """The workflows of a portal install the version of civicstat that laid it down."""
    init_portal(tmp_path)

    lines = (tmp_path / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [f"civicstat=={__version__}"]


def test_settings(tmp_path: Path) -> None:
    """The settings are accepted as they are, and are the defaults but for the description."""
    init_portal(tmp_path)

    assert read_settings(tmp_path) == Settings(
        description="Data that the city publishes for everyone to read, check and use."
    )


def test_every_setting_is_shown(tmp_path: Path) -> None:
    """Each setting of the schema stands in `catalog/portal.yml`, and is accepted when its # is taken off."""
    init_portal(tmp_path)
    text = (tmp_path / "catalog" / "portal.yml").read_text(encoding="utf-8")
    live = re.sub(r"^# (?=( *)[a-zA-Z]+:( |$))", "", text, flags=re.MULTILINE)

    (tmp_path / "catalog" / "portal.yml").write_text(live, encoding="utf-8")

    shown = set(yaml.safe_load(live))
    schema = Path(jsonschemas.__file__).parent / "schemas" / "portal.schema.json"
    assert shown == set(json.loads(schema.read_text(encoding="utf-8"))["properties"])
    assert read_settings(tmp_path).place == "Springfield"


def test_example_is_valid(tmp_path: Path) -> None:
    """The dataset that `catalog/README.md` shows is valid when written out as it stands there."""
    init_portal(tmp_path)
    text = (tmp_path / "catalog" / "README.md").read_text(encoding="utf-8")
    for language, name in (("csv", "visits.csv"), ("json", "datapackage.json")):
        (block,) = re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)
        (tmp_path / name).write_text(block, encoding="utf-8")

    report = frictionless.validate(str(tmp_path / "datapackage.json"), type="package")

    assert report.flatten(["title", "message"]) == []
    assert report.stats["tasks"] == 1
    own = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["civicstat"]
    assert jsonschemas.problems(own, "civicstat") == []


def test_starter_hides_nothing() -> None:
    """No file of the starter begins with a dot, or the package's build might leave it out."""
    assert list(STARTER.rglob(".*")) == []
