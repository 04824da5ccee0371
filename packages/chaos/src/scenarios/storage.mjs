/** @type {import('../world.mjs').Scenario[]} */
export const storage = [
  {
    title: 'no storage at all (sandboxed), the page stays',
    async run(world) {
      const page = await world.open({ sandbox: '' });
      await world.shoot(page);
      await world.arrived();
    },
  },
  {
    title: 'no storage at all (sandboxed), tab closed at once',
    async run(world) {
      const page = await world.open({ sandbox: '' });
      await world.shoot(page);
      await page.close();
      await world.closed();
    },
  },
  {
    title: 'IndexedDB wiped under the page, server down for 5 s',
    needs: ['wipe'],
    async run(world) {
      const page = await world.open();
      await world.gate.close();
      await world.shoot(page, 100);
      const session = await page.puppet.createCDPSession();
      const origin = await page.run(() => location.origin);
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
      await world.shoot(page, 100);
      await world.outage(5000);
      await world.gate.open();
      await world.arrived();
    },
  },
  {
    title: 'storage quota used up, server down for 5 s',
    needs: ['quota'],
    async run(world) {
      const page = await world.open();
      const session = await page.puppet.createCDPSession();
      const origin = await page.run(() => location.origin);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
      await world.gate.close();
      await world.shoot(page, 200, 500);
      await world.outage(5000);
      await world.gate.open();
      await world.arrived();
    },
  },
  {
    title: 'the clock is set back a day, server down for 5 s',
    async run(world) {
      const page = await world.open();
      await world.gate.close();
      await world.shoot(page, 100);
      await page.run(() => {
        const real = Date.now;
        Date.now = () => real() - 864e5;
      });
      await world.shoot(page, 100);
      await world.outage(5000);
      await world.gate.open();
      await world.arrived();
    },
  },
  {
    title: 'an engine without Web Locks: two tabs, server down, both reloaded',
    async run(world) {
      await world.gate.close();
      const pages = [await world.open({ without: 'locks' }), await world.open({ without: 'locks' })];
      for (const page of pages) await world.shoot(page, 100);
      for (const page of pages) await page.reload();
      for (const page of pages) await world.shoot(page, 100);
      await world.gate.open();
      await world.arrived();
    },
  },
];
