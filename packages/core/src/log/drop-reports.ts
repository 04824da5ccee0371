import { writeJson } from '../encoding/json.js';
import type { DroppedReport, DropReason } from '../wire.js';
import { type LogRecord, sealRecord } from './record.js';

/** Above every priority: a full queue never gives up the proof of what it gave up. */
const REPORT_RANK = 4;

/** Which numbers were given up, and why, gathered until they are sealed into records like events. */
export interface DropReports {
  note_(streamId: string, reason: DropReason, from: number, to: number): void;
  /** Makes a record of every report that has changed; `replace` puts it into the log in the place of an older one. */
  seal_(
    streamId: string,
    time: number,
    replace: (record: LogRecord, older: LogRecord | undefined) => void,
  ): void;
}

interface Report extends DroppedReport {
  ranges: [from: number, to: number][];
}

interface Entry {
  report_: Report;
  /** Its latest record, and how many numbers that one tells of. */
  record_?: LogRecord;
  told_: number;
}

/** @param isFixed A record that is on its way, or that is gone, is not replaced: its report begins anew. */
export function createDropReports(isFixed: (record: LogRecord) => boolean): DropReports {
  let entries: Entry[] = [];
  let sealed = 0;

  return {
    note_(streamId, reason, from, to) {
      entries = entries.filter(({ record_ }) => !record_ || !isFixed(record_));
      let entry = entries.filter(
        ({ report_ }) => report_.streamId === streamId && report_.reason === reason,
      )[0];
      if (!entry) {
        entry = { report_: { streamId, reason, ranges: [], count: 0 }, told_: 0 };
        entries.push(entry);
      }
      const { ranges } = entry.report_;
      const last = ranges[ranges.length - 1];
      if (last && last[1] + 1 === from) last[1] = to;
      else ranges.push([from, to]);
      entry.report_.count += to - from + 1;
    },
    seal_(streamId_, time_, replace) {
      entries.forEach((entry) => {
        const { report_, record_ } = entry;
        if (entry.told_ === report_.count) return;
        entry.told_ = report_.count;
        entry.record_ = sealRecord({
          streamId_,
          seq_: ++sealed,
          count_: 0,
          rank_: REPORT_RANK,
          time_,
          text_: writeJson(report_),
        });
        replace(entry.record_, record_);
      });
    },
  };
}
