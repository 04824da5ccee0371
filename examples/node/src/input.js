// @ts-check

/** A request that the client must change. */
export class BadRequest extends Error {
  /**
   * @param {400 | 401 | 404 | 409 | 413} status
   * @param {string} message What is wrong and what to do.
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @typedef {Record<string, unknown>} Body */

/**
 * @param {() => Promise<unknown>} parse
 * @returns {Promise<Body>}
 */
export async function readBody(parse) {
  const body = await parse().catch(() => undefined);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return /** @type {Body} */ (body);
  throw new BadRequest(400, 'The body must be a JSON object.');
}

/**
 * @param {Body} body
 * @param {string} name
 */
export function text(body, name) {
  const value = body[name];
  if (typeof value === 'string' && value.trim() && value.length <= 200) return value;
  throw new BadRequest(400, `"${name}" must be a text of 1 to 200 characters.`);
}

/**
 * @param {Body} body
 * @param {string} name
 */
export function optionalText(body, name) {
  return body[name] === undefined ? undefined : text(body, name);
}

/**
 * @param {Body} body
 * @param {string} name
 * @param {number} min
 * @param {number} max
 */
export function number(body, name, min, max) {
  const value = body[name];
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new BadRequest(400, `"${name}" must be a number from ${min} to ${max}.`);
}

/**
 * @param {Body} body
 * @param {string} name
 * @param {readonly string[]} choices
 */
export function choice(body, name, choices) {
  const value = body[name];
  if (typeof value === 'string' && choices.includes(value)) return value;
  throw new BadRequest(400, `"${name}" must be one of: ${choices.join(', ')}.`);
}
