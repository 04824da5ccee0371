import { expect, onTestFinished, test } from 'vitest';
import { createEquipment } from './equipment.js';
import { startCollector } from './testing/collector.js';

test('heartbeats of all tables wait for one packet; an alarm goes at once, and takes them along', async () => {
  const collector = await startCollector();
  onTestFinished(collector.close);
  const equipment = createEquipment({ apiUrl: collector.url, durability: 'memory' });
  onTestFinished(async () => void (await equipment.stop()));
  for (let table = 1; table <= 100; table++)
    equipment.heartbeat({ device_id: `lamp-${table}`, table_id: table, online: 1, latency_ms: 12 });
  expect(collector.requests()).toBe(0);
  await equipment.alarm('lamp-7', { alarm_id: 'a-1', category: 'overheat', level: 'high' });
  expect(collector.requests()).toBeLessThanOrEqual(2);
  expect(collector.events).toHaveLength(101);
  for (const { deviceId, platform, eventName, properties } of collector.events) {
    expect(platform).toBe('device');
    expect(deviceId).toBe(eventName === 'alarm_raise' ? 'lamp-7' : properties.device_id);
  }
});
