/**
 * What is looked at stands in the address behind the `#`: it survives a reload and can be sent to a colleague, and
 * browsers never send it to a server, so that no id of a person ends up in a log.
 */
export const readAddress = () => new URLSearchParams(location.hash.slice(1));

/** Sets what has a value and takes away what has none. */
export function changeAddress(changes) {
  const address = readAddress();
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  const text = address.toString();
  history.replaceState(null, '', text ? `#${text}` : location.pathname + location.search);
}
