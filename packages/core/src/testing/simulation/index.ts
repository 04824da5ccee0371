/** The simulated world at large: seeded schedules of faults, run on the real engine, and the promises they test. */
export { type Outcome, simulate } from './simulate.js';
export { type Kind, makeSchedule, type Schedule, type Step } from './step.js';
export { examine, type Failure, findFailure, violations } from './violations.js';
