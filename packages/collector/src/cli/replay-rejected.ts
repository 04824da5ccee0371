import { type Command, Option } from 'commander';
import type { Replayed } from '../rejections/replay.ts';

interface Flags {
  url: string;
  token?: string;
  code?: string;
}

/** `pugmark-collector replay-rejected`: has a collector, whose plan was mended, take what it had rejected. */
export function addReplayRejected(program: Command): void {
  program
    .command('replay-rejected')
    .description('take what was rejected once more, by the plan that the collector has now')
    .option('--url <url>', 'the collector', 'http://127.0.0.1:8787')
    .addOption(new Option('--token <token>', 'token of an admin').env('PUGMARK_TOKEN'))
    .option('--code <code>', 'only what was rejected for this reason, such as off_plan')
    .action(async ({ url, token, code }: Flags) => {
      const query = code === undefined ? '' : `?code=${encodeURIComponent(code)}`;
      const response = await fetch(`${url.replace(/\/+$/, '')}/rejected/replay${query}`, {
        method: 'POST',
        headers: token ? { Authorization: `Bearer ${token}` } : {},
      });
      const answer = (await response.json()) as Replayed & { error?: { message: string } };
      if (!response.ok)
        throw new Error(answer.error?.message ?? `The collector answered ${response.status}.`);
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    });
}
