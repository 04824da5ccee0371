import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGate } from './gate.mjs';

/** What waits for a retry when an outage is over comes with the next probe, a minute later at most. */
const PATIENCE_MS = 75_000;
/** What a closed tab could still send must have arrived after this long. */
const AFTER_CLOSE_MS = 10_000;

/**
 * One scenario's own world: a browser with a fresh profile, a gate before the collector, and the account of what was
 * tracked.
 *
 * @param {import('./engines/engine.mjs').Engine} engine
 * @param {{ site: Awaited<ReturnType<import('./site.mjs').openSite>>, collector: Awaited<ReturnType<import('./collector.mjs').startCollector>> }} parts
 * @param {string} name the name of this scenario's events
 */
export async function createWorld(engine, { site, collector }, name) {
  const profile = await mkdtemp(join(tmpdir(), 'pugmark-profile-'));
  const gate = await openGate(collector.url);
  let browser = await engine.launch(profile);
  /** @type {string[]} */
  const tracked = [];
  /** @type {number | undefined} */
  let onTime;
  let opened = 0;
  /** @type {Record<string, number>} */
  const figures = {};

  const world = {
    gate,
    version: browser.version,
    elsewhere: `${site.url}/away`,
    /** Opens a tab of the site. @param {Record<string, string>} [parameters] */
    open: (parameters = {}) =>
      browser.open(site.page({ api: gate.url, name, page: `p${++opened}`, ...parameters })),
    /** Opens a tab without Pugmark. */
    openElsewhere: () => browser.open(`${site.url}/empty`),
    /** Tracks in a page. @param {import('./engines/engine.mjs').Page} page */
    async shoot(page, count = 200, bytes = 0) {
      tracked.push(...(await page.run(([many, size]) => globalThis.shoot(many, size), [count, bytes])));
    },
    /** Notes marks that were tracked in another way. @param {string[]} marks */
    note: (...marks) => void tracked.push(...marks),
    /** Keeps a figure that the account shall show. @param {string} what @param {number} value */
    figure(what, value) {
      figures[what] = value;
    },
    /** Waits until all that was tracked is stored. */
    arrived: (ms = PATIENCE_MS) => gate.arrived(new Set(tracked).size, ms),
    /** Waits until a page has got its answers. @param {import('./engines/engine.mjs').Page} page */
    async answered(page) {
      const until = Date.now() + PATIENCE_MS;
      while (Date.now() < until) {
        await world.arrived();
        if (await page.run(async () => (await globalThis.pugmark.flush()).queued === 0)) return;
      }
    },
    /** Waits for what a closed tab still sends, and keeps the count. */
    async closed() {
      await gate.arrived(new Set(tracked).size, AFTER_CLOSE_MS);
      onTime = gate.stored.size;
    },
    /** An outage of so many ms, from now on. */
    outage: (/** @type {number} */ ms) => sleep(ms),
    /** The power fails, and the user starts the browser again. */
    async restart() {
      await browser.kill();
      browser = await engine.launch(profile);
    },
    /** The account, once all is over. */
    async judge() {
      const rows = await collector.rows(name);
      const kept = new Set(rows);
      return {
        tracked: tracked.length,
        lost: tracked.filter((mark) => !kept.has(mark)).length,
        duplicates: rows.length - kept.size,
        unknown: [...kept].filter((mark) => !tracked.includes(mark)).length,
        onTime,
        figures,
        ...gate.tally,
      };
    },
    async end() {
      await browser.close().catch(() => {});
      await gate.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return world;
}

/** @typedef {Awaited<ReturnType<typeof createWorld>>} World */
/** @typedef {Awaited<ReturnType<World['judge']>>} Account */
/**
 * @typedef {object} Scenario
 * @property {string} title
 * @property {readonly import('./engines/engine.mjs').Ability[]} [needs]
 * @property {(world: World) => Promise<boolean>} [isPossible] Whether this browser can do it at all: builds differ.
 * @property {(world: World) => Promise<void>} run
 * @property {(account: Account) => boolean} [isKept] What it promises beyond "lost 0, duplicates 0".
 */
