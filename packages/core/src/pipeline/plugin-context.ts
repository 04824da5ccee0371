import type { Emitter } from '../account/emitter.js';
import type { Plugin, PluginContext } from '../api/plugin.js';
import type { Tracker } from '../api/tracker.js';
import type { Platform } from '../platform.js';

export interface ContextParts
  extends Pick<Platform, 'clock' | 'logger' | 'settings'>,
    Pick<PluginContext, 'page' | 'options' | 'visitor'> {
  track: Tracker['track'];
  /** Without consent nothing is kept. */
  mayKeep_(): boolean;
}

/** What a plugin may use. It hears of signals through the emitter, before the engine does. */
export function createPluginContext(
  { name }: Plugin,
  { clock, logger, options, settings, page, visitor, track, mayKeep_ }: ContextParts,
  { listen_ }: Emitter,
): PluginContext {
  const prefix = `plugin.${name}.`;
  return {
    track,
    visitor,
    page,
    clock,
    logger,
    options,
    settings: {
      get: (key) => settings.get(prefix + key),
      set: (key, value) => mayKeep_() && settings.set(prefix + key, value),
      remove: (key) => settings.remove(prefix + key),
    },
    lifecycle: (listener) => listen_('signal', listener, `plugin ${name}`),
  };
}
