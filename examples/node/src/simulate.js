// @ts-check
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const SERVICES = [
  { serviceId: 'full-day', amount: 399 },
  { serviceId: 'half-day', amount: 219 },
  { serviceId: 'report-pickup', amount: 69.9 },
];
const PAYMENT_METHODS = ['wechat_pay', 'alipay', 'bank_card'];

/**
 * Drives the order service over HTTP: each order is created, paid and completed, but the second is cancelled.
 *
 * @param {string} service Its address.
 * @param {number} count Orders to place.
 * @returns {Promise<{ completed: number, cancelled: number }>}
 */
export async function simulate(service, count) {
  const result = { completed: 0, cancelled: 0 };
  for (let i = 0; i < count; i++) {
    /** @param {string} path @param {object} body */
    const post = (path, body) => request(service + path, `patient-${i + 1}`, body);
    const { orderId } = await post('/orders', {
      ...SERVICES[i % SERVICES.length],
      hospitalId: `hospital-${(i % 2) + 1}`,
      escortId: `escort-${(i % 3) + 1}`,
    });
    if (i === 1) {
      await post(`/orders/${orderId}/cancel`, { cancelReason: 'appointment moved' });
      result.cancelled++;
      continue;
    }
    await post(`/orders/${orderId}/pay`, { paymentMethod: PAYMENT_METHODS[i % PAYMENT_METHODS.length] });
    await post(`/orders/${orderId}/complete`, {
      duration: 90 + ((i * 35) % 240),
      rating: i % 4 === 3 ? 4 : 5,
    });
    result.completed++;
  }
  return result;
}

/**
 * @param {string} url
 * @param {string} userId
 * @param {object} body
 * @returns {Promise<{ orderId: string }>}
 */
async function request(url, userId, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-User-Id': userId },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return /** @type {{ orderId: string }} */ (await response.json());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: {
      service: { type: 'string', default: 'http://127.0.0.1:3000' },
      orders: { type: 'string', default: '5' },
    },
  });
  const count = Number(values.orders);
  if (!Number.isInteger(count) || count < 1) throw new TypeError('--orders must be a whole number from 1');
  const { completed, cancelled } = await simulate(values.service.replace(/\/+$/, ''), count);
  console.log(`${completed + cancelled} orders: ${completed} completed, ${cancelled} cancelled`);
}
