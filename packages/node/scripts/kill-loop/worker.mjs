/** Tracks until it is killed, and says what: `<first> <last> <time>` on stdout, which a kill cannot take back. */
import { writeSync } from 'node:fs';
import { createTracker } from '@pugmark/node';

const [, , apiUrl, directory, worker, pace] = process.argv;
const tracker = createTracker({ apiUrl, directory });
let count = 0;

function trackSome(howMany) {
  const time = Date.now();
  const first = count + 1;
  for (let i = 0; i < howMany; i++) tracker.track('tick', { worker, count: ++count });
  writeSync(1, `${first} ${count} ${time}\n`);
}

// Some are as busy as a server, each task of which tracks one event; some track in bursts; some now and then.
if (pace === 'busy') setInterval(() => trackOneByOne(5), 1);
else if (pace === 'bursts') setInterval(() => trackSome(50), 10);
else setInterval(() => trackSome(1), 7);

function trackOneByOne(howMany) {
  trackSome(1);
  if (howMany > 1) setImmediate(trackOneByOne, howMany - 1);
}
