import type { Meter } from '@opentelemetry/api';
import type { Sink } from '../sink.ts';

/** Counts batches by a meter of OpenTelemetry; where they go is a matter of the process's own set-up. */
export function createMeterSink(meter: Meter): Sink {
  const accepted = meter.createCounter('pugmark.events.accepted', {
    description: 'Events that were stored.',
  });
  const duplicates = meter.createCounter('pugmark.events.duplicate', {
    description: 'Events that were stored before.',
  });
  const rejected = meter.createCounter('pugmark.events.rejected', {
    description: 'Events that were rejected, by reason.',
  });
  return {
    name: 'OpenTelemetry',
    accept(_, report) {
      accepted.add(report.accepted);
      duplicates.add(report.duplicates);
      for (const [code, count] of report.rejectedBy) rejected.add(count, { code });
    },
  };
}
