import type { Properties } from '../api/event.js';

/**
 * Takes away what must not leave the device: gives properties for properties. Called for every event after the
 * plugins, and for registered properties. Called twice, as for an event that waited, it must change nothing more.
 */
export type Mask = (properties: Properties) => Properties;
