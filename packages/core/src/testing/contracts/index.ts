/** Suites of tests, one for each port: an adapter runs them on its real thing. They need vitest. */
export { type MirrorFixture, mirrorContract } from './mirror-contract.js';
export { type OwnershipFixture, ownershipContract } from './ownership-contract.js';
export { platformContract } from './platform-contract.js';
export { type ReceivedRequest, type Reply, type SendFixture, sendContract } from './send-contract.js';
export { type SettingsFixture, settingsContract } from './settings-contract.js';
export { type StoreFixture, storeContract } from './store-contract.js';
