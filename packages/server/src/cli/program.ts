import { addServe } from '@pugmark/collector/command-line';
import { Command } from 'commander';
import { version } from '../../package.json';
import { addAsk } from './ask.ts';
import { serveExtension } from './serve.ts';

/** The whole command line; without a command it serves. */
export function createProgram(): Command {
  const program = new Command('pugmark-server')
    .description('Collects tracking events and answers questions about them.')
    .version(version);
  addServe(program, serveExtension);
  addAsk(program);
  return program;
}
