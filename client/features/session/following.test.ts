import { describe, expect, it } from 'vitest';
import { followed, placeToShow, presentFrom } from './following.ts';

const state = (clientId: number, id: string, more: Record<string, unknown>) => ({
  clientId,
  user: { id, name: id },
  state: { user: { id, name: id }, ...more },
});
const present = presentFrom([
  state(1, 'lead', { view: { item: 'i', row: 'r', view: { zoom: 2 } } }),
  state(2, 'a', {}),
]);

describe('following', () => {
  it('[SESS5] follows the presenter, unless I present, look around, or they are not here', () => {
    const wish = { me: 'me', presenter: 'lead', isLookingAround: false, present };
    expect(followed(wish)?.user).toBe('lead');
    expect(followed({ ...wish, isLookingAround: true })).toBeUndefined();
    expect(followed({ ...wish, presenter: 'me' })).toBeUndefined();
    expect(followed({ ...wish, presenter: 'gone' })).toBeUndefined();
    expect(followed({ ...wish, presenter: undefined })).toBeUndefined();
  });

  it('[SESS5] shows the presenter’s place, else my own, else where the session is', () => {
    const [own, shared] = [
      { item: 'mine', row: 'q', view: 1 },
      { item: 'i', row: 's', view: undefined },
    ];
    const nowhere = { item: undefined, row: undefined, view: undefined };
    expect(placeToShow(present[0], own, shared)).toEqual({ item: 'i', row: 'r', view: { zoom: 2 } });
    expect(placeToShow(present[1], own, shared)).toEqual({ item: 'i', row: 's', view: undefined });
    expect(placeToShow(undefined, own, shared)).toEqual(own);
    expect(placeToShow(undefined, nowhere, shared)).toEqual(shared);
  });

  it('[SESS10] leaves out what a device sends that makes no sense', () => {
    const odd = presentFrom([state(1, 'a', { view: 7, pointer: { kind: 'no' }, selection: 'all' })]);
    expect(odd).toEqual([
      { user: 'a', name: 'a', item: undefined, row: undefined, view: undefined, pointer: undefined, selection: [] },
    ]);
  });
});
