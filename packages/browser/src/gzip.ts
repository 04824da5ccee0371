/** A body as it is sent. */
export type Packed = string | Blob | ArrayBuffer;

/** Makes a request body smaller: at once, as the text itself, or later, as bytes. */
export type Compress = (body: string) => Packed | Promise<Packed>;

/** A body of fewer UTF-16 units is not worth the trip to another thread. */
const WORTH_IT = 1000;

/**
 * What the option `compress` does unless it is told otherwise: bodies above 1,000 characters become gzip, made by the
 * browser's own `CompressionStream` off the main thread. Event batches shrink to about a tenth. Small bodies, and all in
 * old browsers, stay plain text. No preflight is needed: the collector knows gzip by its first bytes.
 *
 * @example
 * ```ts
 * import { gzip, init } from '@pugmark/browser';
 *
 * // Only bodies that are larger still.
 * init({
 *   apiUrl: 'https://collect.example.com',
 *   compress: (body) => (body.length > 20_000 ? gzip(body) : body),
 * });
 * ```
 */
export const gzip: Compress = (body) =>
  body.length < WORTH_IT || !window.CompressionStream
    ? body
    : // Not of a Blob, which asks another process of the browser for its bytes.
      new Response(new Response(body).body?.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
