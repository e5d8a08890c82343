/** The header, for the keyboard: Material's menu and its switch of light and dark are made of labels. */

/** Gives the menu of narrow windows a button in the place of its label, which leads into the menu; Escape closes it and leads back. */
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

/** Lets Tab find the switch that shows, and the space bar turn it as Enter does. */
export function enhanceSwitch(root: ParentNode): void {
  const schemes = [...root.querySelectorAll<HTMLInputElement>("input.md-option")];
  // With none chosen Tab stops at the first, whose label is out of sight where the page is dark.
  const chosen = schemes.find((scheme) => scheme.dataset.mdColorScheme === document.body.dataset.mdColorScheme);
  if (chosen) chosen.checked = true;
  schemes.forEach((scheme, index) => {
    scheme.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      const next = schemes[(index + 1) % schemes.length];
      next?.click();
      next?.focus();
    });
  });
}
