/**
 * The search: a link in the header, `<a class="cs-find">`, becomes a button that opens `<dialog class="cs-search">`.
 * Nothing of the index is fetched before it is opened. Results are plain links: arrow keys move the focus through them.
 */
import { pageLanguage } from "./language";
import { SearchIndex } from "./search-index";
import type { Findings, Found, Part } from "./search-index";

/** How long the search waits for the reader to stop typing. */
const TYPING_MS = 200;
/** When a search that takes its time is worth a word, and when an apology. */
const SEARCHING_MS = 500;
const SLOW_MS = 6000;
/** How many results are shown at a time. */
const PAGE = 8;
/** Where the browser keeps that the reader wants no key of one character to open the search. */
const KEY_OFF = "civicstat.search.key-off";

/** Makes the header's link open the search, and the keys `/` and Ctrl or Command with K. */
export function enhanceSearch(root: ParentNode): void {
  const link = root.querySelector<HTMLAnchorElement>("a.cs-find");
  const dialog = root.querySelector<HTMLDialogElement>("dialog.cs-search");
  if (!link || !dialog) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.ariaHasPopup = "dialog";
  button.append(...link.childNodes);
  link.replaceWith(button);
  const search = new Search(dialog, button);
  button.addEventListener("click", () => search.open());
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || dialog.open || !opens(event)) return;
    // Just after closing, the dialog's own field may still be what is typed in.
    if (isTyping(event.target) && !dialog.contains(event.target as Node)) return;
    event.preventDefault();
    search.open();
  });
}

function opens(event: KeyboardEvent): boolean {
  if (event.altKey) return false;
  const held = event.ctrlKey || event.metaKey;
  return held ? event.key.toLowerCase() === "k" && !event.shiftKey : event.key === "/" && !isKeyOff();
}

function isTyping(target: EventTarget | null): boolean {
  const fields = "input:not([type='radio'], [type='checkbox'], [type='button']), textarea, select";
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(fields));
}

class Search {
  readonly #dialog: HTMLDialogElement;
  readonly #words: HTMLInputElement;
  readonly #status: HTMLElement;
  readonly #list: HTMLElement;
  readonly #more: HTMLButtonElement;
  readonly #help: HTMLElement;
  readonly #template: HTMLTemplateElement;
  readonly #index: SearchIndex;
  /** What the results below are for; nothing while a query is on its way. */
  #shown = "";
  #findings: Findings | undefined;
  #query = 0;
  #timers: number[] = [];

