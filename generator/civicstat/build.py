"""The whole build on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from civicstat.catalog import parse_catalog
from civicstat.errors import BrokenPortal
from civicstat.executors import run
from civicstat.facts import reckon_facts
from civicstat.pages import plan_pages
from civicstat.render import render_plan
from civicstat.settings import read_settings
from civicstat.site import links_to_datasets, read_site, restore, write_site
from civicstat.sources import CATALOG, read_sources
from civicstat.tables import scan_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from civicstat.findings import Finding


@dataclass(frozen=True)
class BuildResult:
    """What a build did: the portal at `out`, how much is in it, and everything that was found."""

    out: Path
    published: int
    withheld: int
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 when all is published, 1 when something is withheld."""
        return 1 if any(f.severity == "error" for f in self.findings) else 0


def build_portal(
    root: Path,
    *,
    today: date | None = None,
    strict: bool = False,
    out: Path | None = None,
    site_url: str | None = None,
    workers: int = 1,
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> BuildResult:
    """Check the catalogue under `root`, render it and put the portal at `out` (`root/site`).

    `today` defaults to the day the settings pin, else to the day it is in the portal's time zone: the one place
    where the clock is read. With `strict`, anything withheld leaves the old portal as it is. `progress` is told the
    stage, how many things are done and of how many. Raises `BrokenPortal` when nothing can be built.
    """
    root = root.resolve()
    out = out.resolve() if out else root / "site"
    restore(root, out)
    site = read_site(root, site_url)
    if not (root / CATALOG).is_dir():
        raise BrokenPortal(f"{CATALOG}/: no such folder in {root.resolve()}. Make it, and put the data packages there.")
    settings = read_settings(root)
    day = today or settings.today or datetime.now(ZoneInfo(settings.time_zone)).date()

    sources = read_sources(root)
    catalog = parse_catalog(sources, settings)
    scans = {
        scan.package: scan
        for scan in run(scan_package, catalog.packages, workers, lambda n, of: progress("Checking data", n, of))
    }
    facts = reckon_facts(catalog, scans, settings, day, links_to_datasets(root))
    plan = plan_pages(catalog, facts, settings, site)
    rendered = render_plan(plan, lambda n, of: progress("Drawing pages", n, of))
    findings = (*facts.findings, *rendered.findings)
    result = BuildResult(out, len(facts.packages), _withheld(findings), findings)
    if strict and result.exit_code:
        raise StrictRefusal(result)
    progress("Building the site", 0, 1)
    write_site(root, out, rendered, settings, site, day)
    progress("Building the site", 1, 1)
    return result


class StrictRefusal(BrokenPortal):
    """With `--strict`, something is withheld, so nothing was built; `result` tells what was found."""

    def __init__(self, result: BuildResult) -> None:
        """Refuse for what `result` holds."""
        super().__init__("Something would be withheld, and --strict allows nothing to be. The old site/ stands.")
        self.result = result


def _withheld(findings: tuple[Finding, ...]) -> int:
    """How many packages have something withheld."""
    return len({f.package or f.file for f in findings if f.severity == "error"})
