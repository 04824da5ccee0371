import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { BUILTIN_SETS } from '../model/words.js';
import { check } from './check-command.js';
import { diff } from './diff-command.js';
import { docs } from './docs-command.js';
import { importPlan } from './import-command.js';
import { init } from './init-command.js';
import { EXIT, type Output } from './output.js';
import { scan } from './scan-command.js';
import { types } from './types-command.js';

const EXTENDS_FLAG = [
  '--extends <set...>',
  `sets of events that the SDK tracks by itself: ${BUILTIN_SETS.join(', ')} (default: by the package.json)`,
] as const;
const JSON_FLAG = ['--json', 'print JSON, for tools'] as const;

/** Runs the command line; resolves with the exit code and never rejects. */
export async function runCli(args: string[], output: Output): Promise<number> {
  let code: number = EXIT.fine;
  const program = new Command('pugmark')
    .description('The tracking plan: checks it, types the code by it, writes its docs.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.print(text.trimEnd()),
      writeErr: (text) => output.fail(text.trimEnd()),
    })
    .showHelpAfterError('(--help tells more)')
    .addHelpText(
      'after',
      '\nExit codes: 0 fine, 1 something was found, 2 the command could not be carried out.',
    );

  program
    .command('check')
    .description('check plans: format, names, duplicates, metrics, and breaking changes')
    .argument('<plan...>', 'plan files: YAML, JSON or TypeScript')
    .option('--against <revision>', 'report what breaks since this git revision')
    .option(...JSON_FLAG)
    .action(async (files, flags) => {
      code = await check(files, flags, output);
    });
  program
    .command('init')
    .description('write a plan to begin with, which has the events that the SDK tracks by itself')
    .argument('[plan]', 'plan file to write, .yaml', 'tracking-plan.yaml')
    .option('--name <name>', 'name of the plan (default: that of the directory)')
    .option(...EXTENDS_FLAG)
    .option('--no-extends', 'extend no set')
    .option('--force', 'overwrite the plan file')
    .option(...JSON_FLAG)
    .action(async (file, flags) => {
      code = await init(file, flags, output);
    });
  program
    .command('scan')
    .description('compare every track call in the code with the plan')
    .argument('<path...>', 'directories or files: TypeScript, JavaScript, JSX, Vue')
    .requiredOption('-p, --plan <file>', 'plan file')
    .option('-w, --wrapper <name[:eventArg[:propertiesArg]]...>', 'functions of yours that track')
    .option('--ignore <glob...>', 'files to leave out, besides those that git ignores')
    .option('--allow <code...>', 'kinds of problems not to report, such as never_fired')
    .option(...JSON_FLAG)
    .action(async (paths, flags) => {
      code = await scan(paths, flags, output);
    });
  program
    .command('types')
    .description('write a TypeScript file with the constants and types of a plan')
    .argument('<plan>', 'plan file')
    .option('-o, --output <file>', 'file to write (default: print)')
    .option('--check', 'write nothing; fail when the file is stale')
    .option(...JSON_FLAG)
    .action(async (file, flags) => {
      code = await types(file, flags, output);
    });
  program
    .command('docs')
    .description('write the plan as one page: HTML, which can be searched, or Markdown')
    .argument('<plan>', 'plan file')
    .option('-o, --output <file>', 'file to write, .html or .md (default: print Markdown)')
    .option('--scan <path...>', 'name the places in the code that fire each event')
    .option('-w, --wrapper <name[:eventArg[:propertiesArg]]...>', 'functions of yours that track')
    .option(...JSON_FLAG)
    .action(async (file, flags) => {
      code = await docs(file, flags, output);
    });
  program
    .command('import')
    .description('make a plan of JSON Schema and CSV files, and tell what a plan cannot hold')
    .argument('<file...>', 'JSON Schema of an event or of several (.json, .yaml), or a table (.csv, .tsv)')
    .option('-o, --output <file>', 'plan file to write, .yaml (default: print it)')
    .option('--name <name>', 'name of the plan (default: that of the file)')
    .option(...EXTENDS_FLAG)
    .option('--no-extends', 'extend no set')
    .option('--force', 'overwrite the plan file')
    .option(...JSON_FLAG)
    .action(async (files, flags) => {
      code = await importPlan(files, flags, output);
    });
  program
    .command('diff')
    .description('list what has changed: between two plans, or in one since a git revision')
    .argument('<plan>', 'plan file')
    .argument('[newer]', 'the newer plan file')
    .option('--against <revision>', 'git revision to compare one file with', 'HEAD')
    .option(...JSON_FLAG)
    .action(async (first, second, flags) => {
      code = await diff([first, ...(second === undefined ? [] : [second])], flags, output);
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed its own; help and version are no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failed;
    output.fail(error instanceof Error ? error.message : String(error));
    return EXIT.failed;
  }
}
