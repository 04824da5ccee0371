/** The longest wait that a timer of Node can hold, in ms; a longer one fires at once. */
export const LONGEST_WAIT = 2 ** 31 - 1;
