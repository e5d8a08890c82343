"""Charts: chosen or declared (`choose`), reckoned (`reckon`), composed (`compose`), drawn (`draw`)."""
