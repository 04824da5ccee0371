/**
 * What each SDK's own server would answer to an accepted batch. Most look at the status alone; these read more.
 * @type {Array<[path: RegExp, answer: (body: string) => unknown]>}
 */
const ANSWERS = [
  [/^\/tracking\/events\/batch/, pugmark],
  [/^\/2\/httpapi/, () => ({ code: 200, events_ingested: 1, payload_size_bytes: 1, server_upload_time: 1 })],
  [/^\/track\/?.*verbose=1/, () => ({ status: 1, error: null })],
  [/^\/(track|engage|groups)\/?/, () => 1],
  [/^\/(e|i\/v0\/e)\//, () => ({ status: 1 })],
];

/** The JSON text with which the request is answered. */
export function answerTo(/** @type {string} */ url, /** @type {Buffer} */ body) {
  const found = ANSWERS.find(([path]) => path.test(url));
  return JSON.stringify(found ? found[1](body.toString('utf8')) : {});
}

function pugmark(/** @type {string} */ text) {
  const envelope = JSON.parse(text);
  const groups = envelope.groups ?? [];
  const grouped = groups.reduce((sum, group) => sum + group.events.length, 0);
  return { accepted: grouped + (envelope.events?.length ?? 0), duplicates: 0, rejected: [] };
}
