/** `npm start`: see `node scripts/start.mjs --help`. */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { start } = await import('./lib/start.mjs');
process.exit(await start(process.argv.slice(2)));
