/** The menu of narrow windows. Material opens it with a label, which no key reaches; a button takes the label's place. */

/** Gives the menu below `root` a button, which leads into the menu; Escape closes it and leads back. */
export function enhanceMenu(root: ParentNode): void {
  const label = root.querySelector<HTMLLabelElement>('.md-header label[for="__drawer"]');
  const toggle = root.querySelector<HTMLInputElement>("#__drawer");
  if (!label || !toggle) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = `${label.className} cs-menu`;
  button.title = label.title;
  button.append(...label.childNodes);
  label.replaceWith(button);
  const tell = () => {
    button.ariaExpanded = String(toggle.checked);
  };
  tell();
  toggle.addEventListener("change", tell);
  button.addEventListener("click", () => {
    toggle.click();
    root.querySelector<HTMLElement>(".md-sidebar--primary a")?.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  });
}
