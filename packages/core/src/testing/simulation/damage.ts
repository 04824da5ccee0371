import type { World } from '../world.js';
import type { Journal } from './journal.js';
import type { Damage } from './step.js';

const GARBAGE = ['garbage', '', '{}', 'null\nnull', '{"streamId":"x"}'];
const STRANGE_RECORDS = ['somebody:else', 'hello', 'a:b:c:d:e:f', ':1:1:1:1:1', '2:a:1:1:1:1:1:1'];
const STRANGE_SETTINGS = ['spill', 'spill.', 'spill.elsewhere.s.1', 'spill.1.2.3.4', 'plugin.other.count'];

/** Names that are not ours: they stay where they are. */
export const isStrange = (key: string): boolean =>
  STRANGE_RECORDS.includes(key) || STRANGE_SETTINGS.includes(key);

let junk = 0;

/** Does to the device what others do to it. */
export function inflict({ device }: World, damage: Damage, pick: number, journal: Journal): void {
  const { records } = device.store;
  const { entries } = device.settings;
  const choose = (keys: string[]) => keys.filter((key) => !isStrange(key))[pick % Math.max(1, keys.length)];
  const isSpill = (key: string) => key.startsWith('spill.');
  journal.scan();

  if (damage === 'record') {
    const key = choose([...records.keys()]);
    if (key) {
      journal.damage([records.get(key) || '']);
      records.set(key, GARBAGE[pick % GARBAGE.length] || '');
    }
  } else if (damage === 'spill') {
    const key = choose([...entries.keys()].filter(isSpill));
    const text = (key && entries.get(key)) || '';
    if (key) {
      journal.damage([text]);
      entries.set(key, text.slice(0, pick % text.length));
    }
  } else if (damage === 'setting') {
    const key = choose([...entries.keys()].filter((name) => !isSpill(name)));
    // Never the same twice, so that no two visitors become one by it.
    if (key) entries.set(key, `{"id":"junk-${++junk}"`);
  } else if (damage === 'strangers') {
    for (const key of STRANGE_RECORDS) records.set(key, '{}\n,{}');
    for (const key of STRANGE_SETTINGS) entries.set(key, '[["s:1:1:5:1:1","{}\\n,{}"]]');
  } else {
    journal.damage([...entries].filter(([key]) => isSpill(key)).map(([, text]) => text));
    entries.clear();
    if (pick % 2) device.settings.tell(undefined, {});
  }
}
