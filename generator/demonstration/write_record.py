"""Write the demonstration's record of quality scores anew: `catalog/portal-quality/`.

No nightly job has kept it: each day of the week before the demonstration's own is reckoned from the data as it
stands, so only what depends on the day differs. Run it when the checks, the formula or the data have changed:

    python generator/demonstration/write_record.py
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from civicstat.build import portal_day
from civicstat.record import COLUMNS, FOLDER
from civicstat.recording import record_day
from civicstat.settings import read_settings

ROOT = Path(__file__).parents[2]
DAYS = 7


def main() -> None:
    """Empty the tables, and record the days; the descriptor stays as it is."""
    for name, columns in COLUMNS.items():
        (ROOT / FOLDER / f"{name}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
    last = portal_day(read_settings(ROOT))
    for days in range(DAYS, 0, -1):
        done = record_day(ROOT, last - timedelta(days=days))
        print(f"{done.day}: {done.score} of 100")


if __name__ == "__main__":
    main()
