// Taken when the module loads: test tools replace it later.
const { Date: Time } = { Date };

/**
 * A time as ISO 8601 in UTC.
 *
 * @param time ms since 1970.
 * @throws RangeError when there is no such time.
 */
export const toIsoTime = (time: number): string => new Time(time).toISOString();
