import { ADVICE } from './advice.ts';
import type { Answers } from './answers.ts';
import { type Dimension, QUESTIONS } from './questions.ts';

export interface DimensionResult {
  dimension: Dimension;
  /** 1 to 4. */
  level: number;
  label: string;
  finding: string;
  advice: string;
}

export interface Report {
  /** 25 to 100. */
  score: number;
  title: string;
  summary: string;
  dimensions: DimensionResult[];
  strongest: Dimension;
  weakest: Dimension;
}

const LABELS = ['待启动', '成长中', '较稳定', '很突出'];

const TYPES: [from: number, title: string, summary: string][] = [
  [85, '领路型', '孩子已经能带着自己往前走，接下来要做的，是给一座更高的山。'],
  [65, '攀登型', '节奏已经形成，步子也稳。补上最短的一块，往上走会轻松许多。'],
  [45, '蓄力型', '能力在积累，只是还没有形成自己的节奏。现在正是搭台阶的时候。'],
  [0, '起步型', '每座山都从第一级台阶开始。先让孩子尝到“我可以”，比多做题更重要。'],
];

/** @param answers One level for each question. */
export function reportOf(answers: Answers): Report {
  const dimensions = QUESTIONS.map(({ dimension }, index) => {
    const level = answers[index] ?? 1;
    const [grow, keep] = ADVICE[dimension];
    return { dimension, level, label: LABELS[level - 1] ?? '', ...(level < 3 ? grow : keep) };
  });
  const total = dimensions.reduce((sum, { level }) => sum + level, 0);
  const score = Math.round((total / (QUESTIONS.length * 4)) * 100);
  const [, title, summary] = TYPES.find(([from]) => score >= from) ?? TYPES[0] ?? [0, '', ''];
  const ranked = [...dimensions].sort((a, b) => b.level - a.level).map(({ dimension }) => dimension);
  return {
    score,
    title,
    summary,
    dimensions,
    strongest: ranked.at(0) as Dimension,
    weakest: ranked.at(-1) as Dimension,
  };
}
