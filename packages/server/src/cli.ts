#!/usr/bin/env node
import { createProgram } from './cli/program.ts';

// A variable that is set to nothing, as compose files do, counts as not set.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('PUGMARK_') && process.env[name] === '') delete process.env[name];
}

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
