export const DIMENSIONS = ['专注力', '规划力', '记忆力', '表达力', '复原力'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface Question {
  dimension: Dimension;
  text: string;
  hint: string;
  /** From the lowest to the highest level: 1, 2, 3, 4. */
  options: string[];
}

export const QUESTIONS: readonly Question[] = [
  {
    dimension: '专注力',
    text: '写作业时，孩子通常能一口气坐多久？',
    hint: '想想最近一周最常见的情形',
    options: ['不到 10 分钟', '10 到 20 分钟', '20 到 30 分钟', '30 分钟以上，很少走神'],
  },
  {
    dimension: '规划力',
    text: '周末的作业，最像下面哪种情况？',
    hint: '不必选“应该”，选“实际”',
    options: ['周日晚上才开始赶', '要提醒几次才动笔', '自己会写，但顺序随意', '先列清单，再逐项完成'],
  },
  {
    dimension: '记忆力',
    text: '一篇课文隔一周再问，孩子还记得多少？',
    hint: '没有特意复习过的课文',
    options: ['基本忘了', '记得一点情节', '能说出主要内容', '内容和关键句都记得'],
  },
  {
    dimension: '表达力',
    text: '讲学校里发生的事，孩子会怎么说？',
    hint: '没有追问时的样子',
    options: ['几个字带过', '想到哪儿说到哪儿', '能按先后说清楚', '说清经过，还讲自己的想法'],
  },
  {
    dimension: '复原力',
    text: '一道题怎么也做不出来，孩子多半会……',
    hint: '选最常出现的第一反应',
    options: ['发脾气，或者放弃', '马上来问答案', '先跳过，回头再试', '换个办法，再想一想'],
  },
];
