import type { CaptureOptions } from '../captures/index.js';
import type { Frame } from './frame.js';
import type { createVisitor } from './visit.js';

type Visitor = ReturnType<typeof createVisitor>;

/** A page whose tracker has these captures. */
export async function visitWith(visitor: Visitor, captures: CaptureOptions): Promise<Frame> {
  const frame = await visitor.page();
  await frame.run(
    async (load, options, chosen) => {
      const api = await load();
      const { captures: all } = await load('captures/index');
      const page = window as Window & { undo?: () => void; flushed?: () => Promise<unknown> };
      const tracker = api.init(options);
      page.undo = tracker.use(all(chosen));
      await api.flush();
    },
    visitor.options,
    captures,
  );
  return frame;
}

/** Takes the captures away again. */
export const undo = (frame: Frame): Promise<void> =>
  frame.run(() => (window as Window & { undo?: () => void }).undo?.());

export type Told = { event: string } & Record<string, unknown>;

/** What the collector holds, in order: names and properties of the events of these names. */
export async function told(visitor: Visitor, frame: Frame, ...names: string[]): Promise<Told[]> {
  await frame.run(async (load) => (await load()).flush());
  return stored(visitor, ...names);
}

/** The same, of pages that are gone. */
export async function stored(visitor: Visitor, ...names: string[]): Promise<Told[]> {
  const events = await visitor.collector.events();
  return events
    .filter(({ eventName }) => eventName && names.includes(eventName))
    .sort((a, b) => `${a.eventTime}`.localeCompare(`${b.eventTime}`) || Number(a.seq) - Number(b.seq))
    .map(({ eventName, properties }) => ({ event: `${eventName}`, ...properties }));
}

/** Waits in the page until a condition holds there. */
export const until = (frame: Frame, condition: () => boolean): Promise<void> =>
  frame.run(async (_, source) => {
    const holds = new Function(`return (${source})()`) as () => boolean;
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  }, condition.toString());
