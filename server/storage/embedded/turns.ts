/** Lets one at a time through, in the order of asking. Gives the function that ends the turn. */
export type Turns = () => Promise<() => void>;

/**
 * @param limitMs who has waited so long is told why instead: nearly always a query through `db` inside a transaction,
 * which would wait for itself for ever
 */
export function makeTurns(limitMs = 30_000): Turns {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    if (await isSettledWithin(before, limitMs)) return resolve;
    void before.then(resolve); // the turn passes by
    throw new Error(
      `a transaction has kept the database for ${limitMs} ms; inside one, query through the \`tx\` it gives`,
    );
  };
}

function isSettledWithin(waited: Promise<void>, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs, false);
    void waited.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
