// What TypeScript's ES5 output calls. Its own helpers serve every engine and every kind of generator, and take three times
// the bytes of these, which serve what is here: spreads of objects, and async functions without `this` and `arguments`.

/** `{ ...a, ...b }` */
const __assign = Object.assign;

// What the body of an async function asks for: `[op, operand]`.
const RETURN = 2;
const BREAK = 3;
const YIELD = 4;
const THROW = 6;
const END_FINALLY = 7;

/** Takes step after step, each when the promise of the one before has settled. */
function __awaiter(begin) {
  return new Promise((resolve, reject) => {
    const step = begin();
    const next = (value, isError) => {
      try {
        const op = step(value, isError);
        if (op[0] === YIELD) Promise.resolve(op[1]).then(next, (cause) => next(cause, true));
        else resolve(op[1]);
      } catch (cause) {
        reject(cause);
      }
    };
    next();
  });
}

/**
 * Walks through the body of an async function, which is a switch with a case behind each `await`. `state.label` is the
 * case that comes next; `state.trys` holds the `try` statements around it, as
 * `[label, label of catch, label of finally, label behind]`.
 */
function __generator(body) {
  /** Operations that go on when a `finally` has ended. */
  const held = [];
  /** What the body receives. */
  let value;
  let isError;
  const state = {
    label: 0,
    trys: [],
    sent() {
      if (isError) throw value;
      return value;
    },
  };

  return (result, isCause) => {
    value = result;
    isError = isCause;
    for (;;) {
      let op;
      try {
        op = body(state);
      } catch (cause) {
        op = [THROW, cause];
      }
      for (;;) {
        if (op[0] === END_FINALLY) {
          op = held.pop();
          state.trys.pop();
        }
        if (op[0] === YIELD) {
          state.label++;
          return op;
        }
        const around = state.trys[state.trys.length - 1];
        if (!around && op[0] === THROW) throw op[1];
        if (!around && op[0] === RETURN) return op;
        if (op[0] === BREAK && (!around || (op[1] > around[0] && op[1] < around[3]))) {
          state.label = op[1];
          break;
        }
        if (op[0] === THROW && state.label < around[1]) {
          state.label = around[1];
          value = op[1];
          isError = false;
          break;
        }
        if (state.label < around[2]) {
          state.label = around[2];
          held.push(op);
          break;
        }
        if (around[2]) held.pop();
        state.trys.pop();
      }
    }
  };
}
