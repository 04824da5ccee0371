import { createServer } from 'node:net';

/**
 * @param {{ port: number, host: string, purpose: string, flag: string, variable: string }} wanted
 * @throws Error that names the port and how to choose another.
 */
export function requireFreePort({ port, host, purpose, flag, variable }) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
      const reason = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${message})`;
      reject(
        new Error(
          `Port ${port} for the ${purpose} ${reason}. Stop the program that uses it, or choose another: ` +
            `npm start -- ${flag} ${port + 1} (or ${variable}=${port + 1})`,
        ),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** A port of this machine that nobody uses at the moment. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
