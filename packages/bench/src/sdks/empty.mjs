/** The baseline: a page that builds the same events and hands them to nobody. */
export function init() {}
export function track() {}
export function setUser() {}
export function flush() {}
