import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

const CONNECTIONS = 16;
/** Ticks of the system's clock in a second. */
const TICKS = 100;

/** CPU seconds of a process so far. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function rssOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

function post(url, agent, body) {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/tracking/events/batch`,
      {
        method: 'POST',
        agent,
        headers: { 'Content-Type': 'application/json', 'Content-Length': body.length },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(JSON.parse(text))
            : reject(new Error(`${response.statusCode} ${text}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends all bodies over some connections; returns events that were accepted. */
async function sendAll(url, bodies) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  let accepted = 0;
  const work = async () => {
    while (next < bodies.length) {
      const answer = await post(url, agent, bodies[next++]);
      accepted += answer.accepted;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  agent.destroy();
  return accepted;
}

/** Events a second and CPU of one kind of server. */
export async function measure(kind, { warm, bodies, place = '' }) {
  const child = fork(fileURLToPath(new URL('./server-process.mjs', import.meta.url)), [kind, place]);
  const { url } = await new Promise((resolve) => child.once('message', resolve));
  await sendAll(url, warm);
  const cpu = cpuOf(child.pid);
  const start = performance.now();
  const events = await sendAll(url, bodies);
  const seconds = (performance.now() - start) / 1000;
  const used = cpuOf(child.pid) - cpu;
  const result = { kind, perSecond: events / seconds, cpu: (used / events) * 1e6, rss: rssOf(child.pid) };
  child.kill();
  await new Promise((resolve) => child.once('exit', resolve));
  return result;
}
