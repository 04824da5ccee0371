const en = {
  title: 'Pugmark events',
  filter: 'Filter by name or property',
  pause: 'Pause',
  resume: 'Resume',
  copy: 'Copy',
  copied: 'Copied',
  clear: 'Clear',
  close: 'Close',
  empty: 'No event yet.',
  tracked: 'tracked',
  queued: 'queued',
  acknowledged: 'stored',
  dropped: 'given up',
  faults: 'Faults',
  nobody: 'no ids (no consent, or no event yet)',
};

const zh: typeof en = {
  title: 'Pugmark 事件',
  filter: '按名称或属性筛选',
  pause: '暂停',
  resume: '继续',
  copy: '复制',
  copied: '已复制',
  clear: '清空',
  close: '关闭',
  empty: '还没有事件。',
  tracked: '已上报',
  queued: '排队中',
  acknowledged: '已入库',
  dropped: '已放弃',
  faults: '问题',
  nobody: '没有标识（未同意，或还没有事件）',
};

export type Texts = typeof en;

/** Chinese for those whose browser speaks it, else English. */
export const textsOf = (language: string): Texts => (/^zh/i.test(language) ? zh : en);
