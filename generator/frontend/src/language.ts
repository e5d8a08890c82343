/** What depends on the language of texts. */

/** The page's language, where it is one that `Intl` knows; otherwise `undefined`, the browser's own. */
export function pageLanguage(): string | undefined {
  try {
    return Intl.getCanonicalLocales(document.documentElement.lang)[0];
  } catch {
    return undefined; // a tag that is not well formed must not take the page's tables and filters with it
  }
}

/** Text without case and diacritics: a reader who types "jose" finds "José". */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
