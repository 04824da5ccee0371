import { Command } from 'commander';
import { version } from '../../package.json';
import { addArchive } from './archive.ts';
import { addConformance } from './conformance.ts';
import { addDoctor } from './doctor.ts';
import { addErase } from './erase.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addMigrate } from './migrate.ts';
import { addPrune } from './prune.ts';
import { addReplay } from './replay.ts';
import { addReplayRejected } from './replay-rejected.ts';
import { addServe } from './serve.ts';

/** Each adds one subcommand; `serve` is what runs without a name. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  addServe,
  addErase,
  addReplayRejected,
  addExport,
  addArchive,
  addImport,
  addReplay,
  addPrune,
  addMigrate,
  addDoctor,
  addConformance,
];

/** The whole command line. A subcommand rejects with a sentence for the user; it never ends the process itself. */
export function createProgram(): Command {
  const program = new Command('pugmark-collector')
    .description('Receives tracking events, keeps them, and shows them live.')
    .version(version);
  for (const add of COMMANDS) add(program);
  // What nearly everybody looks for.
  const serve = program.commands.find((command) => command.name() === 'serve');
  program.addHelpText('after', () => `\nWithout a command it serves.\n\n${serve?.helpInformation() ?? ''}`);
  return program;
}
