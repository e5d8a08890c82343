/** Vega's packages bring no types of their own; `vega-typings` describes them all as the one package `vega`. */

declare module "vega-dataflow" {
  export const transforms: Record<string, unknown>;
}

declare module "vega-view" {
  export { View } from "vega-typings";
}

declare module "vega-parser" {
  import type { Config, Runtime, Spec } from "vega-typings";
  export function parse(spec: Spec, config?: Config, options?: { ast?: boolean }): Runtime;
}

declare module "vega-encode";
declare module "vega-geo";
declare module "vega-transforms";
declare module "vega-view-transforms";
