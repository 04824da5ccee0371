import { withDirectory } from './directory.mjs';
import { startChild } from './process.mjs';
import { withServerProcess } from './server.mjs';

/** How long all events may take to arrive, in ms. */
const PATIENCE = 180_000;

/** So many events end to end, by one process, to a server in another. */
export function measureThroughput(name, events) {
  return withDirectory((directory) =>
    withServerProcess(async (server) => {
      await server.ask('expect', { count: events });
      const complete = server.complete(PATIENCE);
      const { child, message, ended } = startChild(name, server.url, directory, 'throughput', events);
      const told = message();
      await Promise.race([complete, ended]);
      child.send('done');
      const { startedAt, trackMean, trackUndisturbed, cpu, peak } = await told;
      const { marks, received, requests, lastAt } = await server.ask('tally');
      await ended;
      const seconds = (lastAt - startedAt) / 1000;
      return {
        perSecond: marks.length / seconds,
        seconds,
        cpu,
        peak,
        trackMean,
        trackUndisturbed,
        requests,
        arrived: marks.length,
        duplicates: received - marks.length,
      };
    }),
  );
}
