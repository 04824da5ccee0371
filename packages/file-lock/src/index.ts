export { createLockFile, isHeld, latestLock, lockPath, readHolder, SILENCE } from './lock-file.js';
export { identify, isRunning, type ProcessIdentity } from './process-identity.js';
