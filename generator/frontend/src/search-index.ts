/**
 * The search index, which Pagefind has made of the portal's pages and which its code reads: a few small files for each
 * query, from the portal itself. All that it gives is text; what looks like HTML in it is shown as it is written.
 */
import { fold } from "./language";

/** How many words of a page a result shows. */
const EXCERPT_WORDS = 28;
/** How far before the word that was searched for a sentence may begin for the excerpt to begin with it. */
const WORDS_BEFORE = 8;
/** The last word of a sentence. */
const ENDS = /[.!?]$/;

/** A page that was found. */
export interface Found {
  readonly address: string;
  readonly title: readonly Part[];
  /** What kind of page it is, in the portal's words; none for most pages written by hand. */
  readonly kind: string | undefined;
  readonly excerpt: readonly Part[];
}

/** A stretch of text; `marked` where it was searched for. */
export interface Part {
  readonly text: string;
  readonly marked: boolean;
}

/** Everything that was found: how many pages, and the pages themselves, to be fetched as they are shown. */
export interface Findings {
  readonly count: number;
  load(from: number, to: number): Promise<Found[]>;
}

/** What this file uses of `pagefind.js`. */
interface Pagefind {
  createInstance(options: { noWorker: boolean }): { search(words: string): Promise<{ results: Result[] }> };
}

interface Result {
  /** The page's own statements that have the words, such as its title. */
  readonly matchedMetaFields?: readonly string[];
  data(): Promise<Fragment>;
}

/** A page as the index holds it. */
interface Fragment {
  /** From the portal's root, with a slash before it. */
  readonly raw_url: string;
  readonly content: string;
  /** As `content`, with marks between the words of languages that write none. */
  readonly raw_content: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly anchors: readonly { readonly element: string; readonly id: string; readonly location: number }[];
  /** Where the words that were searched for stand, counted in words. */
  readonly weighted_locations: readonly { readonly location: number; readonly balanced_score: number }[];
}

const NOTHING: Findings = { count: 0, load: () => Promise.resolve([]) };

export class SearchIndex {
  readonly #code: URL;
  #loading: ReturnType<typeof load> | undefined;
  #attempts = 0;

  /** @param code - the address of `pagefind.js`, which lies in a folder of the portal's root */
  constructor(code: URL) {
    this.#code = code;
  }

  /** Fetches what every query needs; after a failure, once more. */
  load(): ReturnType<typeof load> {
    if (!this.#loading) {
      const address = new URL(this.#code);
      // A browser may remember that a module could not be fetched, and never try that address again.
      if (this.#attempts++ > 0) address.searchParams.set("attempt", String(this.#attempts));
      this.#loading = load(address);
      this.#loading.catch(() => {
        this.#loading = undefined;
      });
    }
    return this.#loading;
  }

  /** Finds the pages that have all the words, the best first. */
  async find(query: string): Promise<Findings> {
    const terms = wordsOf(query);
    if (terms.length === 0) return NOTHING;
    const instance = await this.load();
    let results: Result[];
    try {
      ({ results } = await instance.search(query));
    } catch (reason) {
      this.#loading = undefined;
      throw reason;
    }
    const best = results[0];
    if (!best || !holds(await best.data(), terms)) return NOTHING;
    return {
      count: results.length,
      load: async (from, to) => {
        const pages = await Promise.all(
          results.slice(from, to).map(async (result) => {
            const inTitle = result.matchedMetaFields?.includes("title") ?? false;
            return this.#found(await result.data(), terms, inTitle);
          }),
        );
        // Whoever types a page's very name wants that page, however often the word stands elsewhere.
        const isNamed = ({ title }: Found) => wordsOf(title.map(({ text }) => text).join("")).join() === terms.join();
        return from > 0 ? pages : [...pages.filter(isNamed), ...pages.filter((page) => !isNamed(page))];
      },
    };
  }

