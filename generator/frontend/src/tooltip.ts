/** The box that names a mark's values. A page has one, shared by its charts. */

/** Distance between the box and what it tells about, in CSS pixels. */
const GAP = 12;

/** The rectangle, in the viewport, that a tooltip stands beside. */
export interface Anchor {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Shows `value`, a mark's tooltip as Vega gives it: an object of names and values, or a single value.
 *
 * Only a box that was asked for with the keyboard is announced: readers who point see it, and a screen reader's own
 * pointer reads the mark itself.
 */
export function showTooltip(value: unknown, anchor: Anchor, { announced }: { announced: boolean }): void {
  const content = describe(value);
  if (!content) return hideTooltip();
  const box = tooltipBox();
  box.ariaHidden = announced ? null : "true";
  box.replaceChildren(content);
  box.hidden = false;
  place(box, anchor);
}

/** Takes the box away. */
export function hideTooltip(): void {
  const box = document.querySelector<HTMLElement>(".cs-tooltip");
  if (box) box.hidden = true;
}

function tooltipBox(): HTMLElement {
  const present = document.querySelector<HTMLElement>(".cs-tooltip");
  if (present) return present;
  const box = document.createElement("div");
  box.className = "cs-tooltip";
  box.role = "tooltip";
  box.ariaLive = "polite";
  box.hidden = true;
  document.body.append(box);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hideTooltip());
  // A tooltip that was tapped for stays until the next touch; a mouse leaves its mark.
  document.addEventListener("pointerdown", ({ pointerType }) => pointerType !== "mouse" && hideTooltip());
  // The box stands still in the window while its mark scrolls away.
  document.addEventListener("scroll", hideTooltip, { capture: true, passive: true });
  return box;
}

/** Builds the box's content from text alone, so that no value can bring markup. */
function describe(value: unknown): HTMLElement | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value !== "object") {
    const paragraph = document.createElement("div");
    paragraph.textContent = String(value);
    return paragraph;
  }
  const list = document.createElement("dl");
  for (const [name, part] of Object.entries(value)) {
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = typeof part === "object" && part !== null ? JSON.stringify(part) : String(part ?? "");
    list.append(term, detail);
  }
  return list.hasChildNodes() ? list : null;
}

/** Puts the box after and below its anchor, before or above where there is no room, and always within the window. */
function place(box: HTMLElement, anchor: Anchor): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const { width, height } = box.getBoundingClientRect();
  const left = anchor.right + GAP + width <= clientWidth ? anchor.right + GAP : anchor.left - GAP - width;
  const top = anchor.bottom + GAP + height <= clientHeight ? anchor.bottom + GAP : anchor.top - GAP - height;
  box.style.setProperty("left", `${Math.max(0, Math.min(left, clientWidth - width))}px`);
  box.style.setProperty("top", `${Math.max(0, Math.min(top, clientHeight - height))}px`);
}
