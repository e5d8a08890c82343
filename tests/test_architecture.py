"""Imports point up only: the order of the stages is the order in which data flows."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator" / "civicstat"

STAGES = """
    civicstat
    errors findings names plainyaml lazily executors store private
    reckoning.values reckoning.forecast reckoning.status reckoning.rollup reckoning.words reckoning
    shapes.shape shapes.yearly shapes.measured shapes.sprint shapes.strategy shapes.performance shapes.stat
    shapes.tracker shapes.academy shapes.programme shapes
    jsonschemas
    model
    settings timeliness
    distributions
    history sources
    access paths sizes pace screen verdicts standard
    catalog
    patterns misread explain profiles tables texts columns scan asitis
    checks.check checks.words checks.private_cells checks.private_persons checks.private_rows checks.private_entries
    checks.privacy
    checks.licences checks.periods checks.dictionary checks.links checks.metadata
    checks.categories checks.coordinates checks.dates checks.repeats checks.shares checks.totals
    checks.shrinking checks.sense checks
    progress.model academy.model performance.model programme.model stat.model tracker.model progress.whole
    progress.changes
    charts charts.choose charts.reckon charts.compose charts.declared charts.course charts.measure charts.plan
    exports distribute study
    progress.periods progress.moments progress.conditions progress.origins progress.amounts
    progress.behind progress.observe progress.unmatched
    new.begun new.of_sprint new.of_strategy new.of_performance new.of_stat new.of_tracker new.of_academy
    new.of_programme new.examples
    progress.troubles progress.cells progress.unwritten progress.named progress.rows progress.addresses
    progress.aimed progress.measured progress.declared
    progress.around academy.declared performance.figures performance.places performance.told performance.held
    performance.editions performance.declared programme.declared stat.declared
    tracker.parties tracker.declared
    programme.problems stat.problems progress.problems progress.readers progress.rolling progress.standing
    performance.calendar academy.standing performance.standing stat.standing tracker.standing
    progress.reckoned progress.explained progress.tabled
    prose codes guide
    quality record
    facts
    feeds
    feedback
    descriptors planned clashes progress.publish progress.strategy_pages
    programme.standing programme.timeline programme.report
    stat.calendars stat.seen
    performance.drawing academy.publish performance.publish programme.publish stat.publish tracker.publish pages
    charts.draw charts.figures render
    search portal
    site
    progress.inserting progress.ended build recording
    validation reports
    review.changes review.base review.reckoned review.uses review.schema review.rows review.figures review.promises
    review.compare review.states
    review.breaks review.markdown review.details review.report review
    new.titles new.units new.numbers new.dates new.sources new.delimited new.workbook new.objects new.read
    new.infer new.keys new.dataset new.questions new.words new.progress new
    progress.closing stat.printed
    serve init
    cli __main__
""".split()  # noqa: SIM905 - read as rows
"""A module may import only what stands before it. A name stands for its sub-modules that are not here."""

ONLY_ONE = {"frictionless": "standard", "mkdocs": "site", "pagefind_bin": "search"}
"""Libraries that one module alone may know."""


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name within it; the package itself is `civicstat`."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name or "civicstat"] = file
    return found


MODULES = modules()


def imported(name: str) -> set[str]:
    """The dotted names that a module imports, wherever in it and for whatever purpose."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively; write the whole name of the module"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own_imports(name: str) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for dotted in imported(name):
        first, _, rest = dotted.partition(".")
        if first == "civicstat":
            while rest and rest not in MODULES:
                rest = rest.rpartition(".")[0]
            found.add(rest or "civicstat")
    return found


def place(name: str) -> int:
    """Where a module stands in the order of the stages."""
    stage = name
    while stage and (stage not in STAGES or (stage != name and any(s.startswith(f"{stage}.") for s in STAGES))):
        stage = stage.rpartition(".")[0]
    assert stage, f"The module {name} has no place yet: add it to STAGES in {Path(__file__).name}."
    return STAGES.index(stage)


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_up(name: str) -> None:
    """A module imports only modules that stand before it."""
    down = {other for other in own_imports(name) if place(other) > place(name)}

    assert set() == down


def test_no_cycles() -> None:
    """No module imports itself by way of others."""
    graph = {name: own_imports(name) - {name} for name in MODULES}

    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))

    assert set(MODULES) == set(order)


@pytest.mark.parametrize(("library", "owner"), ONLY_ONE.items())
def test_one_module_alone_knows(library: str, owner: str) -> None:
    """Frictionless, MkDocs and Pagefind can be replaced by changing one module each."""
    users = {name for name in MODULES if any(dotted.split(".")[0] == library for dotted in imported(name))}

    assert users <= {name for name in MODULES if name == owner or name.startswith(f"{owner}.")}


def test_no_file_is_long() -> None:
    """A module stays under 500 lines; a longer one is split by noun."""
    long = {
        name: lines
        for name, file in MODULES.items()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 500
    }

    assert long == {}
