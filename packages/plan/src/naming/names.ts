/** `landing_page_view` and `landingPageView` → their words. */
const wordsOf = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter(Boolean);

/** `landing_page_view` → `LANDING_PAGE_VIEW` */
export function constantName(name: string): string {
  return wordsOf(name).join('_').toUpperCase();
}

/** `landing_page_view` → `LandingPageView` */
export function typeName(name: string): string {
  return wordsOf(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Pairs of names that people, and the constants made from them, cannot tell apart: `order_paid` and `orderPaid`. */
export function findTwins(names: string[]): [string, string][] {
  const first = new Map<string, string>();
  return names.flatMap((name): [string, string][] => {
    const key = typeName(name).toLowerCase();
    const twin = first.get(key);
    if (twin !== undefined) return [[twin, name]];
    first.set(key, name);
    return [];
  });
}
