/** The nearest-rank percentile. */
export function percentile(/** @type {number[]} */ values, /** @type {number} */ rank) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)];
}

export function median(/** @type {number[]} */ values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function mean(/** @type {number[]} */ values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median of each numeric field over runs of one measurement; a list is joined. */
export function medianOf(/** @type {Array<Record<string, number | string[]>>} */ runs) {
  const fields = Object.keys(runs[0]);
  return Object.fromEntries(
    fields.map((field) => {
      const values = runs.map((run) => run[field]);
      return [field, Array.isArray(values[0]) ? values.flat() : median(values)];
    }),
  );
}

/** The sum of each field over runs of one measurement, and their number. */
export function sumOf(/** @type {Array<Record<string, number>>} */ runs) {
  const fields = Object.keys(runs[0]);
  const sums = fields.map((field) => [field, runs.reduce((sum, run) => sum + run[field], 0)]);
  return { ...Object.fromEntries(sums), runs: runs.length };
}
