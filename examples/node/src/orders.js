// @ts-check
import { randomUUID } from 'node:crypto';
import { BadRequest } from './input.js';

/** @typedef {'created' | 'paid' | 'completed' | 'cancelled'} Status */

/**
 * @typedef {object} Order
 * @property {string} orderId
 * @property {string} orderNo For people.
 * @property {string} userId The patient who ordered.
 * @property {number} amount In yuan.
 * @property {Status} status
 * @property {string} [serviceId]
 * @property {string} [hospitalId]
 * @property {string} [escortId]
 */

/** Orders in memory: created → paid → completed, or cancelled before that. */
export function createOrders() {
  /** @type {Map<string, Order>} */
  const orders = new Map();

  return {
    /** @param {Omit<Order, 'orderId' | 'orderNo' | 'status'>} details */
    create(details) {
      const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
      /** @type {Order} */
      const order = {
        orderId: randomUUID(),
        orderNo: `E${day}${String(orders.size + 1).padStart(5, '0')}`,
        ...details,
        status: 'created',
      };
      orders.set(order.orderId, order);
      return order;
    },

    /**
     * @param {string} orderId
     * @param {string} userId Only who ordered may find an order.
     */
    find(orderId, userId) {
      const order = orders.get(orderId);
      if (order?.userId === userId) return order;
      throw new BadRequest(404, `There is no order ${orderId.slice(0, 60)} of yours.`);
    },

    /**
     * @param {Order} order
     * @param {readonly Status[]} from
     * @param {Status} to
     */
    move(order, from, to) {
      if (!from.includes(order.status)) {
        throw new BadRequest(
          409,
          `The order is ${order.status}; only ${from.join(' or ')} can become ${to}.`,
        );
      }
      order.status = to;
    },
  };
}
