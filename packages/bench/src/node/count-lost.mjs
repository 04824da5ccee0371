import { endOf, startChild } from './process.mjs';

const markOf = (index) => `bench-${String(index).padStart(6, '0')}`;

/** What never arrived of so many events, also not with the next process of the service. */
export async function countLost(name, server, directory, tracked) {
  const look = async () => {
    const { marks, received } = await server.ask('tally');
    const arrived = new Set(marks);
    const missing = Array.from({ length: tracked }, (_, index) => index).filter(
      (index) => !arrived.has(markOf(index)),
    );
    return { lost: missing.length, missing, duplicates: received - marks.length };
  };
  const first = await look();
  if (!first.lost) return first;
  await endOf(startChild(name, server.url, directory, 'next'));
  return look();
}
