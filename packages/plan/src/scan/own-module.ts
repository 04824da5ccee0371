import ts from 'typescript';

/** Stands for every `@pugmark/*` package: a name that leads here is ours. */
export const OWN_FILE = '/__pugmark__/index.d.ts';

const METHODS = ['track', 'trackBusinessEvent', 'trackPageView', 'trackClick', 'setUser'] as const;
/** The methods and functions that fire events, and the decorator of NestJS. */
export const TRACKING = [...METHODS, 'Track'] as const;
export const MAKERS = ['init', 'start', 'createTracker', 'useTrack', 'useTracker', 'usePugmark'] as const;
/** Types of trackers; their parameters say which plan and which adapter, which the scan need not know. */
const TRACKERS = ['ServerTracker', 'TrackerFor', 'TrackerForEvents', 'TrackingService'];
/** Types of the method `track` alone. `Track` is one as well as a decorator. */
export const TRACKS = ['Track', 'TrackEvents', 'TypedTrack'];

export type TrackingMethod = (typeof TRACKING)[number];

export const toTrackingMethod = (name: string) => TRACKING.find((method) => method === name);

/** Says only as much of the packages as it takes to recognise a tracker. */
export function createOwnModule(): ts.SourceFile {
  const text = [
    `export interface Tracker<A = any> { ${METHODS.map((name) => `${name}(...given: any[]): void;`).join(' ')} }`,
    ...TRACKERS.map((name) => `export interface ${name}<A = any, B = any> extends Tracker<A> {}`),
    ...TRACKS.map((name) => `export type ${name}<A = any, B = any> = Tracker['track'];`),
    ...TRACKING.map((name) => `export declare function ${name}(...given: any[]): any;`),
    ...MAKERS.map((name) => `export declare function ${name}<A = any>(...given: any[]): Made;`),
    "type Made = Tracker & Tracker['track'];",
    'export declare const TrackingService: abstract new (...given: any[]) => TrackingService;',
    'export declare const TRACKER: unique symbol;',
  ].join('\n');
  return ts.createSourceFile(OWN_FILE, text, ts.ScriptTarget.ESNext, true);
}

export const isOurs = (declaration: ts.Node) => declaration.getSourceFile().fileName === OWN_FILE;
