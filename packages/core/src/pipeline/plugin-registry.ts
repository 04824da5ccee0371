import type { Emitter } from '../account/emitter.js';
import type { DraftEvent } from '../api/event.js';
import type { Plugin } from '../api/plugin.js';
import { isObject } from '../encoding/json.js';
import { type ContextParts, createPluginContext } from './plugin-context.js';

/** The plugins of a tracker, in the order of `use`. */
export interface PluginRegistry {
  /** Adds a plugin, and sets it up once the tracker has started. Returns what takes it away. */
  use_(plugin: unknown): () => void;
  /** The tracker has started: sets up all plugins, those to come too. `undefined`: it has ended, every set-up is undone. */
  setContext_(parts: ContextParts | undefined): void;
  /** All plugins. */
  all_(): readonly Plugin[];
  /** Hands an event to each plugin but the given ones. `null`: one of them has refused it. */
  process_(event: DraftEvent, without: readonly Plugin[]): DraftEvent | null;
}

export function createPluginRegistry(emitter: Emitter): PluginRegistry {
  const { warn_ } = emitter;
  let plugins: readonly Plugin[] = [];
  /** Plugins whose `process` is at work: what one tracks itself must not come back to it. */
  let running: readonly Plugin[] = [];
  let undoes: { plugin_: Plugin; undo_: () => void }[] = [];
  let contextParts: ContextParts | undefined;

  const guard = (plugin: Plugin, action: () => void) => {
    try {
      action();
    } catch (cause) {
      warn_(`plugin ${plugin.name} threw`, cause);
    }
  };

  const setUp = (plugin: Plugin) =>
    guard(plugin, () => {
      const undo = contextParts && plugin.setup?.(createPluginContext(plugin, contextParts, emitter));
      if (undo) undoes.push({ plugin_: plugin, undo_: undo });
    });

  const undo = (only?: Plugin) => {
    undoes = undoes.filter(({ plugin_, undo_ }) => {
      const isKept = only && plugin_ !== only;
      if (!isKept) guard(plugin_, undo_);
      return isKept;
    });
  };

  return {
    use_(plugin) {
      // `isProduction && plugin` is a common way to leave one out.
      if (!isObject(plugin)) return () => {};
      const used = plugin as unknown as Plugin;
      plugins = plugins.concat(used);
      setUp(used);
      return () => {
        plugins = plugins.filter((other) => other !== used);
        undo(used);
      };
    },
    setContext_(parts) {
      contextParts = parts;
      if (parts) plugins.forEach(setUp);
      else undo();
    },
    all_: () => plugins,
    process_(event, without) {
      let draft: DraftEvent | null = event;
      for (const plugin of plugins) {
        if (!draft || !plugin.process || running.concat(without).indexOf(plugin) >= 0) continue;
        const before = running;
        running = before.concat(plugin);
        guard(plugin, () => {
          const answer: DraftEvent | null | undefined = plugin.process?.(draft as DraftEvent);
          if (answer === undefined) warn_(`plugin ${plugin.name} must return the event or null`);
          else draft = answer;
        });
        running = before;
      }
      return draft;
    },
  };
}
