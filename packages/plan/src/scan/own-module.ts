import ts from 'typescript';

/** Stands for every `@pugmark/*` package: a name that leads here is ours. */
export const OWN_FILE = '/__pugmark__/index.d.ts';

export const TRACKING = ['track', 'trackBusinessEvent', 'trackPageView', 'trackClick', 'setUser'] as const;
export const MAKERS = ['init', 'start', 'createTracker', 'useTrack', 'useTracker', 'usePugmark'] as const;
const TYPES = ['Tracker', 'ServerTracker', 'TrackerFor', 'TrackerForEvents', 'TypedTrack'];

export function createOwnModule(): ts.SourceFile {
  const text = [
    ...[...TRACKING, ...MAKERS].map((name) => `export declare const ${name}: any;`),
    ...TYPES.map((name) => `export interface ${name}<A = any, B = any> {}`),
  ].join('\n');
  return ts.createSourceFile(OWN_FILE, text, ts.ScriptTarget.ESNext, true);
}

export const isOurs = (declaration: ts.Node) => declaration.getSourceFile().fileName === OWN_FILE;
