/** The simulated world at large: seeded schedules of faults, run on the real engine, and the promises they test. */
export { makeSchedule } from './make-schedule.js';
export { type Aftermath, type Outage, runOutage } from './outage.js';
export type { Outcome } from './outcome.js';
export { simulate } from './simulate.js';
export type { Kind, Schedule, Step } from './step.js';
export { examine, type Failure, findFailure, violations } from './violations.js';
