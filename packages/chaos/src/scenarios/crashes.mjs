import { setTimeout as sleep } from 'node:timers/promises';

/** Ends a page's renderer, the way a crash does. @param {import('../engines/engine.mjs').Page} page */
async function crash({ puppet }) {
  const session = await puppet?.createCDPSession();
  // Never answered: who should answer is dead.
  session?.send('Page.crash').catch(() => {});
  await new Promise((resolve) => puppet?.once('error', resolve));
}

/** @type {import('../world.mjs').Scenario[]} */
export const crashes = [
  {
    title: 'renderer killed one round trip after a burst, server down',
    needs: ['crash'],
    async run(world) {
      await world.gate.close();
      const page = await world.open();
      await world.shoot(page);
      await crash(page);
      await world.gate.open();
      await world.open();
      await world.arrived();
    },
  },
  {
    title: 'renderer killed half a second after a burst, server down',
    needs: ['crash'],
    async run(world) {
      await world.gate.close();
      const page = await world.open();
      await world.shoot(page);
      await sleep(500);
      await crash(page);
      await world.gate.open();
      await world.open();
      await world.arrived();
    },
  },
  {
    title: 'the whole browser killed while offline, started again',
    needs: ['profile'],
    async run(world) {
      await world.gate.close();
      const page = await world.open();
      await world.shoot(page);
      // A profile is written behind the page's back: what is younger than that is lost with the power.
      await sleep(2000);
      await world.restart();
      await world.gate.open();
      await world.open();
      await world.arrived();
    },
  },
];

/** @type {import('../world.mjs').Scenario[]} */
export const tabs = [
  {
    title: 'two tabs, server down, both reloaded',
    async run(world) {
      await world.gate.close();
      const pages = [await world.open(), await world.open()];
      for (const page of pages) await world.shoot(page, 100);
      for (const page of pages) await page.reload();
      for (const page of pages) await world.shoot(page, 100);
      await world.gate.open();
      await world.arrived();
    },
  },
  {
    title: 'three tabs, server down, one crashes, another adopts',
    needs: ['crash'],
    async run(world) {
      await world.gate.close();
      const pages = [await world.open(), await world.open(), await world.open()];
      for (const page of pages) await world.shoot(page, 100);
      await crash(pages[0]);
      await world.gate.open();
      await pages[1].run(() => void dispatchEvent(new Event('online')));
      await world.arrived();
    },
  },
];
