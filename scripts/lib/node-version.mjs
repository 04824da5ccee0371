/** In plain old syntax and without imports, so that even a Node that cannot run the rest tells why. */
const WANTED = [20, 11];

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) return;
  console.error(
    `Pugmark needs Node ${WANTED.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(1);
}
