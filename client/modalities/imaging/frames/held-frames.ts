import { lruOf } from './lru.ts';
import { bytesOf, type ShownFrame } from './shown-frame.ts';

/** Decoded frames of sources that somebody holds. */
export interface HeldFrames {
  get(source: string, frame: number): ShownFrame | undefined;
  /** not kept where nobody holds its source any more */
  set(source: string, frame: number, shown: ShownFrame): void;
  hold(sources: readonly string[]): void;
  release(sources: readonly string[]): void;
}

/** @param most bytes of pixels over all; what was used longest ago goes first. @param onLetGo told of a source that nobody holds any more; its frames are gone */
export function heldFrames(most: number, onLetGo: (source: string) => void): HeldFrames {
  const frames = lruOf<ShownFrame>(most, bytesOf);
  const held = new Map<string, { holders: number; readonly keys: Set<string> }>();
  const key = (source: string, frame: number): string => `${source}/${frame}`;
  const letGo = (source: string): void => {
    for (const one of held.get(source)?.keys ?? []) frames.drop(one);
    held.delete(source);
    onLetGo(source);
  };
  return {
    get: (source, frame) => frames.get(key(source, frame)),
    set: (source, frame, shown) => {
      const holding = held.get(source);
      if (!holding) return;
      holding.keys.add(key(source, frame));
      frames.set(key(source, frame), shown);
    },
    hold: (sources) => {
      for (const source of sources) {
        const holding = held.get(source) ?? { holders: 0, keys: new Set() };
        holding.holders += 1;
        held.set(source, holding);
      }
    },
    release: (sources) => {
      for (const source of sources) {
        const holding = held.get(source);
        if (!holding) continue;
        holding.holders -= 1;
        if (holding.holders === 0) letGo(source);
      }
    },
  };
}
