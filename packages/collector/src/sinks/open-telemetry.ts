import type { Sink } from '../sink.ts';

/** The little of a `Meter` of `@opentelemetry/api` that is needed, so that nobody has to install it for its types. */
export interface CounterMeter {
  createCounter(
    name: string,
    options?: { description?: string },
  ): { add(value: number, attributes?: Record<string, string>): void };
}

/** Counts batches by a meter of OpenTelemetry; where they go is a matter of the process's own set-up. */
export function createMeterSink(meter: CounterMeter): Sink {
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
