"""Checks of what a descriptor says about its data: who, under which licence, how often, what each column means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicstat.checks.check import Check, Hit, PackageSubject, check_package

if TYPE_CHECKING:
    from collections.abc import Iterator


@check_package(
    "MD001",
    wrong='"civicstat": {}',
    right='"civicstat": {"publisher": {"name": "Department of Public Works"}}',
)
def no_publisher(subject: PackageSubject) -> Iterator[Hit]:
    """The dataset names no agency that answers for it.

    Residents want to know whose figures they read, and whom to hold to them. Name the agency under
    `civicstat.publisher`, or name one for the whole portal in `catalog/portal.yml`.
    """
    if subject.package.publisher is None:
        yield Hit(
            pointer="civicstat.publisher",
            expected="the name of an agency",
            todo='Add "publisher": {"name": "…"} under civicstat.',
        )


@check_package(
    "MD020",
    wrong='"waivers": [{"check": "PV001", "field": "email", …}] although the table has no column "email"',
    right="no such waiver",
)
def unused_waiver(subject: PackageSubject) -> Iterator[Hit]:
    """A waiver lets pass what no check finds.

    The data has changed, or the waiver names another check, table or column than the one it was meant for. A
    waiver that stays would let the next mistake pass unseen.
    """
    used = {finding.waiver for finding in subject.found}
    for index, waiver in enumerate(subject.package.waivers):
        if waiver not in used:
            place = " ".join(filter(None, (waiver.check, waiver.resource, waiver.field)))
            yield Hit(
                pointer=f"civicstat.waivers[{index}]",
                found=place,
                expected="a check that finds something there",
                todo="Correct the waiver, or take it out.",
            )


CHECKS: tuple[Check[PackageSubject], ...] = (no_publisher,)
