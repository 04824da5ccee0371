const actions = new Set<() => void>();

/** What must happen in the very last moment, synchronously; none may throw. Returns a function that takes it back. */
export function atExit(action: () => void): () => void {
  // One listener for all trackers: Node warns of many.
  if (!actions.size) process.on('exit', runAll);
  actions.add(action);
  return () => {
    actions.delete(action);
    if (!actions.size) process.off('exit', runAll);
  };
}

function runAll(): void {
  for (const action of [...actions]) {
    try {
      action();
    } catch {
      // The process ends with the code that it was to end with.
    }
  }
}
