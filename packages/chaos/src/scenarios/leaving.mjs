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
    async run(world) {
      const page = await world.open();
      await world.gate.close();
      await world.shoot(page, 100);
      await page.run(() => {
        globalThis.wasRestored = false;
        addEventListener('pageshow', ({ persisted }) => {
          globalThis.wasRestored = persisted;
        });
      });
      await page.go(world.elsewhere);
      await page.back();
      await page.run(() => {
        const [{ notRestoredReasons }] = performance.getEntriesByType('navigation');
        if (!globalThis.wasRestored) throw new Error(`not restored: ${JSON.stringify(notRestoredReasons)}`);
      });
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
