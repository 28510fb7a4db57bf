/** Something that is held as soon as it is there, and let go when it is no longer wanted, however the two fall together. A failure holds nothing. */
export function whileHeld(hold: () => Promise<() => void>): () => void {
  let isWanted = true;
  let release: (() => void) | undefined;
  void hold().then(
    (held) => {
      if (isWanted) release = held;
      else held();
    },
    () => undefined, // asked for again when it is shown
  );
  return () => {
    isWanted = false;
    release?.();
    release = undefined;
  };
}
