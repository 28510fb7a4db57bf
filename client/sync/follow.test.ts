import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { paintFirst } from '../ui/paint-first.ts';
import { followAwareness, followMap, toldAfterPaint } from './follow.ts';

/** Two devices; what the second says of itself reaches the first when told to. */
function twoPresent() {
  const [mine, theirs] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
  const carry = () => applyAwarenessUpdate(mine, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'relay');
  theirs.setLocalState({ user: { id: 'u2', name: 'Boris' }, pointer: 1 });
  carry();
  return { mine, theirs, carry, end: () => [mine, theirs].forEach((one) => one.destroy()) };
}

describe('followed presence', () => {
  it('[FOLLOW1] stays one value while only this person moves, and is another once somebody else does', () => {
    const { mine, theirs, carry, end } = twoPresent();
    const followed = followAwareness(mine);
    let told = 0;
    const stop = followed.subscribe(() => told++);
    const before = followed.current();
    const toldAtFirst = told;
    for (let at = 0; at < 5; at++) mine.setLocalStateField('pointer', at);
    expect(followed.current()).toBe(before);
    expect(told).toBe(toldAtFirst);
    theirs.setLocalStateField('pointer', 2);
    carry();
    expect(told).toBe(toldAtFirst + 1);
    expect(followed.current()).toEqual([{ clientId: theirs.clientID, user: { id: 'u2', name: 'Boris' }, state: { user: { id: 'u2', name: 'Boris' }, pointer: 2 } }]);
    stop();
    end();
  });
});

describe('what is told after a paint', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('[PAINT5] is as it was told while something is painted first, also for who looks for another reason; then it is told, and new', () => {
    vi.stubGlobal('removeEventListener', () => undefined);
    const doc = new Y.Doc();
    const followed = toldAfterPaint(followMap(doc, 'values'));
    const seen: unknown[] = [];
    const stop = followed.subscribe(() => seen.push(followed.current()));
    expect(followed.current()).toEqual({});
    paintFirst(() => {
      doc.getMap('values').set('mark', 1);
      expect(followed.current()).toEqual({});
      return false; // nothing was shown, so that all are told when this is over
    });
    expect(seen).toEqual([{ mark: 1 }]);
    stop();
    doc.destroy();
  });
});
