/**
 * What a scenario can do with a browser, the same for every engine. An engine says in `can` what more it is able to.
 *
 * @typedef {object} Page
 * @property {<Argument, Result>(action: (argument: Argument) => Result, argument?: Argument) => Promise<Awaited<Result>>} run
 *   Runs a function in the page. It must not use anything from outside itself.
 * @property {(url: string) => Promise<void>} go
 * @property {() => Promise<void>} back
 * @property {() => Promise<void>} reload
 * @property {(options?: { runBeforeUnload?: boolean }) => Promise<void>} close Closes the tab.
 * @property {import('puppeteer-core').Page} [puppet] For what only one engine can do.
 *
 * @typedef {object} Browser
 * @property {string} version
 * @property {(url: string) => Promise<Page>} open Opens a tab.
 * @property {() => Promise<void>} close
 * @property {() => Promise<void>} kill Kills all of it, as a power button would.
 *
 * @typedef {'ask' | 'crash' | 'profile' | 'offline' | 'wipe' | 'quota' | 'cache' | 'heap'} Ability
 *   Run `beforeunload` when a tab is closed; kill a renderer; start again with the same profile; cut a page's network; wipe its IndexedDB from outside; set its
 *   quota; tell why a page was not kept in the back/forward cache; measure its heap.
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {readonly Ability[]} can
 * @property {(profile: string) => Promise<Browser>} launch Starts it with a profile directory.
 */
export {};
