import { addStoreFlags, openStore, readPlanFile, type StoreFlags } from '@pugmark/collector/command-line';
import { ask, type Question } from '@pugmark/insights';
import { type Command, Option } from 'commander';
import { readFigure } from './figures.ts';
import { toTables, writeCsv, writeTable } from './tables.ts';

interface Flags extends StoreFlags {
  plan?: string;
  figure?: Record<string, number>;
  json?: true;
  csv?: true;
}

/** `pugmark-server ask`: answers a question from the store. */
export function addAsk(program: Command): void {
  addStoreFlags(
    program
      .command('ask')
      .description('answer a question: the name of a metric of the plan, or a question in JSON')
      .argument('<question>'),
  )
    .option('--plan <file>', 'tracking plan that the names are taken from (default: none)')
    .addOption(
      new Option('--figure <name=number>', 'a configured figure; may be repeated').argParser(readFigure),
    )
    .addOption(new Option('--json', 'print the whole answer as JSON').conflicts('csv'))
    .option('--csv', 'print the tables as CSV')
    .action(answer);
}

async function answer(text: string, flags: Flags): Promise<void> {
  const question = readQuestionText(text);
  const plan = flags.plan === undefined ? undefined : await readPlanFile(flags.plan);
  const store = await openStore(flags);
  try {
    const { figure: figures } = flags;
    const answered = await ask(question, store.source, { plan, figures });
    if (flags.json) process.stdout.write(`${JSON.stringify(answered, null, 2)}\n`);
    else
      for (const table of toTables(answered))
        process.stdout.write(flags.csv ? writeCsv(table) : writeTable(table));
    const { share, lost } = answered.completeness;
    if (!flags.json && !flags.csv && share !== null)
      process.stdout.write(
        `\n${Math.floor(share * 1000) / 10} % complete, ${lost} lost; computed at ${answered.computedAt}\n`,
      );
  } finally {
    await store.close();
  }
}

function readQuestionText(text: string): Question {
  if (!text.trimStart().startsWith('{'))
    return { kind: 'metric', metric: text.trim(), range: { last: { days: 7 } }, interval: 'day' };
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The question is no JSON: ${(cause as Error).message}`);
  }
}
