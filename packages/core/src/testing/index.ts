/**
 * The testing kit: a platform in memory, a clock that a test moves, a collector that can name what is missing,
 * and a world of them. It depends on no test runner; the suites that an adapter runs are in
 * `@pugmark/core/testing/contracts`.
 */
export { createFakeClock, type FakeClock } from './fake-clock.js';
export {
  createMemoryDevice,
  type MemoryDevice,
  type StoreFault,
  type StoreOperation,
} from './memory-device.js';
export {
  createMemoryNetwork,
  type MemoryNetwork,
  type NetworkBehaviour,
  type SeenRequest,
} from './memory-network.js';
export { createMemoryPlatform, type MemoryParts, type MemoryPlatform } from './memory-platform.js';
export { createModelCollector, expand, type ModelCollector, type StreamAccount } from './model-collector.js';
export { createSeededRandom } from './random.js';
export {
  type Aftermath,
  examine,
  type Failure,
  findFailure,
  type Kind,
  makeSchedule,
  type Outage,
  type Outcome,
  runOutage,
  type Schedule,
  type Step,
  simulate,
  violations,
} from './simulation/index.js';
export { createWorld, missing, type Tab, type World } from './world.js';
