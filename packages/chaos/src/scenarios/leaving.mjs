/** All of these fit what a browser sends for a page that is gone. @param {import('../world.mjs').Account} account */
const isOnTime = ({ onTime, tracked }) => onTime === tracked;

/** @type {import('../world.mjs').Scenario[]} */
export const leaving = [
  {
    title: 'reload in mid-flow',
    async run(world) {
      const page = await world.open();
      await world.shoot(page, 100);
      await page.reload();
      await world.shoot(page, 100);
      await world.arrived();
    },
  },
  {
    title: 'tab closed at once',
    async run(world) {
      const page = await world.open();
      await world.shoot(page);
      await page.close();
      await world.closed();
      await world.open();
      await world.arrived();
    },
    isKept: isOnTime,
  },
  {
    title: 'tab closed at once, with beforeunload',
    needs: ['ask'],
    async run(world) {
      const page = await world.open();
      await world.shoot(page);
      await page.close({ runBeforeUnload: true });
      await world.closed();
      await world.open();
      await world.arrived();
    },
    isKept: isOnTime,
  },
  {
    title: 'left for another page at once',
    async run(world) {
      const page = await world.open();
      await world.shoot(page);
      await page.go(world.elsewhere);
      await world.closed();
      await page.back();
      await world.arrived();
    },
    isKept: isOnTime,
  },
  {
    title: 'into the back/forward cache and back, server down meanwhile',
    needs: ['cache'],
    // Some builds, such as the headless shell, keep no page in their cache, not even an empty one.
    async isPossible(world) {
      const page = await world.openElsewhere();
      await watchRestore(page);
      await page.go(world.elsewhere);
      await page.back();
      return page.run(() => globalThis.wasRestored === true);
    },
    async run(world) {
      const page = await world.open();
      await world.gate.close();
      await world.shoot(page, 100);
      for (let tries = 1; !(await isRestored(world, page)); tries++)
        if (tries === 3) throw new Error('The browser gave the page up three times.');
      await world.shoot(page, 100);
      await world.gate.open();
      await world.answered(page);
    },
    isKept: ({ resent }) => resent === 0,
  },
  {
    title: '500 events of 2 KB, tab closed at once',
    async run(world) {
      const page = await world.open();
      await world.shoot(page, 500, 2000);
      await page.close();
      await world.closed();
      await world.open();
      await world.arrived();
    },
  },
  {
    title: 'a whole page life offline, opened again later',
    async run(world) {
      const page = await world.open();
      await world.gate.close();
      await page.run(() => void dispatchEvent(new Event('offline')));
      await world.shoot(page);
      await page.close();
      await world.gate.open();
      await world.open();
      await world.arrived();
    },
    isKept: ({ resent }) => resent === 0,
  },
];

/**
 * Goes elsewhere and back. A browser may give up a page in its cache for a reason of its own, such as a machine with too
 * much to do, which it does not name: `masked`. A reason that it names is a fault of ours.
 *
 * @param {import('../world.mjs').World} world
 * @param {import('../engines/engine.mjs').Page} page
 */
async function isRestored(world, page) {
  await watchRestore(page);
  await page.go(world.elsewhere);
  await page.back();
  return page.run(() => {
    if (globalThis.wasRestored) return true;
    const [{ notRestoredReasons }] = performance.getEntriesByType('navigation');
    const reasons = notRestoredReasons?.reasons?.map(({ reason }) => reason) ?? [];
    if (reasons.length > 0 && reasons.every((reason) => reason === 'masked')) return false;
    throw new Error(`not restored: ${JSON.stringify(notRestoredReasons)}`);
  });
}

/** @param {import('../engines/engine.mjs').Page} page */
const watchRestore = (page) =>
  page.run(() => {
    addEventListener('pageshow', ({ persisted }) => {
      globalThis.wasRestored = persisted;
    });
  });
