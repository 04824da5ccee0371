const WORDS = {
  en: {
    days: 'days',
    complete: 'complete',
    lost: 'lost',
    before: 'before',
    explore: 'Explore',
    ask: 'Ask',
    info: 'About',
    csv: 'CSV',
    loading: 'Loading …',
    empty: 'Nothing in this range.',
    gaps: 'Gaps: figures are too low',
    asOf: 'as of',
    other: 'other',
    total: 'total',
    zone: 'Time zone',
  },
  zh: {
    days: '天',
    complete: '完整',
    lost: '丢失',
    before: '上期',
    explore: '探索',
    ask: '提问',
    info: '说明',
    csv: 'CSV',
    loading: '加载中…',
    empty: '此时段没有数据。',
    gaps: '数据有缺口，数值偏低',
    asOf: '截至',
    other: '其他',
    total: '合计',
    zone: '时区',
  },
};
export type Language = keyof typeof WORDS;
export type Words = (typeof WORDS)['en'];
export const wordsOf = (language: Language): Words => WORDS[language];
