"""Readable titles."""

from __future__ import annotations

import pytest

from civicstat.new.titles import readable_title

TITLES = {
    "svc_requests_fy24": "Service requests, fiscal year 2024",
    "graffiti-removal-2015": "Graffiti removal, 2015",
    "CASE_ENQUIRY_ID": "Case enquiry ID",
    "OnTime_Status": "On time status",
    "LOCATION_ZIPCODE": "Location ZIP code",
    "councilDistrict": "Council district",
    "createddate": "Created date",
    "OPEN_DT": "Open date",
    "CSA2010": "CSA 2010",
    "csas": "CSAs",
    "pwd_district": "PWD district",
    "DPW_LotID": "DPW lot ID",
    "FY 25 Q1": "FY 25 Q1",
    "Organization Full Name": "Organization Full Name",
    "Action #": "Action #",
    "pH": "pH",
    "2019": "2019",
    "___": "___",
    "": "",
}


@pytest.mark.parametrize(("name", "title"), TITLES.items())
def test_readable_title(name: str, title: str) -> None:
    """A name is split into words, with its short forms kept and its well-known abbreviations written out."""
    assert title == readable_title(name)
