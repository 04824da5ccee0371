import { countLost } from './count-lost.mjs';
import { withDirectory } from './directory.mjs';
import { endOf, startChild } from './process.mjs';
import { withServerProcess } from './server.mjs';

/** A second and a half of 1,000 events a second. */
const STEADY_EVENTS = 1500;
const BURST_EVENTS = 50_000;

/** Into how many requests an SDK puts what a service keeps tracking. */
export const measureSteadyFlow = (/** @type {string} */ name) => measureFlow(name, 'steady', STEADY_EVENTS);

/**
 * A burst in one task, in a process that has just started and has nothing on its disk: all of it is in memory before
 * the first write or request can begin.
 */
export const measureBurst = (/** @type {string} */ name) => measureFlow(name, 'burst', BURST_EVENTS);

function measureFlow(name, scenario, events) {
  return withDirectory((directory) =>
    withServerProcess(async (server) => {
      const started = startChild(name, server.url, directory, scenario, events);
      await endOf(started);
      if (started.child.exitCode) throw new Error(started.errors().slice(0, 300));
      const { marks, requests } = await server.ask('tally');
      const { lost, duplicates } = await countLost(name, server, directory, events);
      return { tracked: events, requests, arrived: marks.length, lost, duplicates };
    }),
  );
}