  constructor(dialog: HTMLDialogElement, button: HTMLElement) {
    const part = <E extends Element>(selector: string) => dialog.querySelector(selector) as E;
    this.#dialog = dialog;
    this.#words = part("input[type='search']");
    this.#status = part("[role='status']");
    this.#list = part("ol");
    this.#more = part(".cs-search__more");
    this.#help = part(".cs-search__help");
    this.#template = part("template");
    this.#index = new SearchIndex(new URL(dialog.dataset.code ?? "", document.baseURI));

    this.#words.addEventListener("input", () => this.#later(() => void this.#search(), TYPING_MS));
    part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#openFirst();
    });
    part(".cs-search__close").addEventListener("click", () => dialog.close());
    this.#more.addEventListener("click", () => void this.#showMore());
    this.#list.addEventListener("click", (event) => this.#leave(event));
    dialog.addEventListener("keydown", (event) => this.#press(event));
    dialog.addEventListener("pointerdown", ({ target }) => target === dialog && dialog.close());
    offerKey(part("input[type='checkbox']"), button);
  }

  open(): void {
    this.#dialog.showModal();
    this.#words.select();
    this.#index.load().catch((reason: unknown) => this.#fail(reason));
  }

  /** Forgets what was to be done later, and does `this` then. */
  #later(task?: () => void, after = 0): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = task ? [setTimeout(task, after)] : [];
  }

  /** Searches for what the field says now. */
  async #search(): Promise<void> {
    const words = this.#words.value.trim();
    if (words === this.#shown) return;
    const query = ++this.#query;
    this.#later();
    const say = (text: string | undefined, after: number) =>
      this.#timers.push(setTimeout(() => this.#say(text ?? ""), after));
    if (words) {
      say(this.#dialog.dataset.searching, SEARCHING_MS);
      say(this.#dialog.dataset.slow, SLOW_MS);
    }
    try {
      const findings = await this.#index.find(words);
      const pages = await findings.load(0, PAGE);
      if (query !== this.#query) return;
      this.#shown = words;
      this.#findings = findings;
      this.#list.replaceChildren(...pages.map((page, place) => this.#result(page, place)));
      this.#tell(words, findings.count);
    } catch (reason) {
      if (query === this.#query) this.#fail(reason);
    }
  }

  #tell(words: string, count: number): void {
    this.#later();
    const { one, many, none } = this.#dialog.dataset;
    const text = (count === 0 ? none : count === 1 ? one : many) ?? "";
    const number = new Intl.NumberFormat(pageLanguage()).format(count);
    this.#say(words ? text.replace("{count}", number).replace("{query}", () => words) : "");
    this.#offerHelp(count > 0 ? "" : words ? "none" : "start");
    this.#more.hidden = count <= PAGE;
    this.#list.parentElement?.scrollTo(0, 0);
  }

  #fail(reason: unknown): void {
    this.#later();
    this.#shown = "";
    this.#findings = undefined;
    this.#list.replaceChildren();
    this.#more.hidden = true;
    this.#say(this.#dialog.dataset.failed ?? "");
    this.#offerHelp("failed");
    console.warn(reason);
  }

  #say(text: string): void {
    // Writing the same words again would announce them again.
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  /** Shows the help that goes with an empty list; none beside results. */
  #offerHelp(when: string): void {
    this.#help.hidden = when === "";
    for (const part of this.#help.querySelectorAll<HTMLElement>("[data-when]")) part.hidden = part.dataset.when !== when;
  }

  async #showMore(): Promise<void> {
    const from = this.#list.childElementCount;
    const query = this.#query;
    try {
      const pages = (await this.#findings?.load(from, from + PAGE)) ?? [];
      if (query !== this.#query) return;
      this.#list.append(...pages.map((page, place) => this.#result(page, from + place)));
      this.#more.hidden = this.#list.childElementCount >= (this.#findings?.count ?? 0);
      this.#links()[from]?.focus();
    } catch (reason) {
      this.#fail(reason);
    }
  }

  #result(page: Found, place: number): Node {
    const item = this.#template.content.cloneNode(true) as DocumentFragment;
    const part = (name: string) => item.querySelector(`.cs-result__${name}`) as HTMLElement;
    const [title, kind, text] = [part("title") as HTMLAnchorElement, part("kind"), part("text")];
    title.href = page.address;
    title.append(...page.title.map(written));
    kind.textContent = page.kind ?? this.#dialog.dataset.page ?? "";
    text.append(...page.excerpt.map(written));
    kind.id = `cs-result-${place}-kind`;
    text.id = `cs-result-${place}-text`;
    title.setAttribute("aria-describedby", `${kind.id} ${text.id}`);
    return item;
  }

  #links(): HTMLElement[] {
    return [...this.#list.querySelectorAll<HTMLElement>("a")];
  }

  /** Enter in the field opens the best result, also of a query that is still on its way. */
  async #openFirst(): Promise<void> {
    await this.#search();
    if (this.#dialog.open && this.#shown === this.#words.value.trim()) this.#links()[0]?.click();
  }

  /** A result on this very page lies behind the dialog. */
  #leave(event: MouseEvent): void {
    const link = (event.target as Element).closest("a");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link?.pathname === location.pathname && !elsewhere) this.#dialog.close();
  }

  #press(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.isComposing) return;
    if (key === "Escape") {
      event.preventDefault(); // else the field takes it, to empty itself
      this.#dialog.close();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      const stops = [this.#words, ...this.#links(), ...(this.#more.hidden ? [] : [this.#more])];
      const here = stops.indexOf(target as HTMLInputElement);
      if (here < 0) return;
      event.preventDefault();
      stops[here + (key === "ArrowDown" ? 1 : -1)]?.focus();
    } else if (key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // Whoever types on, on a result, goes on with the query.
      this.#words.focus();
    }
  }
}

function written({ text, marked }: Part): Node {
  if (!marked) return document.createTextNode(text);
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

/** Lets readers whose software types keys by itself do without the shortcut of one character (WCAG 2.1.4). */
function offerKey(box: HTMLInputElement, button: HTMLElement): void {
  const hint = button.querySelector<HTMLElement>("kbd");
  const show = () => {
    box.checked = !isKeyOff();
    if (hint) hint.hidden = !box.checked;
    button.setAttribute("aria-keyshortcuts", box.checked ? "/ Control+K Meta+K" : "Control+K Meta+K");
  };
  show();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(KEY_OFF);
      else localStorage.setItem(KEY_OFF, "true");
    } catch {
      // Without storage the key stays as it is.
    }
    show();
  });
}

function isKeyOff(): boolean {
  try {
    return localStorage.getItem(KEY_OFF) !== null;
  } catch {
    return false;
  }
}
