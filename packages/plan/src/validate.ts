export { compileChecks, type EventCheck, type Fault } from './validate/compile-checks.js';
