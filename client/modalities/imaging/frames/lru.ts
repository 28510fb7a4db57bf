export interface Lru<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
  readonly drop: (key: string) => void;
}

/** Keeps what was used last while the sum of `sizeOf` stays within `most`; the newest stays even where it alone is larger. */
export function lruOf<Value>(most: number, sizeOf: (value: Value) => number): Lru<Value> {
  const kept = new Map<string, Value>(); // oldest use first
  let size = 0;
  const drop = (key: string): void => {
    const value = kept.get(key);
    if (value === undefined) return;
    kept.delete(key);
    size -= sizeOf(value);
  };
  return {
    drop,
    get: (key) => {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set: (key, value) => {
      drop(key);
      kept.set(key, value);
      size += sizeOf(value);
      for (const oldest of kept.keys()) {
        if (size <= most || oldest === key) break;
        drop(oldest);
      }
    },
  };
}
