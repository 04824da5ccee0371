/** An address as the page means it; `undefined` of what leads to no server. */
export function readAddress(url: string): URL | undefined {
  try {
    const address = new URL(url, document.baseURI);
    return address.protocol.indexOf('http') ? undefined : address;
  } catch {
    return undefined;
  }
}
