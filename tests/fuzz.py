"""Look for packages on which civicstat and Frictionless differ: `make fuzz`, for as long as asked.

`python tests/fuzz.py [--cases N] [--seconds S] [--seed K] [--workers W] [--keep FOLDER]`, and
`python tests/fuzz.py --replay FOLDER` for one package. Prints how many cases there were, of which kinds, and every
difference. Of each kind of difference one package is made smaller, and all are written to folders that can be
replayed. Exits with 1 where there is any.
"""

from __future__ import annotations

import argparse
import multiprocessing
import queue
import sys
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from fuzz_packages import make_case
from fuzzing import WAYS, Comparison, read, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.queues import Queue

    from fuzzing import Difference, Outcome

_MOST_KEPT = 40


@dataclass
class Tally:
    """What came of all cases so far: how many of each verdict, in all and by feature, and those that differ."""

    verdicts: Counter[str] = field(default_factory=Counter)
    features: dict[str, Counter[str]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    differing: list[tuple[int, tuple[Difference, ...]]] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases there were."""
        return self.verdicts.total()

    def add(
        self, seed: int, verdict: str, features: frozenset[str], errors: frozenset[str], told: tuple[Difference, ...]
    ) -> None:
        """Count one more case."""
        self.verdicts[verdict] += 1
        for feature in features:
            self.features.setdefault(feature, Counter())[verdict] += 1
        self.errors.update(errors)
        if told:
            self.differing.append((seed, told))

    def __str__(self) -> str:
        """The counts as a table."""
        lines = [f"{'':36}{'cases':>8}{'valid':>8}{'invalid':>8}{'crash':>8}"]
        rows = [("all", self.verdicts), *sorted(self.features.items())]
        lines += [
            f"{name:36}{counts.total():>8,}{counts['valid']:>8,}{counts['invalid']:>8,}{counts['crash']:>8,}"
            for name, counts in rows
        ]
        lines += ["", "cases with an error of each type, by Frictionless:"]
        lines += [f"{name:36}{number:>8,}" for name, number in sorted(self.errors.items())]
        return "\n".join(lines)


def work(seeds: range, ends: float, answers: Queue[object]) -> None:
    """Compare the cases of some seeds, one after the other, until time is up; in a process of its own."""
    warnings.simplefilter("ignore")
    with Comparison() as comparison:
        for seed in seeds:
            if monotonic() > ends:
                break
            # What a build asks takes twice as long, and mostly comes to the same.
            outcome: Outcome = comparison.outcome(make_case(seed), WAYS if seed % 4 == 0 else WAYS[:1])
            answers.put((seed, outcome.verdict, outcome.case.features, outcome.error_types, outcome.differences))
    answers.put(None)


def fuzz(cases: int, seconds: float, seed: int, workers: int) -> Tally:
    """Compare so many cases, for so many seconds at most, in so many processes."""
    context = multiprocessing.get_context("spawn")
    answers: Queue[object] = context.Queue()
    began = monotonic()
    processes = [
        context.Process(
            target=work, args=(range(seed + n, seed + cases, workers), began + seconds, answers), daemon=True
        )
        for n in range(workers)
    ]
    for process in processes:
        process.start()
    tally, told = Tally(), began
    for answer in _answers(answers, processes):
        tally.add(*answer)
        for difference in answer[4][:3]:
            print(f"seed {answer[0]}: {difference}", flush=True)
        if sys.stderr.isatty() and monotonic() - told > 1:
            told = monotonic()
            print(f"\r{tally.cases:,} of {cases:,} cases, {len(tally.differing):,} differ", end="", file=sys.stderr)
    taken = monotonic() - began
    print(f"{tally.cases:,} cases in {taken:.0f} seconds, {tally.cases / taken:.0f} a second.")
    return tally


def _answers(answers: Queue[object], processes: list[object]) -> Iterator[tuple]:  # type: ignore[type-arg]
    ended = 0
    while ended < len(processes):
        try:
            answer = answers.get(timeout=1)
        except queue.Empty:
            if any(p.exitcode for p in processes):  # type: ignore[attr-defined]
                raise SystemExit("A process has died; run again with --workers 1 and the seed it was at.") from None
            continue
        if answer is None:
            ended += 1
        else:
            yield answer  # type: ignore[misc]


def keep(tally: Tally, folder: Path, seconds: float) -> None:
    """Write the packages that differ, the first of each kind made smaller."""
    kinds: dict[str, int] = Counter()
    with Comparison() as comparison:
        for seed, told in tally.differing[: _MOST_KEPT * 5]:
            kind = told[0].kind
            kinds[kind] += 1
            if kinds[kind] > 3 or sum(kinds.values()) > _MOST_KEPT:
                continue
            case = make_case(seed)
            if kinds[kind] == 1:
                case = comparison.shrunk(case, seconds)
                told = comparison.outcome(case).differences or told  # noqa: PLW2901
            write(case, folder / str(seed))
            (folder / str(seed) / "differences.txt").write_text("\n".join(map(str, told)), encoding="utf-8")
            print(f"{folder / str(seed)}: {told[0]}")
    print("\nKinds of differences:")
    for kind, number in Counter(told[0].kind for _, told in tally.differing).most_common():
        print(f"{number:8,}  {kind}")


def replay(folder: Path) -> int:
    """Compare the package in a folder once more."""
    with Comparison() as comparison:
        outcome = comparison.outcome(read(folder))
    print(f"Frictionless: {outcome.verdict}")
    print("\n".join(map(str, outcome.differences)) or "No difference.")
    return 1 if outcome.differences else 0


def main() -> int:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(description="Look for packages on which civicstat and Frictionless differ.")
    parser.add_argument("--cases", type=int, default=20_000, help="how many packages (20,000)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after so many seconds")
    parser.add_argument("--seed", type=int, default=1, help="the first package (1); the rest follow")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument(
        "--keep", type=Path, default=Path(".cache/fuzz"), help="where differing packages go (.cache/fuzz)"
    )
    parser.add_argument("--shrink", type=float, default=20, help="seconds to make a package smaller (20)")
    parser.add_argument("--replay", type=Path, help="the folder of one package, to be compared again")
    wanted = parser.parse_args()
    if wanted.replay:
        return replay(wanted.replay)
    tally = fuzz(wanted.cases, wanted.seconds, wanted.seed, wanted.workers)
    print(tally)
    print(f"\n{tally.cases:,} cases, {len(tally.differing):,} with a difference.")
    if tally.differing:
        keep(tally, wanted.keep, wanted.shrink)
    return 1 if tally.differing else 0


if __name__ == "__main__":
    sys.exit(main())
