import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Module,
  Post,
  UseGuards,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ServerTracker } from '../../server-tracker.js';
import { startCollector } from '../../testing/collector.js';
import { TRACKER, Track, TrackingModule, type TrackingModuleOptions, TrackingService } from './index.js';

interface Signed {
  headers: Record<string, string>;
  user?: string | undefined;
}

@Injectable()
class SignIn implements CanActivate {
  canActivate(execution: ExecutionContext) {
    const request = execution.switchToHttp().getRequest<Signed>();
    request.user = request.headers['x-user'];
    return true;
  }
}

@Injectable()
class Orders {
  @Track('order_paid', {
    properties: ({
      args: [orderId],
      result: { amount },
    }: {
      args: [string];
      result: { amount: number };
    }) => ({
      orderId,
      amount,
    }),
    who: ({ args: [orderId] }) => ({ orderId }),
  })
  async pay(orderId: string) {
    await setTimeout(Math.random() * 3);
    if (orderId === 'broke') throw new Error('no money');
    return { amount: 199 };
  }

  @Track('order_counted', {
    properties: () => {
      throw new Error('in the options');
    },
  })
  count() {
    return 7;
  }
}

@Controller('orders')
@UseGuards(SignIn)
class OrdersController {
  constructor(
    @Inject(Orders) private readonly orders: Orders,
    @Inject(TRACKER) private readonly tracker: ServerTracker,
    @Inject(TrackingService) private readonly service: TrackingService,
  ) {}

  // Above the route, whose metadata must stay.
  @Track('order_requested')
  @Post('pay')
  async pay(@Body() { orderId }: { orderId: string }) {
    const paid = await this.orders.pay(orderId);
    this.tracker.track('receipt', { orderId });
    return paid;
  }

  @Get('count')
  count() {
    return { count: this.orders.count(), isSame: this.tracker === this.service };
  }
}

async function startApp(
  tracking: (options: TrackingModuleOptions) => ReturnType<typeof TrackingModule.forRoot>,
) {
  const collector = await startCollector();
  const context = { userId: ({ user }: Signed) => user };
  @Module({
    imports: [tracking({ apiUrl: collector.url, durability: 'memory', context })],
    controllers: [OrdersController],
    providers: [Orders],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  onTestFinished(() => app.close());
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const pay = (orderId: string) =>
    fetch(`${url}/orders/pay`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-user': `user of ${orderId}`,
        'x-pugmark-session': orderId,
      },
      body: JSON.stringify({ orderId }),
    });
  return { app, collector, url, pay };
}

it('a NestJS app tracks in the context of each request, and delivers when it is closed', async () => {
  const { app, collector, pay } = await startApp((options) => TrackingModule.forRoot(options));
  const orderIds = Array.from({ length: 100 }, (_, index) => `o-${index}`);
  const answers = await Promise.all(orderIds.map(async (id) => (await pay(id)).json()));
  expect(answers).toEqual(orderIds.map(() => ({ amount: 199 })));
  await app.close();
  const events = collector.events();
  expect(events).toHaveLength(300);
  for (const { userId, sessionId } of events) expect(userId).toBe(`user of ${sessionId}`);
  expect(events.filter(({ eventName }) => eventName === 'order_requested')).toHaveLength(100);
  const paid = events.filter(({ eventName }) => eventName === 'order_paid');
  expect(paid).toHaveLength(100);
  for (const { sessionId, properties, identities } of paid) {
    expect(properties).toEqual({ orderId: sessionId, amount: 199 });
    expect(identities).toEqual({ orderId: sessionId });
  }
});

it('a method that fails tracks nothing and fails as before; one that cannot be tracked works', async () => {
  const { app, collector, pay, url } = await startApp((options) =>
    TrackingModule.forRootAsync({ useFactory: async () => options }),
  );
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  expect((await pay('broke')).status).toBe(500);
  expect(await (await fetch(`${url}/orders/count`)).json()).toEqual({ count: 7, isSame: true });
  await app.close();
  expect(collector.events()).toEqual([]);
  expect(warn).toHaveBeenCalledWith('pugmark: @Track could not track order_counted', expect.any(Error));
});

it('a wrong option fails the start of the app', async () => {
  const options = { apiUrl: 'ftp://collector' };
  @Module({ imports: [TrackingModule.forRoot(options)] })
  class AppModule {}
  await expect(NestFactory.create(AppModule, { logger: false, abortOnError: false })).rejects.toThrow(
    'apiUrl',
  );
});
