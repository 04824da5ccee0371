/** An object of such a name is a tracker where nothing tells what it is. */
const TRACKER_NAME = /^\$?(?:tracker|tracking|pugmark)$/i;

export const isTrackerName = (name: string) => TRACKER_NAME.test(name);
