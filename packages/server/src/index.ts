export { DEMOS, type DemoOptions, writeDemo } from './demo/index.ts';
export { createServer, type ServerOptions } from './server.ts';
