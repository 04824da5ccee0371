import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { refuse } from '../refusal.ts';

const unzip = promisify(gunzip);

export interface BodyLimits {
  /** Bytes on the wire. */
  maxBody: number;
  /** Bytes after decompression. */
  maxDecompressed: number;
}

/** The decompressed bytes of a request; refuses what is too large at the earliest byte that shows it. */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  checkContentType(request.headers.get('content-type'));
  const isDeclared = isGzip(request.headers.get('content-encoding'));
  const raw = await readRaw(request, limits.maxBody);
  return isDeclared || hasGzipMagic(raw) ? await decompress(raw, limits.maxDecompressed) : raw;
}

function checkContentType(header: string | null): void {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  if (!type || type === 'application/json' || type === 'text/plain') return;
  throw refuse(
    415,
    'unsupported_content_type',
    `Content-Type ${type.slice(0, 60)} is not understood: send JSON as application/json or text/plain.`,
  );
}

/**
 * A page that declares its encoding pays for a preflight, so it sends gzip without a word (RFC 1952, section 2.3.1).
 * JSON never begins with these bytes.
 */
const hasGzipMagic = (raw: Uint8Array) => raw[0] === 0x1f && raw[1] === 0x8b;

function isGzip(header: string | null): boolean {
  const encoding = header?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  throw refuse(
    415,
    'unsupported_encoding',
    `Content-Encoding ${encoding.slice(0, 60)} is not understood: send gzip or no encoding.`,
    { 'Accept-Encoding': 'gzip' },
  );
}

async function readRaw(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? Number.NaN);
  if (declared > limit) throw tooLarge(limit, 'The body');
  try {
    // The HTTP parser holds a body to its declared length, so the quick way is bounded as well.
    if (declared >= 0) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      if (bytes.length > limit) throw tooLarge(limit, 'The body');
      return bytes;
    }
    return await readStream(request.body, limit);
  } catch (error) {
    if (error instanceof Error && error.name === 'RefusedError') throw error;
    throw refuse(400, 'incomplete_body', 'The body ended before it was complete: send the request again.');
  }
}

async function readStream(stream: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  if (!stream) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.length;
    if (size > limit) {
      // Not awaited: a client that goes on sending must not hold the answer back.
      reader.cancel().catch(() => {});
      throw tooLarge(limit, 'The body');
    }
    chunks.push(value);
  }
}

async function decompress(raw: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    return await unzip(raw, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(limit, 'The decompressed body');
    }
    throw refuse(400, 'invalid_gzip', 'The body is not valid gzip: check Content-Encoding.');
  }
}

function tooLarge(limit: number, what: string) {
  return refuse(413, 'too_large', `${what} is above ${limit} bytes: send fewer events at a time.`, {
    Connection: 'close',
  });
}
