export type Path = readonly (string | number)[];

/** What a person must mend, in a plan. What is wrong with an event is a `Fault`. `code` is stable, for tools; `message` is for people. */
export interface Problem {
  code: string;
  message: string;
  path: Path;
}

export interface Position {
  line: number;
  column: number;
}

export interface LocatedProblem extends Problem {
  file: string;
  position?: Position;
}

/** `plan.yaml:12:5: message`, which editors and terminals make a link of. */
export function formatProblem({ file, position, path, message }: LocatedProblem): string {
  const where = position ? `${file}:${position.line}:${position.column}` : file;
  const what = path.length > 0 ? `${path.join('.')}: ` : '';
  return `${where}: ${what}${message}`;
}
