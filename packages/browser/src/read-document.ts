/**
 * A text that the document knows. Elements come before it: a page with `<img name="referrer">` has that image as its
 * `document.referrer`.
 */
export function readDocument(name: 'referrer' | 'title' | 'visibilityState'): string {
  const value: unknown = document[name];
  return typeof value === 'string' ? value : Reflect.get(Document.prototype, name, document);
}
