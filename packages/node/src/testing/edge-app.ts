import { contextOf, createTracker } from '../edge/index.js';

/** What an app does in an edge worker. The address of the collector comes with the request. */
export async function handle(
  request: Request,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const tracker = createTracker({ apiUrl: searchParams.get('collector') ?? '' }, contextOf(request));
  const orderId = searchParams.get('order');
  for (let step = 0; step < 3; step++)
    tracker.trackBusinessEvent('order_paid', { step }, { userId: `user of ${orderId}`, orderId });
  if (searchParams.has('wait')) {
    const first = await tracker.flush();
    return Response.json([first.queued, (await tracker.flush()).queued]);
  }
  waitUntil(tracker.flush());
  return Response.json('at once');
}
