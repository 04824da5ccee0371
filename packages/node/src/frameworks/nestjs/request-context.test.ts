import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  Param,
  Post,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { expect, it, onTestFinished } from 'vitest';
import { updateContext } from '../../context/context.js';
import type { ServerTracker } from '../../server-tracker.js';
import { startCollector } from '../../testing/collector.js';
import { TRACKER, Track, TrackingModule } from './index.js';

interface Signed {
  headers: Record<string, string>;
  user?: string | undefined;
}

/** Of the whole app: finds the user, and tracks itself. */
@Injectable()
class SignIn implements CanActivate {
  constructor(@Inject(TRACKER) private readonly tracker: ServerTracker) {}

  async canActivate(execution: ExecutionContext) {
    await setTimeout(Math.random() * 3);
    const request = execution.switchToHttp().getRequest<Signed>();
    request.user = request.headers['x-user'];
    if (!request.user) this.tracker.track('guard_refused');
    return Boolean(request.user);
  }
}

/** Says at once what it has found. */
@Injectable()
class Basket implements CanActivate {
  constructor(@Inject(TRACKER) private readonly tracker: ServerTracker) {}

  canActivate(execution: ExecutionContext) {
    const { headers } = execution.switchToHttp().getRequest<Signed>();
    updateContext({ identities: { basketId: `basket of ${headers['x-user']}` } });
    this.tracker.track('basket_found');
    return true;
  }
}

@Controller('orders')
class OrdersController {
  @Post(':orderId/pay')
  @Track('order_paid', {
    properties: ({ args: [orderId] }: { args: [string]; result: unknown }) => ({ orderId }),
  })
  async pay(@Param('orderId') _orderId: string) {
    await setTimeout(Math.random() * 3);
    return {};
  }
}

const adapters = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter(),
  'Fastify without middlewares': () => new FastifyAdapter({ skipMiddie: true }),
};

const hasMiddlewares = (adapter: keyof typeof adapters) => !adapter.includes('without');

async function startApp(adapter: keyof typeof adapters) {
  const collector = await startCollector();
  @Module({
    imports: [
      TrackingModule.forRoot({
        apiUrl: collector.url,
        durability: 'memory',
        context: { userId: ({ user }: Signed) => user },
      }),
    ],
    controllers: [OrdersController],
    providers: [
      { provide: APP_GUARD, useClass: SignIn },
      { provide: APP_GUARD, useClass: Basket },
    ],
  })
  class AppModule {
    constructor(@Inject(TRACKER) private readonly tracker: ServerTracker) {}

    configure(consumer: MiddlewareConsumer) {
      if (!hasMiddlewares(adapter)) return;
      const seen = (_request: unknown, response: NodeJS.EventEmitter, next: () => void) => {
        this.tracker.track('middleware_seen');
        response.once('finish', () => this.tracker.track('response_finished'));
        next();
      };
      consumer.apply(seen).forRoutes(OrdersController);
    }
  }
  const app = await NestFactory.create(AppModule, adapters[adapter](), { logger: false });
  await app.listen(0, '127.0.0.1');
  onTestFinished(() => app.close());
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    pay: (orderId: string, user?: string) =>
      fetch(`${url}/orders/${orderId}/pay`, {
        method: 'POST',
        headers: { 'x-pugmark-session': orderId, ...(user && { 'x-user': user }) },
      }),
    async events() {
      await app.close();
      return collector.events();
    },
  };
}

it.each(Object.keys(adapters) as (keyof typeof adapters)[])(
  'with %s: middlewares, guards, @Track and the end of the response have the context of their own request',
  async (adapter) => {
    const { pay, events } = await startApp(adapter);
    const orderIds = Array.from({ length: 100 }, (_, index) => `o-${index}`);
    const answers = await Promise.all(orderIds.map((orderId) => pay(orderId, `user of ${orderId}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const all = await events();
    for (const orderId of orderIds) {
      const userId = `user of ${orderId}`;
      const identities = { basketId: `basket of ${userId}` };
      const own = all.filter(({ sessionId }) => sessionId === orderId);
      const byName = Object.fromEntries(own.map((event) => [event.eventName, event]));
      expect(own).toHaveLength(hasMiddlewares(adapter) ? 4 : 2);
      // Before the guards nobody has signed in.
      expect(byName.middleware_seen?.userId).toBeUndefined();
      if (hasMiddlewares(adapter)) expect(byName.response_finished).toMatchObject({ userId, identities });
      expect(byName.basket_found).toMatchObject({ identities });
      expect(byName.order_paid).toMatchObject({ userId, identities, properties: { orderId } });
    }
  },
  20_000,
);

it.each(Object.keys(adapters) as (keyof typeof adapters)[])(
  'with %s: a request that a guard refuses tracks in its session, without a user',
  async (adapter) => {
    const { pay, events } = await startApp(adapter);
    expect((await pay('o-1')).status).toBe(403);
    const refused = (await events()).at(-1 - Number(hasMiddlewares(adapter)));
    expect(refused).toMatchObject({ eventName: 'guard_refused', sessionId: 'o-1' });
    expect(refused?.userId).toBeUndefined();
  },
  20_000,
);
