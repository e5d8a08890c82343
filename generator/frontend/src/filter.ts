/**
 * Lists and tables that readers filter: the catalogue, agency measures, the actions of a tracker.
 *
 * All of it is in the HTML, and whole without JavaScript:
 *
 *     <div data-filter>
 *       <form data-filters hidden class="cs-filters">
 *         <label class="cs-filters__wide">Search <input type="search" name="words" autocomplete="off"></label>
 *         <label>Agency <select name="agency"><option value="">All</option><option value="dpw">…</option></select></label>
 *         <button type="reset" class="cs-button">Clear</button>
 *       </form>
 *       <p class="cs-count" data-count role="status" data-one="1 of {total} …" data-all="{total} …"
 *          data-some="{shown} of {total} …" data-none="Nothing fits …">12 measures</p>
 *       <section data-group>                               (as many as there are, or none)
 *         <h3>…</h3>
 *         <ul data-entries>                                (or a <tbody>; several of them count as one list)
 *           <li data-agency="dpw dot" data-text="what the search looks in">…</li>
 *         </ul>
 *       </section>
 *     </div>
 *
 * The form decides what can be filtered: a `<select name="agency">` goes with the entries' `data-agency`, whatever the
 * name, so that a new filter needs no code here. Such a value is a slug; an entry may have several, with blanks between.
 * An entry without `data-text` is searched by its own words. A `data-group` is hidden with the last of its entries. The
 * filters' state stays in the address, for sharing and for Back; a link to an entry that they hide clears them. Names
 * have to differ between the filters of one page. A table may be sortable too (`tables.ts`).
 */
import { fold, pageLanguage } from "./language";

/** How long the count waits for the reader to stop typing, so that a screen reader is not told of every letter. */
const ANNOUNCE_AFTER_MS = 400;

interface Entry {
  readonly element: HTMLElement;
  readonly text: string;
  readonly facets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reveals the filters below `root` and applies what the address asks for. */
export function enhanceFilters(root: ParentNode): void {
  for (const filtered of root.querySelectorAll("[data-filter]")) {
    const form = filtered.querySelector<HTMLFormElement>("form[data-filters]");
    // A form that shows is one that was enhanced before.
    if (form?.hidden) new Filter(form, filtered);
  }
}

class Filter {
  readonly #form: HTMLFormElement;
  readonly #count: HTMLElement | null;
  readonly #search: HTMLInputElement | null;
  readonly #selects: readonly HTMLSelectElement[];
  readonly #entries: readonly Entry[];
  readonly #groups: readonly HTMLElement[];
  #frame = 0;
  #announcement = 0;

  constructor(form: HTMLFormElement, filtered: Element) {
    this.#form = form;
    this.#count = filtered.querySelector<HTMLElement>("[data-count]");
    this.#search = form.querySelector<HTMLInputElement>('input[name="words"]');
    this.#selects = [...form.querySelectorAll<HTMLSelectElement>("select[name]")];
    const names = this.#selects.map(({ name }) => name);
    const elements = filtered.querySelectorAll<HTMLElement>("[data-entries] > *");
    this.#entries = Array.from(elements, (element) => readEntry(element, names));
    // An entry's own `data-group`, for a filter of that name, makes no group of it.
    const groups = [...filtered.querySelectorAll<HTMLElement>("[data-group]")];
    this.#groups = groups.filter((group) => group.querySelector("[data-entries]"));
    this.#restore();
    this.#reveal();
    form.hidden = false;
    form.addEventListener("input", () => this.#changed());
    form.addEventListener("submit", (event) => event.preventDefault());
    // A reset empties the fields only after its event.
    form.addEventListener("reset", () => setTimeout(() => this.#changed()));
    // Back brings the page with its old fields, or only the old address.
    window.addEventListener("popstate", () => this.#restore());
    window.addEventListener("pageshow", (event) => event.persisted && this.#restore());
    window.addEventListener("hashchange", () => this.#reveal());
  }

  /** Sets the fields to what the address says. */
  #restore(): void {
    if (!this.#form.isConnected) return; // instant navigation has moved on to another page
    const state = new URLSearchParams(location.search);
    if (this.#search) this.#search.value = state.get(this.#search.name) ?? "";
    for (const select of this.#selects) {
      select.value = state.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.value = ""; // an old link may name an agency that is gone
    }
    this.#apply();
  }

  /** Clears the filters where they hide what the address leads to. */
  #reveal(): void {
    if (!this.#form.isConnected || location.hash.length < 2) return;
    const wanted = document.getElementById(decoded(location.hash.slice(1)));
    if (!wanted || !this.#entries.some(({ element }) => element.hidden && element.contains(wanted))) return;
    if (this.#search) this.#search.value = "";
    for (const select of this.#selects) select.value = "";
    this.#save();
    this.#apply();
    wanted.scrollIntoView();
  }

  #changed(): void {
    this.#save();
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#apply());
  }

  /** Writes the fields into the address. */
  #save(): void {
    const address = new URL(location.href);
    for (const field of [...(this.#search ? [this.#search] : []), ...this.#selects]) {
      if (field.value.trim()) address.searchParams.set(field.name, field.value);
      else address.searchParams.delete(field.name);
    }
    history.replaceState(history.state, "", address);
  }

  #apply(): void {
    const words = fold(this.#search?.value ?? "").split(/\s+/).filter(Boolean);
    const found = this.#entries.map(({ text }) => words.every((word) => text.includes(word)));
    const fits = this.#selects.map(({ name, value }) =>
      this.#entries.map(({ facets }) => value === "" || (facets.get(name)?.has(value) ?? false)),
    );

    let shown = 0;
    this.#entries.forEach(({ element }, index) => {
      const visible = found[index] === true && fits.every((fit) => fit[index]);
      if (visible) shown += 1;
      if (element.hidden === visible) element.hidden = !visible;
    });
    for (const group of this.#groups) group.hidden = !group.querySelector("[data-entries] > :not([hidden])");

    this.#selects.forEach((select, position) => {
      const reachable = new Set<string>();
      this.#entries.forEach(({ facets }, index) => {
        if (!found[index] || !fits.every((fit, other) => other === position || fit[index])) return;
        for (const value of facets.get(select.name) ?? []) reachable.add(value);
      });
      for (const option of select.options) {
        // The chosen option stays open even where it gives nothing: it says why the list is empty.
        option.disabled = option.value !== "" && !option.selected && !reachable.has(option.value);
      }
    });

    this.#announce(shown);
  }

  #announce(shown: number): void {
    const count = this.#count;
    if (!count) return;
    clearTimeout(this.#announcement);
    this.#announcement = setTimeout(() => {
      const total = this.#entries.length;
      const numbers = new Intl.NumberFormat(pageLanguage());
      const { none, some, one, all } = count.dataset;
      const template = shown === 0 ? none : shown < total ? some : total === 1 ? one : all;
      const text = (template ?? "")
        .replaceAll("{shown}", numbers.format(shown))
        .replaceAll("{total}", numbers.format(total));
      // Writing the same words again would announce them again.
      if (count.textContent !== text) count.textContent = text;
    }, ANNOUNCE_AFTER_MS);
  }
}

/** A part of an address as it was meant, or as it stands where it is not well formed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function readEntry(element: HTMLElement, names: readonly string[]): Entry {
  const values = (name: string) => (element.getAttribute(`data-${name}`) ?? "").split(/\s+/).filter(Boolean);
  return {
    element,
    text: fold(element.dataset.text ?? element.textContent ?? ""),
    facets: new Map(names.map((name) => [name, new Set(values(name))])),
  };
}
