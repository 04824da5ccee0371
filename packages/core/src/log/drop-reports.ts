import { writeJson } from '../encoding/json.js';
import type { DroppedReport, DropReason, SeqRange } from '../wire.js';
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
  ranges: SeqRange[];
}

interface Entry {
  report_: Report;
  hasChanged_: boolean;
  record_: LogRecord | undefined;
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
        entry = {
          report_: { streamId, reason, ranges: [], count: 0 },
          hasChanged_: true,
          record_: undefined,
        };
        entries.push(entry);
      }
      const { ranges } = entry.report_;
      const last = ranges[ranges.length - 1];
      if (last && last[1] + 1 === from) ranges[ranges.length - 1] = [last[0], to];
      else ranges.push([from, to]);
      entry.report_.count += to - from + 1;
      entry.hasChanged_ = true;
    },
    seal_(streamId_, time_, replace) {
      entries.forEach((entry) => {
        if (!entry.hasChanged_) return;
        const older = entry.record_;
        entry.hasChanged_ = false;
        entry.record_ = sealRecord({
          streamId_,
          seq_: ++sealed,
          count_: 0,
          rank_: REPORT_RANK,
          time_,
          text_: writeJson(entry.report_),
        });
        replace(entry.record_, older);
      });
    },
  };
}
