import { crashes, tabs } from './crashes.mjs';
import { endurance } from './endurance.mjs';
import { leaving } from './leaving.mjs';
import { network } from './network.mjs';
import { storage } from './storage.mjs';

/** In the order of the table. */
export const scenarios = [...network, ...leaving, ...tabs, ...crashes, ...storage, ...endurance];
