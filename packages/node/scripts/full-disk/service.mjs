/** A service whose disk fills up: tracks 10,000 events, then a few now and then. Says what it has seen when asked. */
import { createTracker } from '@pugmark/node';

const [, , apiUrl, directory, maxQueueBytes] = process.argv;
const warnings = [];
console.warn = (message) => warnings.push(message);
const tracker = createTracker({ apiUrl, directory, maxQueueBytes: Number(maxQueueBytes) });
let count = 0;
/** Longest time that the app had to wait for a turn of the loop or for ten calls of `track`, in ms. */
let longest = 0;
let before = performance.now();

function turn() {
  for (let i = 0; i < 10; i++) tracker.track('tick', { i: count++, note: 'x'.repeat(150) });
  const now = performance.now();
  longest = Math.max(longest, now - before);
  before = now;
  if (count < 10_000) setImmediate(turn);
  else if (process.connected) {
    process.send('tracked');
    setInterval(() => tracker.track('tick', { i: count++ }), 100);
  }
}
process.on('message', () => process.send({ count, longest, warnings, ...tracker.stats() }));
turn();
