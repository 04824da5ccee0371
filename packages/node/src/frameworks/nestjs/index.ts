export { Track, type TrackDecoratorOptions, type TrackedCall } from './track-decorator.js';
export {
  TrackingModule,
  type TrackingModuleAsyncOptions,
  type TrackingModuleOptions,
} from './tracking-module.js';
export { TRACKER, TrackingService } from './tracking-service.js';
