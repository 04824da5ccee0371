/** Takes the place of the engine's module of this name: nobody replaces the Promise of a mini-program. */
export const NativePromise = Promise;

export const atEndOfTask = (action: () => void): Promise<void> => Promise.resolve().then(action);
