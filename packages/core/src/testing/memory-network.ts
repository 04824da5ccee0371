import type { Clock, SendAnswer, SendRequest } from '../platform.js';
import type { Envelope } from '../wire.js';
import type { ModelCollector } from './model-collector.js';

/**
 * What happens to a request:
 *
 * - `deliver`: the collector gets and answers it;
 * - `offline`: no answer, at once; `hang`: no answer, at the deadline;
 * - `lose`: the collector gets it, its answer is lost;
 * - `twice`: the collector gets it twice, as when a proxy sends again; the second answer counts;
 * - `reject`: the platform breaks its promise and rejects;
 * - an answer, or a function that gives one: somebody else answers, and the collector sees nothing;
 * - `gate`: somebody in between, who answers some requests and lets others through.
 */
export type NetworkBehaviour =
  | 'deliver'
  | 'offline'
  | 'hang'
  | 'lose'
  | 'twice'
  | 'reject'
  | SendAnswer
  | { gate: (request: SendRequest) => SendAnswer | undefined }
  | ((request: SendRequest) => SendAnswer);

export interface SeenRequest extends SendRequest {
  /** ms since 1970. */
  at: number;
  isBeacon: boolean;
  envelope: Envelope;
}

export interface MemoryNetwork {
  send(request: SendRequest): Promise<SendAnswer>;
  sendOnExit(url: string, body: string): boolean;
  /** What happens to requests unless `next` says otherwise. */
  behaviour: NetworkBehaviour;
  /** Decides for the requests to come, one each. */
  next(...behaviours: NetworkBehaviour[]): void;
  /** Milliseconds from a request to its answer. */
  latency: number;
  /** What the platform does with a beacon: takes and delivers it, takes and loses it, refuses it. */
  beacon: 'deliver' | 'lose' | 'refuse' | ((body: string) => 'deliver' | 'lose' | 'refuse');
  /** All requests, beacons that were taken included. */
  requests: SeenRequest[];
}

export function createMemoryNetwork(clock: Clock, collector: ModelCollector): MemoryNetwork {
  const script: NetworkBehaviour[] = [];

  const see = (request: SendRequest, isBeacon: boolean) => {
    network.requests.push({ ...request, at: clock.now(), isBeacon, envelope: readEnvelope(request.body) });
  };

  const later = (answer: SendAnswer, ms: number) =>
    new Promise<SendAnswer>((resolve) => {
      if (ms) clock.timer(() => resolve(answer), ms);
      else resolve(answer);
    });

  const network: MemoryNetwork = {
    behaviour: 'deliver',
    latency: 0,
    beacon: 'deliver',
    requests: [],
    next(...behaviours) {
      script.push(...behaviours);
    },
    send(request) {
      see(request, false);
      const { latency } = network;
      const behaviour = script.shift() || network.behaviour;
      if (behaviour === 'reject') return Promise.reject(new Error('the platform rejected'));
      if (behaviour === 'hang') return later({ status: 0 }, request.deadline);
      if (behaviour === 'offline') return later({ status: 0 }, latency);
      if (typeof behaviour === 'function') return later(behaviour(request), latency);
      if (typeof behaviour === 'object') {
        const answer = 'gate' in behaviour ? behaviour.gate(request) : behaviour;
        if (answer) return later(answer, latency);
      }
      if (behaviour === 'twice') collector.receive(request.body, request.bytes);
      const answer = collector.receive(request.body, request.bytes);
      return behaviour === 'lose'
        ? later({ status: 0 }, request.deadline)
        : later(latency < request.deadline ? answer : { status: 0 }, Math.min(latency, request.deadline));
    },
    sendOnExit(url, body) {
      const fate = typeof network.beacon === 'function' ? network.beacon(body) : network.beacon;
      if (fate === 'refuse') return false;
      see({ url, body, bytes: body.length, deadline: 0, compress: false }, true);
      if (fate === 'deliver') collector.receive(body);
      return true;
    },
  };
  return network;
}

/** A network carries any body; what is not JSON, the collector refuses. */
function readEnvelope(body: string): Envelope {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
