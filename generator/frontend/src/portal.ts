/**
 * What every page loads. Pages are whole without it: each part below looks for its own elements and adds to them,
 * and no part needs another. All words that readers see come from the HTML.
 */
import { enhanceCharts } from "./charts";
import { enhanceFilters } from "./filter";
import { enhanceMenu, enhanceSwitch } from "./header";
import { enhanceSearch } from "./search";
import { enhanceTables } from "./tables";

/** Material's stream of documents: it tells of this page at once and, with instant navigation, of each later one. */
interface Documents {
  subscribe(listener: () => void): unknown;
}

declare global {
  interface Window {
    document$?: Documents;
  }
}

function enhance(): void {
  enhanceCharts(document);
  enhanceFilters(document);
  enhanceTables(document);
  enhanceMenu(document);
  enhanceSwitch(document);
  enhanceSearch(document);
}

if (window.document$) window.document$.subscribe(enhance);
else enhance();
