/**
 * Reads elements as they are. A form with a field that is called `id`, `matches` or `getAttribute` has that field in the
 * place of the method: everything is asked of the prototypes.
 */
const { getAttribute, matches: matchesSelector } = Element.prototype;

export const attributeOf = (element: Element, name: string): string | null =>
  Reflect.apply(getAttribute, element, [name]);

export const matches = (element: Element, selector: string): boolean =>
  Reflect.apply(matchesSelector, element, [selector]);

const readFrom = <T>(prototype: object, name: string, element: Element): T =>
  Reflect.get(prototype, name, element) as T;

/** `button`, `a`, `svg`; in small letters in documents of every kind. */
export const tagOf = (element: Element): string =>
  readFrom<string>(Element.prototype, 'localName', element).toLowerCase();

export const isElement = (target: unknown): target is Element =>
  Boolean(target) && (target as Node).nodeType === 1;

/** Longest text of an element that is told, in characters. */
const MAX_TEXT = 100;
/** What a user has typed, and what a page asks not to be told. */
const PRIVATE =
  'textarea,select,[contenteditable]:not([contenteditable="false"]),[data-track-ignore],script,style,input:not([type=button]):not([type=submit]):not([type=reset])';

/** What an element says to who reads it: its label or its text, and never what a user has typed. */
export function textOf(element: Element): string {
  const label =
    attributeOf(element, 'aria-label') || readTexts(element) || attributeOf(element, 'title') || '';
  return label.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
}

/** Of a large element only the beginning is read. */
function readTexts(element: Element): string {
  if (tagOf(element) === 'input') return matches(element, PRIVATE) ? '' : attributeOf(element, 'value') || '';
  if (matches(element, PRIVATE)) return '';
  let text = '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    isElement(node) && matches(node, PRIVATE) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node && text.length < MAX_TEXT; node = walker.nextNode()) {
    if (isElement(node)) text += ` ${tagOf(node) === 'img' ? attributeOf(node, 'alt') || '' : ''}`;
    else text += node.nodeValue;
  }
  return text;
}

/** Properties that the page has written on an element: `data-track-order-id="5"` is `orderId: '5'`. */
export function propertiesOf(element: Element, prefix: string): Record<string, string> {
  const properties: Record<string, string> = {};
  const attributes = readFrom<NamedNodeMap>(Element.prototype, 'attributes', element);
  for (let index = 0; index < attributes.length; index++) {
    const { name, value } = attributes[index] as Attr;
    if (name.indexOf(prefix) || name === `${prefix}ignore`) continue;
    const key = name.slice(prefix.length).replace(/-+(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (key) properties[key] = value;
  }
  return properties;
}

/** The innermost element that an event is about, also within open shadow trees. */
export function targetOf(event: Event): Element | undefined {
  const [target] = event.composedPath();
  if (isElement(target)) return target;
  const parent = (target as Node | undefined)?.parentNode;
  return isElement(parent) ? parent : undefined;
}

/** The element and those around it, out of every shadow tree. */
export function* around(element: Element | null | undefined): Generator<Element> {
  for (let current = element; current; ) {
    yield current;
    const parent: Node | null = readFrom(Node.prototype, 'parentNode', current);
    const next: unknown = parent && parent.nodeType === 11 ? (parent as ShadowRoot).host : parent;
    current = isElement(next) ? next : null;
  }
}
