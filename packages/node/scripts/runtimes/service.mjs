/** 250 events, and an end of some kind. */
import process from 'node:process';
import { createTracker } from '@pugmark/node';

const [apiUrl, directory, end] = process.argv.slice(2);
const tracker = createTracker({ apiUrl, directory });
if (end !== 'next') for (let i = 0; i < 250; i++) tracker.track('tick', { i });

if (end === 'exit') process.exit();
// When the task that tracked has ended.
if (end === 'kill') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 0);
if (end === 'stop') await tracker.stop();
