/** `Order Paid`, `orderPaid` and `order-paid` as the name of an event, `order_paid`; undefined when no letters are left. */
export function toEventName(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '');
  return name === '' ? undefined : name;
}
