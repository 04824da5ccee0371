import { HAS_EXIT } from '../abilities.js';
import type { LogRecord } from './record.js';

/** A request on its way, and what it carries. */
export interface RequestInFlight {
  readonly records_: readonly LogRecord[];
  /** The platform cuts it off when the page goes away. */
  readonly isBreakable_: boolean;
}

/** Which records are on their way. No record is in two requests, and none on its way is given up. */
export interface InFlight {
  begin_(records: readonly LogRecord[], isBreakable: boolean): RequestInFlight;
  end_(request: RequestInFlight): void;
  has_(record: LogRecord): boolean;
  /** Records in requests that the platform cuts off with the page. */
  breakable_(): LogRecord[];
}

export function createInFlight(): InFlight {
  let requests: RequestInFlight[] = [];
  const carried: Record<string, boolean> = {};
  return {
    begin_(records_, isBreakable_) {
      const request = { records_, isBreakable_ };
      requests.push(request);
      records_.forEach(({ key_ }) => {
        carried[key_] = true;
      });
      return request;
    },
    end_(request) {
      requests = requests.filter((other) => other !== request);
      request.records_.forEach(({ key_ }) => {
        delete carried[key_];
      });
    },
    has_: ({ key_ }) => carried[key_] === true,
    breakable_: () =>
      (HAS_EXIT ? requests : []).reduce(
        (records: LogRecord[], { records_, isBreakable_ }) =>
          isBreakable_ ? records.concat(records_) : records,
        [],
      ),
  };
}
