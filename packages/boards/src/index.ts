export { type BoardsMount, type BoardsOptions, createBoards } from './boards.ts';
export { boardsOf } from './layout/boards-of.ts';
export type { Board, Card, OpenQuestion, Show, Text } from './model/board.ts';
