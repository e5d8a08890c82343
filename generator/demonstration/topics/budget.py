"""The federal budget, from the Office of Management and Budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from describe import BY_NPM, PUBLIC_DOMAIN, Json, Package, agency, columns, field, package, reference, table
from files import Value, delimited, gzipped, json_rows

if TYPE_CHECKING:
    from vega import VegaFiles

OMB = agency(
    "U.S. Office of Management and Budget",
    "https://www.whitehouse.gov/omb/",
    agency("Executive Office of the President", "https://www.whitehouse.gov/"),
)

# Column at the source: column here. The years come after them.
ACCOUNT = {
    "Agency code": "agency_code",
    "Account code": "account_code",
    "Account name": "account",
    "Agency name": "agency",
    "Bureau code": "bureau_code",
    "Bureau name": "bureau",
    "Source Category Code": "category_code",
    "Source category name": "category",
    "Source subcategory": "subcategory_code",
    "Source subcategory name": "subcategory",
    "Treasury Agency code": "treasury_agency_code",
    "On- or off-budget": "on_or_off_budget",
}
TRANSITION = "TQ"


def last_day(fiscal_year: str) -> str:
    """Return the last day of a federal fiscal year, which moved from June to September in 1976."""
    if fiscal_year == TRANSITION:
        return "1976-09-30"
    return f"{fiscal_year}-06-30" if int(fiscal_year) <= 1976 else f"{fiscal_year}-09-30"


def receipts(vega: VegaFiles) -> Package:
    """Federal receipts by account and year: two tables tied by two columns, one of them compressed."""
    source: list[dict[str, str | int]] = vega.json("budget.json")
    periods = [name for name in source[0] if name not in ACCOUNT]
    accounts = [{here: record[there] for there, here in ACCOUNT.items()} for record in source]
    amounts = [
        {
            "agency_code": record["Agency code"],
            "account_code": record["Account code"],
            "category": record["Source category name"],
            "fiscal_year": period,
            "ends": last_day(period),
            "amount": str(record[period]).replace(",", ""),
        }
        for record in source
        for period in periods
    ]
    category = field(
        "category",
        "string",
        "Kind of receipt",
        "The kind of tax or other income that the account belongs to.",
        required=True,
    )
    key = [
        field("agency_code", "integer", "Agency code", "The agency's code in the budget.", required=True),
        field("account_code", "integer", "Account code", "The account's code within the agency.", required=True),
    ]
    by_account = table(
        "accounts",
        "accounts.csv",
        "Accounts",
        "One row for each account that receipts are booked to.",
        [
            *key,
            field("account", "string", "Account", "The account's name.", required=True),
            field("agency", "string", "Agency", "The agency's name.", required=True),
            field("bureau_code", "integer", "Bureau code", "The code of the agency's bureau.", required=True),
            field("bureau", "string", "Bureau", "The bureau's name; often the agency's again.", required=True),
            field(
                "category_code",
                "integer",
                "Code of the kind",
                "The code of the kind of receipt.",
                required=True,
            ),
            category,
            field("subcategory_code", "integer", "Code of the part", "The code of the part within the kind."),
            field("subcategory", "string", "Part of the kind", "A finer division of the kind of receipt."),
            field(
                "treasury_agency_code",
                "integer",
                "Treasury's agency code",
                "The Treasury's code for the agency.",
            ),
            field(
                "on_or_off_budget",
                "string",
                "On or off budget",
                "Whether the law counts the account in the budget (Social Security, for one, is off it).",
                categories={"On-budget": "On budget", "Off-budget": "Off budget"},
                required=True,
            ),
        ],
        key=["agency_code", "account_code"],
    )
    packed = gzipped(delimited(amounts, ["agency_code", "account_code", "category", "fiscal_year", "ends", "amount"]))
    by_year = table(
        "receipts",
        "receipts.csv.gz",
        "Receipts by account and fiscal year",
        "One row for each account and fiscal year, in a CSV file compressed with gzip.",
        [
            *key,
            category | {"description": "The account's kind of receipt, repeated so that this table can be added up."},
            field(
                "fiscal_year",
                "string",
                "Fiscal year",
                "The fiscal year, or TQ for the transition quarter of July to September 1976.",
                required=True,
                pattern=f"([0-9]{{4}}|{TRANSITION})",
            ),
            field("ends", "date", "Last day", "The last day of the fiscal year.", required=True),
            field(
                "amount",
                "integer",
                "Receipts",
                "What the account took in; below zero where more was paid back.",
                unit="thousand US dollars",
                required=True,
            ),
        ],
        key=["agency_code", "account_code", "fiscal_year"],
        references=[reference(["agency_code", "account_code"], "accounts", ["agency_code", "account_code"])],
        compression="gz",
        content=packed,
    )
    descriptor = package(
        "federal-receipts",
        "Where the federal government's money comes from, 1962–2020",
        [
            "Each row is one account and one fiscal year with the money that the federal government took",
            "in: income taxes, social insurance, excise taxes, customs duties and more. Use it to see how",
            "the mix of taxes has changed. The budget for fiscal year 2016 is the source: figures up to",
            "2014 are results, those from 2015 on are what was then expected. Dollars are those of each",
            "year, not adjusted for inflation. The fiscal year ended in June until 1976 and ends in",
            "September since, with one *transition quarter* (TQ) between.",
        ],
        keywords=["budget", "taxes", "revenue", "federal government", "OMB"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {
                "title": "Office of Management and Budget, Budget FY 2016, Receipts",
                "path": "https://www.govinfo.gov/app/details/BUDGET-2016-DB/BUDGET-2016-DB-3",
            },
            BY_NPM,
        ],
        homepage="https://www.govinfo.gov/app/details/BUDGET-2016-DB",
        resources=[by_year, by_account],
        civicstat={
            "publisher": OMB,
            "theme": ["Budget"],
            "accrualPeriodicity": "irregular",
            "temporal": "1961-07-01/2020-09-30",
            "spatial": "United States",
            "charts": [receipts_chart()],
        },
    )
    files = {"receipts.csv.gz": packed, "accounts.csv": delimited(accounts, columns(by_account))}
    return Package(descriptor, files)


def receipts_chart() -> Json:
    """Draw the receipts of each fiscal year by kind, in trillions."""
    return {
        "title": "Individual income taxes and social insurance bring in most of the money",
        "description": "Receipts by kind for each fiscal year; results to 2014, expectations of early 2015 "
        "after that. The transition quarter of 1976 is left out.",
        "resource": "receipts",
        "spec": {
            "data": {"name": "receipts"},
            "transform": [
                {"filter": f"datum.fiscal_year !== '{TRANSITION}'"},
                {"calculate": "toNumber(datum.fiscal_year)", "as": "year"},
                {
                    "aggregate": [{"op": "sum", "field": "amount", "as": "thousands"}],
                    "groupby": ["year", "category"],
                },
                {"calculate": "datum.thousands / 1e9", "as": "trillions"},
            ],
            "mark": {"type": "area"},
            "encoding": {
                "x": {
                    "field": "year",
                    "type": "quantitative",
                    "axis": {"format": "d", "title": "Fiscal year"},
                },
                "y": {
                    "field": "trillions",
                    "type": "quantitative",
                    "stack": "zero",
                    "axis": {"title": "Trillion US dollars"},
                },
                "color": {
                    "field": "category",
                    "type": "nominal",
                    "legend": {"title": "Kind of receipt", "labelLimit": 280},
                },
            },
        },
    }


def forecasts(vega: VegaFiles) -> Package:
    """Forecasts of the federal balance: JSON rows and a chart that the short form has no word for."""
    rows: list[dict[str, Value]] = [
        {
            "published_year": record["budgetYear"],
            "fiscal_year": record["forecastYear"],
            "balance": float(record["value"]),
        }
        for record in vega.json("budgets.json")
    ]
    balances = table(
        "forecasts",
        "forecasts.json",
        "Forecasts of the balance",
        "One row for each budget and each fiscal year that it speaks of.",
        [
            field("published_year", "integer", "Budget of", "The year in which the budget was published."),
            field("fiscal_year", "integer", "Fiscal year", "The fiscal year that the figure is about."),
            field(
                "balance",
                "number",
                "Balance",
                "Surplus or, below zero, deficit.",
                unit="trillion US dollars of 2010",
                required=True,
            ),
        ],
        form="json",
        key=["published_year", "fiscal_year"],
    )
    descriptor = package(
        "federal-deficit-forecasts",
        "Federal budget forecasts and what came of them, 1980–2010",
        [
            "Each row is what one federal budget said about one fiscal year: the surplus or, below zero,",
            "the deficit, in trillions of dollars of 2010. Use it to see how far forecasts lie from",
            "results. The first row of each budget is about the year just ended and so is its result as",
            "then known; the others look ahead. The collection's notes on the two columns of years are the",
            "other way round; they are read here as the values show.",
        ],
        keywords=["budget", "deficit", "forecast", "federal government", "OMB"],
        licenses=[PUBLIC_DOMAIN],
        sources=[
            {"title": "U.S. Office of Management and Budget", "path": "https://www.whitehouse.gov/omb/"},
            BY_NPM,
        ],
        homepage="https://www.whitehouse.gov/omb/",
        resources=[balances],
        civicstat={
            "publisher": OMB,
            "theme": ["Budget"],
            "accrualPeriodicity": "irregular",
            "spatial": "United States",
            "charts": [
                {
                    "title": "Most budgets expected a better balance; 2009 ended with the deepest deficit",
                    "description": "Thin lines are what budgets expected; the thick line joins the results.",
                    "spec": {
                        "data": {"name": "forecasts"},
                        "encoding": {
                            "x": {
                                "field": "fiscal_year",
                                "type": "quantitative",
                                "axis": {"format": "d", "title": "Fiscal year"},
                                "scale": {"zero": False},
                            },
                            "y": {
                                "field": "balance",
                                "type": "quantitative",
                                "axis": {"title": "Trillion US dollars of 2010"},
                            },
                        },
                        "layer": [
                            {
                                "mark": {"type": "line", "strokeWidth": 1, "opacity": 0.4},
                                "encoding": {"detail": {"field": "published_year", "type": "nominal"}},
                            },
                            {
                                "transform": [{"filter": "datum.fiscal_year === datum.published_year - 1"}],
                                "mark": {"type": "line", "strokeWidth": 3},
                            },
                        ],
                    },
                }
            ],
        },
    )
    return Package(descriptor, {"forecasts.json": json_rows(rows)})
