import type { Emitter } from '../account/emitter.js';
import type { Plugin, PluginContext } from '../api/plugin.js';
import type { Tracker } from '../api/tracker.js';
import type { LifecycleSignal, Platform } from '../platform.js';

/** Gives each plugin what it may use. */
export interface PluginContexts {
  create_(plugin: Plugin, parts: ContextParts): PluginContext;
  /** Hands a signal to the plugins that listen. */
  signal_(signal: LifecycleSignal): void;
}

interface ContextParts extends Pick<Platform, 'clock' | 'logger' | 'settings'>, Pick<PluginContext, 'page'> {
  track: Tracker['track'];
  /** Without consent nothing is kept. */
  mayKeep_(): boolean;
}

export function createPluginContexts({ warn_ }: Pick<Emitter, 'warn_'>): PluginContexts {
  let listeners: ((signal: LifecycleSignal) => void)[] = [];
  return {
    create_({ name }, { clock, logger, settings, page, track, mayKeep_ }) {
      const prefix = `plugin.${name}.`;
      return {
        track,
        page,
        clock,
        logger,
        settings: {
          get: (key) => settings.get(prefix + key),
          set: (key, value) => mayKeep_() && settings.set(prefix + key, value),
          remove: (key) => settings.remove(prefix + key),
        },
        lifecycle(listener) {
          const guarded = (signal: LifecycleSignal) => {
            try {
              listener(signal);
            } catch (cause) {
              warn_(`plugin ${name} threw`, cause);
            }
          };
          listeners = listeners.concat(guarded);
          return () => {
            listeners = listeners.filter((other) => other !== guarded);
          };
        },
      };
    },
    signal_(signal) {
      for (const listener of listeners) listener(signal);
    },
  };
}
