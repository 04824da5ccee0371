/** However short the outage, a page may take this long to notice that it is over, in s. */
const LEAST_SECONDS = 2;
const FIGURE = 'seconds from the end of the outage until all is stored';

/**
 * A page that stays open through an outage of d seconds has delivered everything d seconds after its end.
 *
 * @param {number} seconds
 * @param {{ title: string, begin: (world: import('../world.mjs').World) => unknown, end: (world: import('../world.mjs').World) => unknown, isKept: (account: import('../world.mjs').Account) => boolean }} outage
 * @returns {import('../world.mjs').Scenario}
 */
const recovery = (seconds, { title, begin, end, isKept }) => ({
  title: `${title} for ${seconds} s`,
  async run(world) {
    const page = await world.open();
    await begin(world);
    await world.shoot(page);
    await world.outage(seconds * 1000);
    await end(world);
    const endedAt = performance.now();
    await world.arrived();
    world.figure(FIGURE, (performance.now() - endedAt) / 1000);
  },
  isKept: (account) => isKept(account) && Number(account.figures[FIGURE]) <= Math.max(LEAST_SECONDS, seconds),
});

const answers503 = {
  title: '503',
  begin: ({ gate }) => gate.set({ status: 503 }),
  end: ({ gate }) => gate.set('pass'),
  isKept: ({ resent, requests }) => resent === 0 && requests <= 30,
};

const refusesConnections = {
  title: 'connections refused',
  begin: ({ gate }) => gate.close(),
  end: ({ gate }) => gate.open(),
  isKept: ({ resent }) => resent === 0,
};

/** @type {import('../world.mjs').Scenario[]} */
export const recoveries = [answers503, refusesConnections].flatMap((outage) =>
  [2, 10, 30].map((seconds) => recovery(seconds, outage)),
);
