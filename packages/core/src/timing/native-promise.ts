/** The engine's own Promise, whatever a page has put in the place of the global one: an async function answers no other. */
export const NativePromise = (async () => {})().constructor as PromiseConstructor;

/** Runs an action when the running task has come to its end, or shortly before. */
export const atEndOfTask = (action: () => void): Promise<void> => NativePromise.resolve().then(action);
