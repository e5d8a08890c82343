/**
 * Bundles the browser code into the Python package: `node build.mjs [FOLDER]`.
 *
 * The same sources give the same bytes in every folder, on every platform and day: nothing here reads the clock,
 * esbuild names its chunks by content and by paths relative to this file, and lists are sorted before they are used.
 */
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";
import { decompress } from "wawoff2";

import { withoutThin } from "./rename-font.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(here, "../civicstat/assets"));

const FONT_PACKAGE = "node_modules/@fontsource/public-sans";
/** The weights that charts use. vl-convert reads no WOFF2, so it gets these as TTF to measure text with. */
const CHART_WEIGHTS = [400, 600, 700];

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
const charts = await bundle({ entryPoints: ["src/chart-view.ts"], entryNames: "charts-[hash]" });
const portal = await bundle({
  entryPoints: ["src/portal.ts", "src/portal.css"],
  plugins: [chartView(charts.files[0])],
});
const sources = [...charts.sources, ...portal.sources, ...(await chartFonts())];
await writeFile(join(output, "LICENSES.txt"), await licences(sources));

/** Bundles entry points into `output`, and returns the files it wrote and the sources that ended up in them. */
async function bundle(options) {
  const { metafile } = await esbuild.build({
    ...options,
    absWorkingDir: here,
    outdir: output,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none", // LICENSES.txt holds the full texts
    // Fonts change only with a new version of their package: plain names let themes preload them.
    assetNames: "fonts/[name]",
    loader: { ".woff2": "file" },
    logLevel: "warning",
    metafile: true,
  });
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { files: Object.keys(metafile.outputs).map((path) => basename(path)), sources };
}

/**
 * Points the import of the chart view at its own bundle.
 *
 * esbuild's splitting would do it too, but it puts a helper that only charts use in a chunk that every page fetches.
 * The hash in the name keeps a portal.js from a browser's cache from meeting a newer chart view.
 */
function chartView(file) {
  return {
    name: "chart-view",
    setup: (build) => build.onResolve({ filter: /^\.\/chart-view$/ }, () => ({ path: `./${file}`, external: true })),
  };
}

/** Unpacks the fonts that charts are measured with, and returns their sources. */
async function chartFonts() {
  const folder = join(output, "fonts/ttf");
  await mkdir(folder, { recursive: true });
  const sources = CHART_WEIGHTS.map((weight) => `${FONT_PACKAGE}/files/public-sans-latin-${weight}-normal.woff2`);
  for (const source of sources) {
    const name = source.slice(source.lastIndexOf("/") + 1).replace(".woff2", ".ttf");
    await writeFile(join(folder, name), withoutThin(await decompress(await readFile(join(here, source)))));
  }
  return sources;
}

/** Gathers the licence notices of the packages that the given sources belong to. */
async function licences(sources) {
  const packages = new Set(sources.flatMap((source) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source) ?? []));
  const notices = new Map();
  for (const root of packages) {
    const { name, version, license } = JSON.parse(await readFile(join(here, root, "package.json"), "utf8"));
    const files = (await readdir(join(here, root))).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
    if (files.length === 0) throw new Error(`${root} is bundled but holds no licence file: find its text first.`);
    const texts = await Promise.all(files.map((file) => readFile(join(here, root, file), "utf8")));
    const text = texts.map((part) => part.replaceAll("\r\n", "\n").trim()).join("\n\n");
    notices.set(`${name} ${version}`, `${name} ${version} (${license})\n\n${text}\n`);
  }
  const rule = `\n${"-".repeat(80)}\n\n`;
  const ordered = [...notices.keys()].sort().map((key) => notices.get(key));
  return ["The browser code and fonts of civicstat's portals hold these works.\n", ...ordered].join(rule);
}
