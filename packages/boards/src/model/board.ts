import type { Question, Range } from '@pugmark/insights';

const SHOWS = ['figure', 'line', 'bar', 'table', 'funnel', 'retention', 'sankey', 'ranking'] as const;
export type Show = (typeof SHOWS)[number];

export interface Text {
  en: string;
  zh: string;
}

/** A question without its range: the page's own range fills it in. */
export type OpenQuestion = Question extends infer Q
  ? Q extends Question
    ? Omit<Q, 'range'> & { range?: Range }
    : never
  : never;

export interface Card {
  title?: Text;
  /** What the figure means, in the plan's words. */
  definition?: string;
  /** The events that it is made of. */
  events: readonly string[];
  question: OpenQuestion;
  show: Show;
  /** The figure is a share. */
  percent?: boolean;
  width?: 1 | 2 | 3 | 4;
}

/** Boards are data: an own layout is a list of these. */
export interface Board {
  name: string;
  title: Text;
  cards: readonly Card[];
}
