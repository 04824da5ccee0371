import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RefusedError, refuse } from '../refusal.ts';
import type { BodyBudget } from './body-budget.ts';

const unzip = promisify(gunzip);

export interface BodyLimits {
  /** Bytes on the wire. */
  maxBody: number;
  /** Bytes after decompression. */
  maxDecompressed: number;
}

/** Where the bytes of a body are counted while they are on their way. */
export interface BodyAccount {
  budget: BodyBudget;
  address: string;
}

/** The decompressed bytes of a request; refuses what is too large at the earliest byte that shows it. */
export async function readBody(
  request: Request,
  limits: BodyLimits,
  account: BodyAccount,
): Promise<Uint8Array> {
  const type = readContentType(request.headers.get('content-type'));
  const isDeclared = isGzip(request.headers.get('content-encoding'));
  const raw = await readRaw(request, limits.maxBody, account);
  const isCompressed = isDeclared || hasGzipMagic(raw);
  const bytes = isCompressed ? await decompress(raw, limits.maxDecompressed) : raw;
  if (type === 'form' && !beginsAsObject(bytes)) throw unsupportedType(FORM);
  return bytes;
}

const FORM = 'application/x-www-form-urlencoded';

/** `curl -d` says that it sends a form, whatever it sends: whether it is JSON is seen from the body. */
function readContentType(header: string | null): 'json' | 'form' {
  const type = header?.split(';')[0]?.trim().toLowerCase();
  if (!type || type === 'application/json' || type === 'text/plain') return 'json';
  if (type === FORM) return 'form';
  throw unsupportedType(type);
}

function unsupportedType(type: string): RefusedError {
  return refuse(
    415,
    'unsupported_content_type',
    `Content-Type ${type.slice(0, 60)} is not understood: send JSON as application/json or text/plain.`,
  );
}

function beginsAsObject(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
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

/** Up to here a body is read in one piece, which is quicker. */
const SMALL = 64 * 1024;

async function readRaw(request: Request, limit: number, account: BodyAccount): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? Number.NaN);
  if (declared > limit) {
    await discard(request.body);
    throw tooLarge(limit, 'The body');
  }
  try {
    return declared <= SMALL
      ? await readWhole(request, declared, account)
      : await readStream(request.body, limit, account);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    throw refuse(400, 'incomplete_body', 'The body ended before it was complete: send the request again.');
  }
}

/** The HTTP parser holds a body to its declared length, so the quick way is bounded as well. */
async function readWhole(request: Request, declared: number, account: BodyAccount): Promise<Uint8Array> {
  const { budget, address } = account;
  budget.take(address, declared);
  try {
    return new Uint8Array(await request.arrayBuffer());
  } finally {
    budget.giveBack(address, declared);
  }
}

async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
  { budget, address }: BodyAccount,
): Promise<Uint8Array> {
  if (!stream) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(chunks, size);
      budget.take(address, value.length);
      size += value.length;
      if (size > limit) throw tooLarge(limit, 'The body');
      chunks.push(value);
    }
  } catch (error) {
    // Not awaited: a client that goes on sending must not hold the answer back.
    reader.cancel().catch(() => {});
    throw error;
  } finally {
    budget.giveBack(address, size);
  }
}

const MAX_DISCARDED = 8 * 1024 * 1024;
const DISCARD_TIME = 5_000;

/** A client that is answered while it still sends sees a broken connection instead of the answer. */
async function discard(stream: ReadableStream<Uint8Array> | null): Promise<void> {
  const reader = stream?.getReader();
  if (!reader) return;
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), DISCARD_TIME);
  try {
    let size = 0;
    while (size < MAX_DISCARDED) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.length;
    }
    reader.cancel().catch(() => {});
  } catch {
    // The client has given up; it is answered all the same.
  } finally {
    clearTimeout(timer);
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

function tooLarge(limit: number, what: string): RefusedError {
  return refuse(413, 'too_large', `${what} is above ${limit} bytes: send fewer events at a time.`, {
    Connection: 'close',
  });
}
