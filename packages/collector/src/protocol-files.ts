import { existsSync, readFileSync } from 'node:fs';

/** The published protocol, by the path that it is served at; copied beside the bundle by the build. */
export function readProtocolFiles(): ReadonlyMap<string, { text: string; type: string }> {
  return new Map(
    [
      ['openapi.yaml', 'application/yaml'],
      ['envelope.schema.json', 'application/schema+json'],
    ].map(([name = '', type = '']) => [`/${name}`, { text: read(name), type }]),
  );
}

function read(name: string): string {
  const built = new URL(`./protocol/${name}`, import.meta.url);
  // From the sources, where the repository's own documents are the only copy.
  return readFileSync(
    existsSync(built) ? built : new URL(`../../../docs/protocol/${name}`, import.meta.url),
    'utf8',
  );
}
