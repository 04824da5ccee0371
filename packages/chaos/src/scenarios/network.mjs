import { recoveries } from './recovery.mjs';

/** @type {import('../world.mjs').Scenario[]} */
export const network = [
  {
    title: 'nothing fails',
    async run(world) {
      const page = await world.open();
      await world.shoot(page);
      await world.arrived();
    },
    isKept: ({ resent }) => resent === 0,
  },
  ...recoveries,
  {
    title: '429 with Retry-After: 3',
    async run(world) {
      const page = await world.open();
      world.gate.set({ status: 429, retryAfter: '3' });
      await world.shoot(page);
      await world.outage(2500);
      world.gate.set('pass');
      await world.arrived();
    },
    // Before the three seconds are over, nobody asks again.
    isKept: ({ resent, refused }) => resent === 0 && refused === 1,
  },
  {
    title: 'stored, but the answer is lost, three times',
    async run(world) {
      const page = await world.open();
      world.gate.loseAnswers(3);
      await world.shoot(page);
      await world.answered(page);
    },
    isKept: ({ resent, lostAnswers }) => lostAnswers === 3 && resent <= 3 * 200,
  },
];
