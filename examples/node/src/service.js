// @ts-check
import { trackBusinessEvent } from '@pugmark/node';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BadRequest, choice, number, optionalText, readBody, text } from './input.js';
import { createOrders } from './orders.js';

const PAYMENT_METHODS = ['wechat_pay', 'alipay', 'bank_card'];

/** @typedef {import('./orders.js').Order} Order */

/** Whom an event about an order is about. @param {Order} order */
const who = ({ userId, escortId, orderId }) => ({ userId, escortId, orderId });

/** The order service of a hospital-escort platform. The gateway in front of it has put the user into `X-User-Id`. */
export function createOrderService() {
  const orders = createOrders();
  const app = new Hono();

  app.use(
    bodyLimit({
      maxSize: 16_384,
      onError() {
        throw new BadRequest(413, 'The body must be at most 16384 bytes.');
      },
    }),
  );

  app.post('/orders', async (c) => {
    const userId = caller(c);
    const body = await readBody(() => c.req.json());
    const serviceId = optionalText(body, 'serviceId');
    const hospitalId = optionalText(body, 'hospitalId');
    const escortId = optionalText(body, 'escortId');
    const amount = number(body, 'amount', 0.01, 100_000);
    const order = orders.create({
      userId,
      amount,
      ...(serviceId && { serviceId }),
      ...(hospitalId && { hospitalId }),
      ...(escortId && { escortId }),
    });
    const { orderId, orderNo } = order;
    trackBusinessEvent(
      'order_created',
      { orderId, orderNo, amount, serviceId, hospitalId, escortId },
      who(order),
    );
    return c.json(order, 201);
  });

  app.post('/orders/:id/pay', async (c) => {
    const order = orders.find(c.req.param('id'), caller(c));
    const paymentMethod = choice(await readBody(() => c.req.json()), 'paymentMethod', PAYMENT_METHODS);
    orders.move(order, ['created'], 'paid');
    const { orderId, amount } = order;
    trackBusinessEvent('order_paid', { orderId, paymentMethod, amount }, who(order));
    return c.json(order);
  });

  app.post('/orders/:id/cancel', async (c) => {
    const order = orders.find(c.req.param('id'), caller(c));
    const cancelReason = text(await readBody(() => c.req.json()), 'cancelReason');
    orders.move(order, ['created', 'paid'], 'cancelled');
    trackBusinessEvent('order_cancelled', { orderId: order.orderId, cancelReason }, who(order));
    return c.json(order);
  });

  app.post('/orders/:id/complete', async (c) => {
    const order = orders.find(c.req.param('id'), caller(c));
    const body = await readBody(() => c.req.json());
    // How long the escort was there, in minutes.
    const duration = number(body, 'duration', 1, 1440);
    const rating = number(body, 'rating', 1, 5);
    orders.move(order, ['paid'], 'completed');
    trackBusinessEvent('order_completed', { orderId: order.orderId, duration, rating }, who(order));
    return c.json(order);
  });

  app.notFound((c) => c.json({ error: `There is no ${c.req.method} ${c.req.path}.` }, 404));
  app.onError((error, c) => {
    if (error instanceof BadRequest) return c.json({ error: error.message }, error.status);
    console.error(error);
    return c.json({ error: 'The service failed.' }, 500);
  });
  return app;
}

/** @param {import('hono').Context} c */
function caller(c) {
  const userId = c.req.header('X-User-Id')?.trim();
  if (userId && userId.length <= 100) return userId;
  throw new BadRequest(401, 'The header X-User-Id must name the user.');
}
