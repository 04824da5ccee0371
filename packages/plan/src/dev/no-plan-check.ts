import type { Plugin } from '@pugmark/core';

/** What production builds get in its place: a plugin that does nothing. */
export const planCheck = (): Plugin => ({ name: '' });
