import { existsSync, readFileSync } from 'node:fs';

interface ProtocolFile {
  text: string;
  type: string;
}

/** The published protocol, by the path that it is served at; copied beside the bundle by the build. */
export function readProtocolFiles(): ReadonlyMap<string, () => Promise<ProtocolFile>> {
  const openapi = { text: read('openapi.yaml'), type: 'application/yaml' };
  const schema = { text: read('envelope.schema.json'), type: 'application/schema+json' };
  return new Map([
    ['/openapi.yaml', async () => openapi],
    ['/openapi.json', async () => ({ text: await toJson(openapi.text), type: 'application/json' })],
    ['/envelope.schema.json', async () => schema],
  ]);
}

let json: string | undefined;

/** One document is the source of both. The parser is loaded when somebody asks, which few do. */
async function toJson(yaml: string): Promise<string> {
  if (json === undefined) {
    const { parse } = await import('yaml');
    // Parts that stand for others are one and the same object there, which JSON repeats.
    json = JSON.stringify(parse(yaml));
  }
  return json;
}

function read(name: string): string {
  const built = new URL(`./protocol/${name}`, import.meta.url);
  // From the sources, where the repository's own documents are the only copy.
  return readFileSync(
    existsSync(built) ? built : new URL(`../../../docs/protocol/${name}`, import.meta.url),
    'utf8',
  );
}
