const MB = 1e6;

/** What lives in the page after a collection of garbage, in bytes. @param {import('puppeteer-core').CDPSession} session */
async function heap(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** @type {import('../world.mjs').Scenario[]} */
export const endurance = [
  {
    title: '20,000 events while the server is down',
    needs: ['heap'],
    async run(world) {
      const page = await world.open();
      await world.gate.close();
      const session = await page.puppet.createCDPSession();
      await page.run(() => {
        globalThis.longest = 0;
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries())
            globalThis.longest = Math.max(globalThis.longest, duration);
        }).observe({ type: 'longtask' });
      });
      const before = await heap(session);
      for (let chunk = 0; chunk < 20; chunk++) {
        const marks = await page.run(async () => {
          const tracked = [];
          // As many tasks as a busy page has, each with some events.
          for (let task = 0; task < 50; task++) {
            tracked.push(...globalThis.shoot(20));
            await new Promise((resolve) => setTimeout(resolve));
          }
          return tracked;
        });
        world.note(...marks);
      }
      world.figure('heap growth, MB', (await heap(session)) / MB - before / MB);
      world.figure(
        'localStorage, KB',
        await page.run(() => JSON.stringify({ ...localStorage }).length / 1000),
      );
      world.figure('longest task, ms', await page.run(() => globalThis.longest));
      await world.gate.open();
      await world.answered(page);
      world.figure('heap growth when all is sent, MB', (await heap(session)) / MB - before / MB);
    },
  },
];
