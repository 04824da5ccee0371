/** One SDK at work in a process of its own. What it does is the name of the scenario. */
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { makeEvent } from '../events.mjs';

const [, , name, url, directory, scenario, amount] = process.argv;
const sdk = await import(`./sdks/${name}.mjs`);
await sdk.init(url, directory);

let count = 0;

function trackNext() {
  const event = makeEvent(count++);
  sdk.track(event.name, event.properties);
}

/** As on a server: some requests, then the loop turns. Events are made outside of what is timed. */
async function throughput() {
  const before = process.cpuUsage();
  const startedAt = performance.timeOrigin + performance.now();
  let spent = 0;
  /** Calls, and the time they took, in bursts during which the system let the process run. */
  const undisturbed = { calls: 0, spent: 0 };
  for (let first = 0; first < Number(amount); first += 50) {
    const events = Array.from({ length: 50 }, (_, index) => makeEvent(first + index));
    const interruptions = process.resourceUsage().involuntaryContextSwitches;
    const began = performance.now();
    for (const event of events) sdk.track(event.name, event.properties);
    const took = performance.now() - began;
    spent += took;
    if (process.resourceUsage().involuntaryContextSwitches === interruptions) {
      undisturbed.calls += events.length;
      undisturbed.spent += took;
    }
    await new Promise(setImmediate);
  }
  const done = new Promise((resolve) => process.once('message', resolve));
  await sdk.close();
  await done;
  const { user, system } = process.cpuUsage(before);
  process.send({
    startedAt,
    trackMean: (spent * 1000) / Number(amount),
    trackUndisturbed: (undisturbed.spent * 1000) / undisturbed.calls,
    cpu: (user + system) / 1e6,
    peak: process.resourceUsage().maxRSS / 1024,
  });
  process.disconnect();
}

const scenarios = {
  throughput,
  /** 1,000 a second: at each turn as many as are due, because timers are late on a busy machine. */
  async steady() {
    const startedAt = performance.now();
    while (count < Number(amount)) {
      const due = Math.min(Number(amount), performance.now() - startedAt);
      while (count < due) trackNext();
      await wait(1);
    }
    await sdk.close();
  },
  async burst() {
    while (count < Number(amount)) trackNext();
    await sdk.close();
  },
  async end() {
    for (let i = 0; i < 250; i++) trackNext();
    await sdk.close();
  },
  exit() {
    for (let i = 0; i < 250; i++) trackNext();
    process.exit();
  },
  /** The handler that the documentation of each asks for. */
  async sigterm() {
    process.once('SIGTERM', async () => {
      await sdk.close();
      process.exit();
    });
    for (let i = 0; i < 250; i++) trackNext();
    process.send('ready');
    await wait(60_000);
  },
  /** Says on a pipe what it tracked and when: a kill cannot take that back. */
  sigkill() {
    setInterval(() => {
      const time = Date.now();
      for (let i = 0; i < 5; i++) trackNext();
      writeSync(1, `${count} ${time}\n`);
    }, 1);
  },
  /** 500 events a second until it is told to end. */
  async outage() {
    let isOver = false;
    process.once('message', () => {
      isOver = true;
    });
    while (!isOver) {
      for (let i = 0; i < 5; i++) trackNext();
      await wait(10);
    }
    await sdk.close();
    process.send({ count, peak: process.resourceUsage().maxRSS / 1024 });
    process.disconnect();
  },
  /** The next process: it only starts and ends. */
  async next() {},
};

await scenarios[scenario]();
