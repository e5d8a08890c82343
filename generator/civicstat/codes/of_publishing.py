"""The codes of what is made from the data: charts, pages, feeds, files."""

from __future__ import annotations

from civicstat.codes.code import Code

CODES = (
    Code(
        code="CH001",
        severity="warning",
        message="a chart is left out",
        explanation="The chart asks for a column that its table does not have, or for a reckoning that its values do "
        "not allow. The data itself is published.",
        todo="Correct the chart, or take it out.",
        wrong='"charts": [{"type": "line", "x": "Month", "y": "tons"}]   (the column is called "month")',
        right='"charts": [{"type": "line", "x": "month", "y": "tons"}]',
    ),
    Code(
        code="PG001",
        severity="error",
        message="the dataset's page can't be written",
        explanation="The page of one dataset took longer to write than a whole portal should. Nearly always a "
        "description holds something that was pasted by mistake, such as a web page or a long table.",
        todo="Make the descriptions shorter and plainer.",
        wrong='"description": "… 400 pages pasted from a report …"',
        right='"description": "Tons of recycling collected each month. The full report is at https://…"',
    ),
    Code(
        code="PG002",
        severity="error",
        message="a page or a file has no place on the portal, since another has its path",
        explanation="Names of packages, and ids of what has a page of its own, become parts of addresses. One that is "
        "the name of a file, such as `index.html`, would need that file to be a folder. The page is left out, and all "
        "else is published.",
        todo="Change the name or the id that the path is made of.",
        wrong="stats/roads/calendar.ics/index.html, beside stats/roads/calendar.ics",
        right="stats/roads/2026-10/index.html, beside stats/roads/calendar.ics",
    ),
    Code(
        code="FD001",
        severity="warning",
        message="the dataset is left out of a feed that requires more than it says",
        explanation="Catalogues of states and of the nation collect datasets from feeds such as `data.json`. Each "
        "asks for a few facts, such as a contact; a dataset without them is left out there, and "
        "published here.",
        todo="Add what the message names.",
        wrong='"civicstat": {}',
        right='"civicstat": {"contactPoint": {"fn": "Open data team", "hasEmail": "mailto:opendata@example.org"}}',
    ),
    Code(
        code="FD002",
        severity="warning",
        message="the portal has no address, so that none of its feeds can be written",
        explanation="Feeds and API files name the portal's pages by their whole address. Whoever builds the portal "
        "has to say it.",
        todo="Set `site_url` in `mkdocs.yml`.",
        wrong="site_url: ''",
        right="site_url: https://data.example.org/",
    ),
    Code(
        code="SZ001",
        severity="warning",
        message="a file is close to the largest that GitHub takes, or past it",
        explanation="GitHub refuses files of more than 100 MB.",
        todo="Split the table into several, such as one a year, or keep it elsewhere and name its address.",
        wrong="service-requests.csv: 130 MB",
        right="service-requests-2025.csv: 60 MB\nservice-requests-2026.csv: 70 MB",
    ),
    Code(
        code="SZ002",
        severity="warning",
        message="the portal is close to the largest that GitHub Pages takes, or past it",
        explanation="GitHub Pages publishes at most 1 GB.",
        todo="Keep the largest files elsewhere and name their addresses, or publish on another host.",
        wrong="site/: 1.2 GB",
        right="site/: 0.6 GB",
    ),
)
