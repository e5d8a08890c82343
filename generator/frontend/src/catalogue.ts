/**
 * The catalogue's filter: `<div data-catalogue>` with a form, a count and the list of entries.
 *
 * The form decides what can be filtered: a `<select name="topic">` goes with the entries' `data-topic`, whatever the
 * name, so that a new filter needs no code here. The filters' state stays in the address, for sharing and for Back.
 */
import { fold, pageLanguage } from "./language";

/** How long the count waits for the reader to stop typing, so that a screen reader is not told of every letter. */
const ANNOUNCE_AFTER_MS = 400;

interface Entry {
  readonly element: HTMLElement;
  readonly text: string;
  readonly facets: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reveals the filters of the catalogues below `root` and applies what the address asks for. */
export function enhanceCatalogues(root: ParentNode): void {
  for (const catalogue of root.querySelectorAll("[data-catalogue]")) {
    const form = catalogue.querySelector<HTMLFormElement>("form[data-filters]");
    const list = catalogue.querySelector("[data-entries]");
    // A form that shows is one that was enhanced before.
    if (form?.hidden && list) new Catalogue(form, list, catalogue.querySelector<HTMLElement>("[data-count]"));
  }
}

class Catalogue {
  readonly #form: HTMLFormElement;
  readonly #count: HTMLElement | null;
  readonly #search: HTMLInputElement | null;
  readonly #selects: readonly HTMLSelectElement[];
  readonly #entries: readonly Entry[];
  #frame = 0;
  #announcement = 0;

  constructor(form: HTMLFormElement, list: Element, count: HTMLElement | null) {
    this.#form = form;
    this.#count = count;
    this.#search = form.querySelector<HTMLInputElement>('input[name="words"]');
    this.#selects = [...form.querySelectorAll<HTMLSelectElement>("select[name]")];
    const names = this.#selects.map(({ name }) => name);
    this.#entries = Array.from(list.children, (element) => readEntry(element as HTMLElement, names));
    this.#restore();
    form.hidden = false;
    form.addEventListener("input", () => this.#changed());
    form.addEventListener("submit", (event) => event.preventDefault());
    // A reset empties the fields only after its event.
    form.addEventListener("reset", () => setTimeout(() => this.#changed()));
    // Back brings the page with its old fields, or only the old address.
    window.addEventListener("popstate", () => this.#restore());
    window.addEventListener("pageshow", (event) => event.persisted && this.#restore());
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

  #changed(): void {
    const address = new URL(location.href);
    for (const field of [...(this.#search ? [this.#search] : []), ...this.#selects]) {
      if (field.value.trim()) address.searchParams.set(field.name, field.value);
      else address.searchParams.delete(field.name);
    }
    history.replaceState(history.state, "", address);
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#apply());
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

function readEntry(element: HTMLElement, names: readonly string[]): Entry {
  const values = (name: string) => (element.getAttribute(`data-${name}`) ?? "").split(/\s+/).filter(Boolean);
  return {
    element,
    text: fold(element.dataset.text ?? ""),
    facets: new Map(names.map((name) => [name, new Set(values(name))])),
  };
}
