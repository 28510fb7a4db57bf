/** What became of one entry of a committed batch. */
export type Outcome<R> =
  | { readonly type: 'done'; readonly value: R }
  | { readonly type: 'refused'; readonly error: Error };

export interface Pump<E, R> {
  /** Resolves once the entry's batch is durable. */
  put(entry: E): Promise<R>;
  /** Waits until everything put so far is settled. */
  drain(): Promise<void>;
}

interface Waiting<E, R> {
  readonly entry: E;
  readonly resolve: (value: R) => void;
  readonly reject: (error: unknown) => void;
}

/** When all input of this turn of the event loop has been read. */
const turnEnd = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface PumpOptions<E, R> {
  /**
   * Begins to write a batch behind the one under way, in the call; undefined where that cannot be, and a promise of undefined where it turned
   * out so, with nothing written: then it is written as any other once all before it is settled.
   */
  readonly writeAhead?: (entries: readonly E[]) => Promise<readonly Outcome<R>[] | undefined> | undefined;
  readonly maxBatch?: number;
  /** entries of one name stand or fall together when they are tried again: what follows a failed one is of no use. Else each is alone */
  readonly nameOf?: (entry: E) => string;
  /** whether nothing should be tried again: no entry is at fault, and perhaps all are written */
  readonly isHopeless?: (error: unknown) => boolean;
}

/**
 * Group commit: everything that arrives while one batch is being written goes into the next, one batch at a time, or two where the next can be
 * written ahead. Nobody is answered before the batch is written; when it fails, each entry is tried once more alone, unless that is hopeless.
 * @param writeBatch all or nothing; gives one outcome per entry, in their order
 */
export function makePump<E, R>(
  writeBatch: (entries: readonly E[]) => Promise<readonly Outcome<R>[]>,
  { maxBatch = 4_000, writeAhead = () => undefined, nameOf, isHopeless = () => false }: PumpOptions<E, R> = {},
): Pump<E, R> {
  const queue: Waiting<E, R>[] = [];
  let running: Promise<void> | undefined;
  let isStraight = true; // whether all under way goes as it was begun, so that another can count on it

  const run = async () => {
    let underWay = Promise.resolve();
    for (;;) {
      if (queue.length < maxBatch || !isStraight) await underWay; // the longer a small batch waits for its turn, the more it takes along
      if (queue.length === 0) break;
      isStraight = true;
      const batch = queue.splice(0, maxBatch);
      const ahead = writeAhead(entriesOf(batch));
      const now = ahead === undefined ? underWay.then(() => settle(batch)) : settleAhead(batch, ahead, underWay);
      await (ahead === undefined ? now : underWay);
      underWay = now;
      await turnEnd();
    }
    running = undefined;
  };
  const settleAhead = async (batch: readonly Waiting<E, R>[], ahead: Promise<readonly Outcome<R>[] | undefined>, before: Promise<void>): Promise<void> => {
    try {
      const outcomes = await ahead;
      if (outcomes !== undefined) return answer(batch, outcomes);
      isStraight = false;
      await before;
      await settle(batch);
    } catch (error) {
      isStraight = false;
      await before;
      await writeAgain(partsOf(batch, nameOf), error);
    }
  };
  const settle = (batch: readonly Waiting<E, R>[]) => write(batch).catch((error: unknown) => writeAgain(partsOf(batch, nameOf), error));
  const writeAgain = async (parts: readonly (readonly Waiting<E, R>[])[], first: unknown) => {
    let failure = first;
    for (const part of parts) {
      try {
        if (isHopeless(failure)) throw failure;
        await write(part);
      } catch (error) {
        failure = parts.length === 1 ? first : error;
        for (const waiting of part) waiting.reject(failure);
      }
    }
  };
  const write = async (batch: readonly Waiting<E, R>[]) => answer(batch, await writeBatch(entriesOf(batch)));
  const answer = (batch: readonly Waiting<E, R>[], outcomes: readonly Outcome<R>[]): void =>
    batch.forEach((waiting, index) => {
      const outcome = outcomes[index]!;
      if (outcome.type === 'done') waiting.resolve(outcome.value);
      else waiting.reject(outcome.error);
    });
  return {
    put: (entry) =>
      new Promise<R>((resolve, reject) => {
        queue.push({ entry, resolve, reject });
        running ??= turnEnd().then(run);
      }),
    async drain() {
      while (running !== undefined) await running;
    },
  };
}

const entriesOf = <E, R>(batch: readonly Waiting<E, R>[]): readonly E[] => batch.map(({ entry }) => entry);

function partsOf<E, R>(batch: readonly Waiting<E, R>[], nameOf: PumpOptions<E, R>['nameOf']): readonly (readonly Waiting<E, R>[])[] {
  if (nameOf === undefined) return batch.map((waiting) => [waiting]);
  return [...Map.groupBy(batch, ({ entry }) => nameOf(entry)).values()];
}
