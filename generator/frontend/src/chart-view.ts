/** Live charts, in a chunk of their own: a slim Vega, and what readers do with a chart. */
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { geojson, geopath, geopoint, geoshape, graticule, projection } from "vega-geo";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as data from "vega-transforms";
import type { Loader, SceneItem, Spec } from "vega-typings";
import type { LoggerInterface } from "vega-util";
import { View } from "vega-view";
import * as layout from "vega-view-transforms";

import { type Anchor, hideTooltip, showTooltip } from "./tooltip";

// Vega finds transforms by name in this table. Left out are those that no chart of a portal uses: force, hierarchy,
// label, regression, voronoi, word cloud, cross filter, contours.
Object.assign(transforms, data, layout, encode, { geojson, geopath, geopoint, geoshape, graticule, projection });

/** Draws a compiled Vega specification and returns the element that holds it; rejects where any part of it fails. */
export async function createView(spec: unknown): Promise<HTMLElement> {
  await document.fonts.ready; // else labels are measured in another font than they are drawn in
  const host = document.createElement("div");
  host.className = "cs-chart__view";
  const logger = new FailureLog();
  // The syntax tree lets Vega interpret expressions: the portal's content security policy forbids `eval`.
  const view = new View(parse(spec as Spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    hover: true,
    loader: refusingLoader(logger),
    logger,
  });
  view.tooltip((_handler, event, _item, value) => {
    const { clientX, clientY } = event as PointerEvent;
    const anchor = { left: clientX, right: clientX, top: clientY, bottom: clientY };
    showTooltip(value, anchor, { announced: false });
  });
  await view.initialize(host).runAsync();
  if (logger.failure) throw logger.failure;
  host.querySelector("form:empty")?.remove(); // Vega's place for inputs that are bound to signals
  // Vega has words of its own for a view, in English. Its name is the specification's description.
  host.removeAttribute("aria-roledescription");
  if (!(spec as Spec).description) host.removeAttribute("aria-label");
  host.addEventListener("pointerleave", hideTooltip);
  answerTaps(host);
  walkWithKeys(host);
  return host;
}

/** Refuses every address, so that a chart can call nobody: its data stands in its specification. */
function refusingLoader(logger: FailureLog): Loader {
  const refuse = (address: string) => Promise.reject(new Error(`A chart may not load ${address}`));
  const load = (address: string) => {
    // Vega only warns of data that did not come, and draws an empty chart. Pictures and links may be missing.
    logger.error(`A chart may not load ${address}`);
    return refuse(address);
  };
  return { load, sanitize: refuse, http: refuse, file: refuse } as unknown as Loader;
}

/** Vega does not throw while it draws but tells its logger. This one keeps the first error. */
class FailureLog implements LoggerInterface {
  failure: Error | null = null;

  error(...reasons: readonly unknown[]): this {
    const [reason] = reasons;
    this.failure ??= reason instanceof Error ? reason : new Error(reasons.map(String).join(" "));
    return this;
  }
  warn(): this {
    return this;
  }
  info(): this {
    return this;
  }
  debug(): this {
    return this;
  }
  level(): this;
  level(level?: number): this | number {
    return level === undefined ? 0 : this;
  }
}

/** Shows the values of a mark that is tapped: a finger moves over nothing, and Vega waits for a pointer that moves. */
function answerTaps(host: HTMLElement): void {
  host.addEventListener("click", (event) => event.target?.dispatchEvent(new PointerEvent("pointermove", event)));
}

/** An SVG element that Vega drew, with the item of its scene; one line or area stands for all items of its mark. */
interface Drawing extends SVGGraphicsElement {
  readonly __data__?: SceneItem & { readonly tooltip?: unknown };
}

/** A place that the keyboard can stop at. */
interface Stop {
  readonly value: unknown;
  anchor(): Anchor;
}

/** Lets arrow keys, Home and End walk from mark to mark, telling each one's values as a pointer would. */
function walkWithKeys(host: HTMLElement): void {
  let position = -1;
  host.tabIndex = 0;
  host.addEventListener("blur", hideTooltip);
  host.addEventListener("keydown", (event) => {
    const stops = findStops(host);
    const target = step(event.key, position, stops.length);
    const stop = target === null ? undefined : stops[target];
    if (target === null || !stop) return;
    event.preventDefault();
    position = target;
    showTooltip(stop.value, stop.anchor(), { announced: true });
  });
}

/** The marks that tell something: each bar, point or area of a map, or else the points that lines are drawn through. */
function findStops(host: HTMLElement): readonly Stop[] {
  const drawings = [...host.querySelectorAll<Drawing>("svg *")].filter(({ __data__ }) => __data__?.tooltip != null);
  const single = drawings.filter((drawing) => !isContinuous(drawing));
  if (single.length > 0) {
    return single.map((drawing) => ({
      value: drawing.__data__?.tooltip,
      anchor: () => drawing.getBoundingClientRect(),
    }));
  }
  return drawings.flatMap((drawing) =>
    (drawing.__data__?.mark.items ?? []).map((item) => ({
      value: (item as Drawing["__data__"])?.tooltip,
      anchor: () => {
        const { x, y } = new DOMPoint(item.x, item.y).matrixTransform(drawing.getScreenCTM() ?? undefined);
        return { left: x, right: x, top: y, bottom: y };
      },
    })),
  );
}

function isContinuous({ __data__ }: Drawing): boolean {
  return ["line", "area", "trail"].includes(__data__?.mark.marktype ?? "");
}

/** The position that a key leads to among `count`, or `null` for a key that leads nowhere. */
function step(key: string, position: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(position + 1, count - 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(position - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
