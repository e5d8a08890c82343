/** Tables that readers sort: `<table data-sortable>`. */
import { pageLanguage } from "./language";

type Direction = "ascending" | "descending";

/** What a cell sorts by. Numbers come before text, and blanks last in either direction. */
type Key = { kind: "number"; value: number } | { kind: "text"; value: string } | { kind: "blank" };

/** Puts a button round each column label of the sortable tables below `root`. */
export function enhanceTables(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>("table[data-sortable]")) {
    const headers = table.tHead?.querySelectorAll<HTMLTableCellElement>('th[scope="col"]:not([data-unsortable])');
    for (const header of headers ?? []) addButton(table, header);
  }
}

function addButton(table: HTMLTableElement, header: HTMLTableCellElement): void {
  // Interactive content may not nest; it also tells a header that has its button already.
  if (header.querySelector("a, button, input, select, summary")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cs-sort";
  button.append(...header.childNodes);
  header.append(button);
  button.addEventListener("click", () => {
    const direction = header.ariaSort === "ascending" ? "descending" : "ascending";
    table.tHead?.querySelector("[aria-sort]")?.removeAttribute("aria-sort");
    header.ariaSort = direction;
    for (const body of table.tBodies) sortRows(body, header.cellIndex, direction);
  });
}

function sortRows(body: HTMLTableSectionElement, column: number, direction: Direction): void {
  const collator = new Intl.Collator(pageLanguage(), { numeric: true, sensitivity: "base" });
  const sign = direction === "ascending" ? 1 : -1;
  const rows = Array.from(body.rows, (row) => ({ row, key: keyOf(row.cells[column]) }));
  // Array.prototype.sort is stable, so rows that tie keep the order of the sort before.
  rows.sort(({ key: a }, { key: b }) => {
    if (a.kind === "blank" || b.kind === "blank") return Number(a.kind === "blank") - Number(b.kind === "blank");
    return sign * compare(a, b, collator);
  });
  body.append(...rows.map(({ row }) => row));
}

function keyOf(cell: HTMLTableCellElement | undefined): Key {
  const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
  if (text === "") return { kind: "blank" };
  const value = Number(text);
  return Number.isNaN(value) ? { kind: "text", value: text } : { kind: "number", value };
}

function compare(a: Key, b: Key, collator: Intl.Collator): number {
  if (a.kind === "number" && b.kind === "number") return a.value - b.value;
  if (a.kind === "text" && b.kind === "text") return collator.compare(a.value, b.value);
  return a.kind === "number" ? -1 : 1;
}
