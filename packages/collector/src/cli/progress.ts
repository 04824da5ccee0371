import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(name: string, done: number, total?: number): void;
  stop(): void;
}

/** A bar for people; nothing where output goes to a file, which has its lines anyway. */
export function showProgress(): Progress {
  if (!process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const format = '{name} {bar} {value} of {total}, {eta_formatted} left';
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  let isStarted = false;
  return {
    update(name, done, total = done) {
      if (!isStarted) bar.start(total, done, { name });
      isStarted = true;
      bar.setTotal(total);
      bar.update(done, { name });
    },
    stop: () => bar.stop(),
  };
}
