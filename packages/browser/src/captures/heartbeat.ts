export { type Beat, type Heartbeat, type HeartbeatOptions, heartbeat } from '@pugmark/core';
