export { storedEvent } from './samples.ts';
