import { Body, Controller, Inject, Param, Put, Req } from '@nestjs/common';
import { TrackingService } from '@pugmark/node/nestjs';
import type { Request } from 'express';
import { callerOf } from './caller.js';
import { number, readBody } from './input.js';

/** What administrators do; in a real service behind a sign-in of its own. */
@Controller('admin/prices')
export class PricesController {
  private readonly prices = new Map<string, number>();

  constructor(@Inject(TrackingService) private readonly tracking: TrackingService) {}

  @Put(':serviceId')
  async change(@Req() request: Request, @Param('serviceId') serviceId: string, @Body() json: unknown) {
    callerOf(request);
    const toPrice = number(await readBody(async () => json), 'price', 0.01, 100_000);
    const fromPrice = this.prices.get(serviceId) ?? null;
    this.prices.set(serviceId, toPrice);
    // Who changed a price must be found later: a full queue gives `audit` up last of all.
    // Of the back office: the plan is about customers. pugmark-ignore-next-line
    this.tracking.track('price_change', { serviceId, fromPrice, toPrice }, { priority: 'audit' });
    return { serviceId, price: toPrice };
  }
}
