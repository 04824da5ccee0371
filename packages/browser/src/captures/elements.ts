/**
 * Reads elements as they are. A form with a field that is called `id`, `matches` or `getAttribute` has that field in the
 * place of the method: everything is asked of the prototypes.
 */
const { getAttribute, matches: matchesSelector, closest: closestOf } = Element.prototype;

export const attributeOf = (element: Element, name: string): string | null =>
  Reflect.apply(getAttribute, element, [name]);

export const matches = (element: Element, selector: string): boolean =>
  Reflect.apply(matchesSelector, element, [selector]);

/** The first of these attributes that says something. */
export const firstOf = (element: Element, ...names: string[]): string => {
  for (const name of names) {
    const value = attributeOf(element, name);
    if (value) return value;
  }
  return '';
};

const readFrom = <T>(name: string, element: Element): T => Reflect.get(Element.prototype, name, element) as T;

/** `button`, `a`, `svg`; in small letters in documents of every kind. */
export const tagOf = (element: Element): string => readFrom<string>('localName', element).toLowerCase();

export const isElement = (target: unknown): target is Element =>
  Boolean(target) && (target as Node).nodeType === 1;

/** Longest text of an element that is told, in characters. */
const MAX_TEXT = 100;
/** What a page asks not to be told. */
const IGNORED = '[data-track-ignore]';
/** Fields that hold what a user types or chooses. */
const FIELDS =
  'textarea,select,[contenteditable]:not([contenteditable="false"]),input:not([type=button]):not([type=submit]):not([type=reset])';
/** Those into which a click is no action. */
export const TYPED = `${FIELDS}:not([type=image]):not([type=checkbox]):not([type=radio])`;
/** What is never read. */
const PRIVATE = `${FIELDS},${IGNORED},script,style`;

/** What an element says to who reads it: its label or its text, and never what a user has typed. */
export function textOf(element: Element): string {
  const label = firstOf(element, 'aria-label') || readTexts(element) || firstOf(element, 'title');
  return label.replace(/\s+/g, ' ').trim().slice(0, MAX_TEXT);
}

/** Numbers of the DOM Standard, section 6.3: short, as every byte counts. */
const TEXTS_AND_ELEMENTS = 5;
const ACCEPT = 1;
const REJECT = 2;

/** Of a large element only the beginning is read. */
function readTexts(element: Element): string {
  if (matches(element, PRIVATE)) return '';
  if (tagOf(element) === 'input') return firstOf(element, 'value');
  let text = '';
  const walker = document.createTreeWalker(element, TEXTS_AND_ELEMENTS, (node) =>
    isElement(node) && matches(node, PRIVATE) ? REJECT : ACCEPT,
  );
  for (let node = walker.nextNode(); node && text.length < MAX_TEXT; node = walker.nextNode()) {
    if (isElement(node)) text += ` ${tagOf(node) === 'img' ? firstOf(node, 'alt') : ''}`;
    else text += node.nodeValue;
  }
  return text;
}

/** Properties that the page has written on an element: `data-track-order-id="5"` is `orderId: '5'`. */
export function propertiesOf(element: Element, prefix: string): Record<string, string> {
  const properties: Record<string, string> = {};
  const attributes = readFrom<NamedNodeMap>('attributes', element);
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

/** The element itself or the nearest one around it that a selector matches, out of every shadow tree. */
export function closest(element: Element | undefined, selector: string): Element | undefined {
  if (!isElement(element)) return undefined;
  const found: Element | null = Reflect.apply(closestOf, element, [selector]);
  const root: Node = Reflect.apply(Node.prototype.getRootNode, element, []);
  return found ?? closest((root as ShadowRoot).host, selector);
}

/** Whether a page asks that nothing of this element be told. */
export const isIgnored = (element: Element): boolean => Boolean(closest(element, IGNORED));
