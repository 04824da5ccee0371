import type { ErasureReceipt, Subject } from '@pugmark/store';
import { type Command, Option } from 'commander';
import { addStoreFlags, openStore, type StoreFlags } from './store-flags.ts';

interface Flags extends StoreFlags {
  device?: true;
  url?: string;
  token?: string;
}

/** `pugmark-collector erase <id>`: removes a person, or a device, and prints the receipt. */
export function addErase(program: Command): void {
  addStoreFlags(
    program
      .command('erase')
      .description('remove all data of a person, and have those that keep copies remove it too')
      .argument('<id>', 'user id of the person, or device id of who never logged in'),
  )
    .option('--device', 'the id is of a device: remove all that was tracked on it, whoever used it')
    .addOption(
      new Option('--url <url>', 'ask the collector that runs there, instead of opening its store').conflicts(
        'store',
      ),
    )
    .addOption(new Option('--token <token>', 'token of an admin, with --url').env('PUGMARK_TOKEN'))
    .action(async (id: string, flags: Flags) => {
      const receipt = flags.url
        ? await askCollector(flags.url, flags.token, id, flags)
        : await eraseIn(flags, flags.device ? { deviceId: id } : { personId: id });
      process.stdout.write(`${JSON.stringify(receipt, null, 2)}\n`);
    });
}

async function eraseIn(flags: Flags, subject: Subject): Promise<ErasureReceipt> {
  const store = await openStore(flags, { keepDays: 'as it is' });
  try {
    return await store.erase(subject);
  } finally {
    await store.close();
  }
}

async function askCollector(
  url: string,
  token: string | undefined,
  id: string,
  { device }: Flags,
): Promise<ErasureReceipt> {
  const address = `${url.replace(/\/+$/, '')}/privacy/${device ? 'devices' : 'persons'}/${encodeURIComponent(id)}`;
  const response = await fetch(address, {
    method: 'DELETE',
    headers: token ? { Authorization: `Bearer ${token}` } : {},
  });
  const answer = (await response.json()) as ErasureReceipt & { error?: { message: string } };
  if (!response.ok) throw new Error(answer.error?.message ?? `The collector answered ${response.status}.`);
  return answer;
}
