// @ts-check
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createTracker, withContext } from '@pugmark/node';

/**
 * The gateway of a pool hall's equipment. Heartbeats of all tables are gathered and sent once a minute, in one packet;
 * an alarm goes at once, and takes the heartbeats that wait along.
 *
 * @param {{ apiUrl: string, durability?: import('@pugmark/node').Durability }} options
 */
export function createEquipment(options) {
  const tracker = createTracker({
    ...options,
    name: 'equipment',
    platform: 'device',
    batchInterval: 60_000,
    batchSize: 1000,
  });
  return {
    /** @param {{ device_id: string, table_id: number, online: 0 | 1, latency_ms: number }} heartbeat */
    heartbeat(heartbeat) {
      withContext({ deviceId: heartbeat.device_id }, () => tracker.track('heartbeat_receive', heartbeat));
    },
    /**
     * @param {string} deviceId
     * @param {{ alarm_id: string, category: string, level: string }} alarm
     */
    alarm(deviceId, alarm) {
      withContext({ deviceId }, () => tracker.track('alarm_raise', alarm, { priority: 'P0' }));
      return tracker.flush();
    },
    stop: tracker.stop,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      collector: { type: 'string', default: 'http://127.0.0.1:8787' },
      tables: { type: 'string', default: '20' },
    },
  });
  const equipment = createEquipment({ apiUrl: values.collector });
  const tables = Number(values.tables);
  for (let round = 0; round < 6; round++) {
    for (let table = 1; table <= tables; table++)
      equipment.heartbeat({
        device_id: `lamp-${table}`,
        table_id: table,
        online: 1,
        latency_ms: 10 + ((table * 7 + round * 3) % 40),
      });
  }
  await equipment.alarm('lamp-1', { alarm_id: `alarm-${Date.now()}`, category: 'overheat', level: 'high' });
  const { acknowledged, queued } = await equipment.stop();
  console.log(`${tables} tables: ${acknowledged} events delivered, ${queued} wait`);
}
