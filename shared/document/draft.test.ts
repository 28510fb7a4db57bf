import * as Y from 'yjs';
import { expect, it } from 'vitest';
import { applyOps } from './apply.ts';
import { readDraft, setEntry } from './draft.ts';

it('[PROTOCOL3] an entry whose words are not yet written stays in the draft', () => {
  const doc = new Y.Doc();
  const attribute = { id: 'q', name: '', isRequired: false, order: 'a0', type: 'choice', options: [{ id: 'o', name: '' }] };
  const label = { id: 'l', name: '', definition: '', colour: 1, pattern: 'solid', geometries: [], attributes: [attribute], examples: [{ id: 'e', verdict: 'right', sentence: '', shown: { type: 'passage', text: '' } }], order: 'a0' };
  const rule = { id: 'r', when: '', decide: '', order: 'a0' };
  applyOps(doc, [setEntry('labels', label), setEntry('rules', rule)], 'test');
  expect(readDraft(doc)).toMatchObject({ labels: [label], rules: [rule], unreadable: [] });
});
