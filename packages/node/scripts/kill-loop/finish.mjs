/** What the last process of a service does: takes over what the dead left, and ends by itself when it is delivered. */
import { createTracker } from '@pugmark/node';

const [, , apiUrl, directory] = process.argv;
const tracker = createTracker({ apiUrl, directory, shutdownTimeout: 120_000 });
process.on('exit', () => console.log(JSON.stringify(tracker.stats())));
