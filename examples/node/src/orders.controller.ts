import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { TrackingService } from '@pugmark/node/nestjs';
import type { Request } from 'express';
import { callerOf } from './caller.js';
import { choice, number, optionalText, readBody, text } from './input.js';
import type { createOrders, Order } from './orders.js';

const PAYMENT_METHODS = ['wechat_pay', 'alipay', 'bank_card'];

export const ORDERS = Symbol('orders');

/** Whom an event about an order is about; the user is known from the request. */
const who = ({ escortId, orderId }: Order) => ({ escortId, orderId });

@Controller('orders')
export class OrdersController {
  constructor(
    @Inject(ORDERS) private readonly orders: ReturnType<typeof createOrders>,
    @Inject(TrackingService) private readonly tracking: TrackingService,
  ) {}

  @Post()
  async create(@Req() request: Request, @Body() json: unknown) {
    const userId = callerOf(request);
    const body = await readBody(async () => json);
    const serviceId = optionalText(body, 'serviceId');
    const hospitalId = optionalText(body, 'hospitalId');
    const escortId = optionalText(body, 'escortId');
    const amount = number(body, 'amount', 0.01, 100_000);
    const order = this.orders.create({
      userId,
      amount,
      ...(serviceId && { serviceId }),
      ...(hospitalId && { hospitalId }),
      ...(escortId && { escortId }),
    });
    const { orderId, orderNo } = order;
    this.tracking.trackBusinessEvent(
      'order_created',
      { orderId, orderNo, amount, serviceId, hospitalId, escortId },
      who(order),
    );
    return order;
  }

  @Post(':id/pay')
  @HttpCode(200)
  async pay(@Req() request: Request, @Param('id') id: string, @Body() json: unknown) {
    const order = this.orders.find(id, callerOf(request));
    const paymentMethod = choice(await readBody(async () => json), 'paymentMethod', PAYMENT_METHODS);
    this.orders.move(order, ['created'], 'paid');
    const { orderId, amount } = order;
    this.tracking.trackBusinessEvent('order_paid', { orderId, paymentMethod, amount }, who(order));
    return order;
  }

  @Post(':id/cancel')
  @HttpCode(200)
  async cancel(@Req() request: Request, @Param('id') id: string, @Body() json: unknown) {
    const order = this.orders.find(id, callerOf(request));
    const cancelReason = text(await readBody(async () => json), 'cancelReason');
    this.orders.move(order, ['created', 'paid'], 'cancelled');
    this.tracking.trackBusinessEvent('order_cancelled', { orderId: order.orderId, cancelReason }, who(order));
    return order;
  }

  @Post(':id/complete')
  @HttpCode(200)
  async complete(@Req() request: Request, @Param('id') id: string, @Body() json: unknown) {
    const order = this.orders.find(id, callerOf(request));
    const body = await readBody(async () => json);
    // How long the escort was there, in minutes.
    const duration = number(body, 'duration', 1, 1440);
    const rating = number(body, 'rating', 1, 5);
    this.orders.move(order, ['paid'], 'completed');
    this.tracking.trackBusinessEvent(
      'order_completed',
      { orderId: order.orderId, duration, rating },
      who(order),
    );
    return order;
  }
}
