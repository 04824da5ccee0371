// Takes the place of the engine's module of this name: a mini-program has one process, which is hidden and killed without
// an exit, and its requests carry text.

export const HAS_EXIT = false;
export const HAS_GZIP = false;
export const HAS_TABS = false;
