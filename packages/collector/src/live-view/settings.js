/** What a reader chose, kept by the browser; where it keeps nothing, for this page only. */
const kept = new Map();

export function readSetting(name) {
  try {
    return localStorage.getItem(`pugmark.view.${name}`) ?? kept.get(name);
  } catch {
    return kept.get(name);
  }
}

export function saveSetting(name, value) {
  kept.set(name, value);
  try {
    localStorage.setItem(`pugmark.view.${name}`, value);
  } catch {
    // Stays for this page.
  }
}
