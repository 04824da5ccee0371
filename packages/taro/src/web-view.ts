import { addHandOver, type Clock, type Plugin, type Visitor, writeHandOver } from '@pugmark/core';

/** Writes who is here into an address; learns it from the tracker that it is a plugin of. */
export interface VisitorLink {
  plugin: Plugin;
  withVisitor(url: string): string;
}

export function createVisitorLink(clock: Pick<Clock, 'now'>): VisitorLink {
  let read: (() => Visitor | undefined) | undefined;
  return {
    plugin: {
      name: 'web-view',
      setup({ visitor }) {
        read = visitor;
      },
    },
    withVisitor(url) {
      const visitor = read?.();
      const text = visitor && writeHandOver(visitor, clock.now());
      return text ? addHandOver(url, text) : url;
    },
  };
}
