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
    begin_(records, isBreakable) {
      const request = { records_: records, isBreakable_: isBreakable };
      requests.push(request);
      for (let index = 0; index < records.length; index++) carried[(records[index] as LogRecord).key_] = true;
      return request;
    },
    end_(request) {
      requests = requests.filter((other) => other !== request);
      for (let index = 0; index < request.records_.length; index++)
        delete carried[(request.records_[index] as LogRecord).key_];
    },
    has_: ({ key_ }) => carried[key_] === true,
    breakable_() {
      let records: LogRecord[] = [];
      for (let index = 0; index < requests.length; index++) {
        const request = requests[index] as RequestInFlight;
        if (request.isBreakable_) records = records.concat(request.records_);
      }
      return records;
    },
  };
}
