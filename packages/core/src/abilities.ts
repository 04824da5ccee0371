// What the platforms of a build can do. The build for platforms that cannot puts a module of its own in the place of this one,
// and carries no code for it.

/** A page goes away, perhaps into a cache, and can hand over what it still has to send. */
export const HAS_EXIT: boolean = true;
/** Bodies may go as gzip. */
export const HAS_GZIP: boolean = true;
/** Other trackers of the device, in other tabs, may change what is kept. */
export const HAS_TABS: boolean = true;
