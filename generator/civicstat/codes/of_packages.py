"""The codes of descriptors: what keeps a package, or one of its resources, from being read at all."""

from __future__ import annotations

from civicstat.codes.code import Code

CODES = (
    Code(
        code="DP001",
        severity="error",
        message="the descriptor can't be read",
        explanation="A dataset is described by `datapackage.json` or `datapackage.yaml`. One missing comma, quote or "
        "bracket, and no program can tell what the file means. The message names the line where it "
        "breaks; the mistake often stands at the end of the line before it.",
        todo="Correct the line that the message names, or take the last version that worked from the file's history.",
        wrong='{\n  "name": "recycling"\n  "title": "Recycling"\n}',
        right='{\n  "name": "recycling",\n  "title": "Recycling"\n}',
    ),
    Code(
        code="DP002",
        severity="error",
        message="the descriptor breaks the Data Package standard",
        explanation="The descriptor can be read, but one of its parts has a value that the "
        "[standard](https://datapackage.org/standard/data-package/) does not know. Programs that follow "
        "the standard would refuse the data.",
        todo="Correct the part that the message names; it says what was expected there.",
        wrong='{"name": "tons", "type": "numeric"}',
        right='{"name": "tons", "type": "number"}',
    ),
    Code(
        code="DP003",
        severity="error",
        message="the civicstat property breaks its schema",
        explanation="What the standard has no word for (agency, update promise, charts …) stands under `civicstat`. "
        "Each part of it has a form of its own, described [here](../#the-civicstat-property). A chart "
        "that is wrong is left out and the data is published, and so is what is wrong with a sprint's or strategy's "
        "measures (PR013); anything else withholds the package.",
        todo="Correct the part that the message names.",
        wrong='"civicstat": {"accrualPeriodicity": "monthly"}',
        right='"civicstat": {"accrualPeriodicity": "R/P1M"}',
    ),
    Code(
        code="DP004",
        severity="error",
        message="a package that is not public holds rows, or its access level can't be read",
        explanation="A package whose `accessLevel` is `restricted public` or `non-public` is an entry in the "
        "inventory and nothing more: what lies in a public repository is public, whatever the descriptor "
        "says. What such a package holds is never read, shown or copied. Deleting the file is not "
        "enough: its earlier versions stay in the history.",
        todo="Take the data out of the repository and its history, and tell whoever answers for privacy. [What to do "
        "first](../submit/#out).",
        wrong='"civicstat": {"accessLevel": "non-public"},\n"resources": [{"name": "cases", "path": "cases.csv"}]',
        right='"civicstat": {"accessLevel": "non-public"},\n"resources": []',
    ),
    Code(
        code="DP005",
        severity="error",
        message="two packages want the same page name",
        explanation="A dataset's address is made from its `name`, and from its folder where it has none. Two cannot "
        "have the same; which of them should be there can't be told, so neither is published.",
        todo="Rename one of them.",
        wrong='catalog/a/datapackage.json: "name": "permits"\ncatalog/b/datapackage.json: "name": "permits"',
        right='catalog/a/datapackage.json: "name": "building-permits"\n'
        'catalog/b/datapackage.json: "name": "event-permits"',
    ),
    Code(
        code="DP006",
        severity="error",
        message="a path is not safe",
        explanation="A resource may lie in the package's own folder, or at one web address. A path that leads out of "
        "the folder could publish a file that nobody meant to publish.",
        todo="Put the file into the package's folder and name it from there.",
        wrong='"path": "../private/cases.csv"',
        right='"path": "cases.csv"',
    ),
    Code(
        code="DP008",
        severity="warning",
        message="a resource lies elsewhere: it is linked to, not checked and not copied",
        explanation="A resource whose path is a web address is shown as a link. The portal reads nothing from other "
        "places, so it can vouch for nothing there, and the link may break.",
        todo="Nothing, if that is meant; else put a copy of the file into the package's folder.",
        wrong='"path": "https://data.example.org/stations.csv"',
        right='"path": "stations.csv"',
    ),
    Code(
        code="DP009",
        severity="error",
        message="the descriptor is more than a portal can hold",
        explanation="Texts of a hundred thousand characters, thousands of columns: past the [limits](../#limits) a "
        "page can't be read by anybody, and one damaged file could hold up all others.",
        todo="Move the long part to a page or a file of the package, and link to it.",
        wrong='"title": "… 2,000 characters …"',
        right='"title": "Recycling collected by month"',
    ),
)
