/**
 * Charts: `<figure class="cs-chart">` holds a chart as two static pictures, wide and narrow, of which styles show one.
 * When a reader reaches for the one that shows, it is replaced by a live view of the same chart. The code for that is
 * large, so it is fetched on the first reach and not before.
 */

/** How long a mouse rests on a chart before that counts as reaching for it, and not as passing over it. */
const REST_MS = 150;

/** Makes the charts below `root` answer to mouse, touch and keyboard. */
export function enhanceCharts(root: ParentNode): void {
  for (const figure of root.querySelectorAll<HTMLElement>("figure.cs-chart")) {
    const button = figure.querySelector<HTMLButtonElement>("button.cs-chart__explore");
    // A button that shows is one that was enhanced before.
    if (button?.hidden) new Chart(figure, button);
  }
}

/** One of a figure's two pictures, with the address of its specification. */
interface Picture {
  readonly element: HTMLElement;
  readonly address: string;
}

class Chart {
  readonly #figure: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #status: HTMLElement | null;
  readonly #pictures: readonly Picture[];
  /** The live views by their picture, from the moment they were asked for. */
  readonly #views = new Map<Picture, Promise<HTMLElement>>();
  /** The pictures whose view has taken their place. */
  readonly #live = new Set<Picture>();
  #failed = false;

  constructor(figure: HTMLElement, button: HTMLButtonElement) {
    this.#figure = figure;
    this.#button = button;
    this.#status = figure.querySelector<HTMLElement>(".cs-chart__status");
    this.#pictures = ["wide", "narrow"].flatMap((variant) => {
      const element = figure.querySelector<HTMLElement>(`.cs-chart__image--${variant}`);
      const address = figure.getAttribute(`data-spec-${variant}`);
      return element && address ? [{ element, address }] : [];
    });
    for (const { element } of this.#pictures) this.#listen(element);
    button.addEventListener("click", () => void this.#reach());
    // Turning a phone may bring up the other picture, which has to be reached for by itself.
    new ResizeObserver(() => this.#offer()).observe(figure);
    this.#offer();
  }

  #listen(element: HTMLElement): void {
    let resting = 0;
    element.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") resting = setTimeout(() => this.#reachOnce(), REST_MS);
    });
    element.addEventListener("pointerleave", () => clearTimeout(resting));
    element.addEventListener("click", () => this.#reachOnce());
  }

  /** Reaches, unless that failed before: then only the button, which is meant, tries again. */
  #reachOnce(): void {
    if (!this.#failed) void this.#reach();
  }

  /** Puts the live view in the place of the picture that shows. */
  async #reach(): Promise<void> {
    const picture = this.#visible();
    if (!picture || this.#views.has(picture)) return;
    this.#say("");
    this.#figure.ariaBusy = "true";
    const loading = load(picture.address);
    this.#views.set(picture, loading);
    try {
      const view = await loading;
      const focused = document.activeElement === this.#button;
      picture.element.replaceChildren(view);
      this.#live.add(picture);
      this.#failed = false;
      this.#offer();
      // Focus must not fall to the page when the button goes.
      if (focused && this.#button.hidden) view.focus({ preventScroll: true });
    } catch (reason) {
      this.#views.delete(picture);
      this.#failed = true;
      this.#say(this.#figure.dataset.failed ?? "");
      console.warn(reason);
    } finally {
      this.#figure.ariaBusy = null;
    }
  }

  /** Shows the button exactly while there is something to explore that is not live yet. */
  #offer(): void {
    const picture = this.#visible();
    this.#button.hidden = !picture || this.#live.has(picture);
  }

  #visible(): Picture | undefined {
    return this.#pictures.find(({ element }) => element.getClientRects().length > 0);
  }

  #say(words: string): void {
    if (this.#status) this.#status.textContent = words;
  }
}

async function load(address: string): Promise<HTMLElement> {
  const [{ createView }, spec] = await Promise.all([import("./chart-view"), fetchSpec(address)]);
  return createView(spec);
}

async function fetchSpec(address: string): Promise<unknown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response.json();
}
