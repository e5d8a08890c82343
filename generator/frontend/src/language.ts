/** The page's language, where it is one that `Intl` knows; otherwise `undefined`, the browser's own. */
export function pageLanguage(): string | undefined {
  try {
    return Intl.getCanonicalLocales(document.documentElement.lang)[0];
  } catch {
    return undefined; // a tag that is not well formed must not take the page's tables and filters with it
  }
}
