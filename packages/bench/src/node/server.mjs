import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Starts the server's process. */
async function startServerProcess() {
  const child = fork(new URL('./server-process.mjs', import.meta.url));
  const [{ url }] = await once(child, 'message');
  let lastId = 0;
  const ask = (command, rest = {}) =>
    new Promise((resolve) => {
      const id = ++lastId;
      const hear = (message) => {
        if (message.id !== id) return;
        child.off('message', hear);
        resolve(message.result);
      };
      child.on('message', hear);
      child.send({ id, command, ...rest });
    });
  return {
    url,
    ask,
    /** Resolves `true` when all expected events are in, `false` after that many ms. */
    complete(ms) {
      return new Promise((resolve) => {
        const end = (isComplete) => {
          clearTimeout(timer);
          child.off('message', hear);
          resolve(isComplete);
        };
        const hear = ({ complete }) => complete && end(true);
        const timer = setTimeout(end, ms, false);
        child.on('message', hear);
      });
    },
    close: () => child.disconnect(),
  };
}

/** Gives the work a server, and ends it afterwards. */
export async function withServerProcess(work) {
  const server = await startServerProcess();
  try {
    return await work(server);
  } finally {
    server.close();
  }
}