  #found(page: Fragment, terms: readonly string[], inTitle: boolean): Found {
    const address = new URL(`..${page.raw_url}`, this.#code);
    const places = page.weighted_locations.map(({ location }) => location);
    let [start, end] = [0, Infinity];
    if (!inTitle && places.length > 0) {
      const place = best(page);
      const anchors = page.anchors.filter(({ element }) => element !== "h1");
      const section = anchors.filter(({ location }) => location <= place).at(-1);
      start = Math.max(beginning(split(page).words, place), section?.location ?? 0);
      end = anchors.find(({ location }) => location > place)?.location ?? Infinity;
      // A page that has the words in its opening is read from the top; in any other, the link leads to them.
      const opening = anchors[0]?.location ?? Infinity;
      if (section && places.every((other) => other >= opening)) address.hash = section.id;
    }
    return {
      address: address.href,
      title: mark(page.meta.title ?? "", terms),
      kind: page.meta.kind,
      excerpt: excerpt(page, start, Math.min(end, start + EXCERPT_WORDS)),
    };
  }
}

async function load(address: URL): Promise<ReturnType<Pagefind["createInstance"]>> {
  const pagefind = (await import(address.href)) as Pagefind;
  // The index of a portal is searched in a few milliseconds: a worker would take longer to fetch than it saves.
  return pagefind.createInstance({ noWorker: true });
}

/** The words of a text, without case, diacritics and punctuation. */
function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Tells whether a page has what was searched for.
 *
 * Where no page has a word, Pagefind takes the longest beginning of it that some page has: it answers "xylophone" with
 * every page that has an "x". Endings may differ, as in "city" and "cities".
 */
function holds(page: Fragment, terms: readonly string[]): boolean {
  const { words, joint } = split(page);
  if (joint === "") return true; // without spaces, a query's words are not known here
  const found = page.weighted_locations.map(({ location }) => words[location] ?? "");
  const own = wordsOf([...found, ...Object.values(page.meta)].join(" "));
  return terms.every((term) => own.some((word) => word.includes(term) || akin(word, term)));
}

function akin(one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same >= Math.max(2, Math.floor(other.length / 2));
}

/** A page's words, and what stands between them. */
function split(page: Fragment): { words: string[]; joint: string } {
  const unspaced = page.raw_content.includes("\u200B");
  return unspaced
    ? { words: page.raw_content.split("\u200B"), joint: "" }
    : { words: page.content.split(/\s+/), joint: " " };
}

/** The place of the word that counts most. */
function best({ weighted_locations: places }: Fragment): number {
  return places.reduce((most, place) => (place.balanced_score > most.balanced_score ? place : most)).location;
}

/** Where an excerpt begins that is about the word at `place`: with a sentence, if one begins near. */
function beginning(words: readonly string[], place: number): number {
  const earliest = Math.max(0, place - WORDS_BEFORE);
  for (let start = earliest; start <= place; start += 1) {
    if (start === 0 || ENDS.test(words[start - 1] ?? "")) return start;
  }
  return earliest;
}

function excerpt(page: Fragment, start: number, end: number): Part[] {
  const { words, joint } = split(page);
  const marked = new Set(page.weighted_locations.map(({ location }) => location));
  const isCut = (place: number) => place > 0 && place < words.length && !ENDS.test(words[place - 1] ?? "");
  const parts: Part[] = isCut(start) ? [{ text: `…${joint}`, marked: false }] : [];
  words.slice(start, end).forEach((text, place) => {
    parts.push({ text, marked: marked.has(start + place) }, { text: joint, marked: false });
  });
  if (isCut(end)) parts.push({ text: "…", marked: false });
  return parts;
}

/** A text with those of its words marked that begin with what was searched for. */
function mark(text: string, terms: readonly string[]): Part[] {
  return text.split(/(\s+)/).map((word) => ({
    text: word,
    marked: wordsOf(word).some((own) => terms.some((term) => own.startsWith(term))),
  }));
}
