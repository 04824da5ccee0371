/** What a program that is built on the collector takes for its own command line. */
export { readPlanFile } from './cli/rule-file.ts';
export { addServe, type ServeExtension } from './cli/serve.ts';
export { addStoreFlags, openStore, type StoreFlags } from './cli/store-flags.ts';
