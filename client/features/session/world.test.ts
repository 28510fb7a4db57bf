import { applyOps } from '@consilium/shared/document/apply.ts';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { worldOfDocuments } from './world.ts';

describe('the world of a session', () => {
  it('[SESS8] reads both documents leniently: what cannot be read is left out, the rest stays', () => {
    const [session, consensus] = [new Y.Doc(), new Y.Doc()];
    applyOps(
      session,
      [
        { type: 'set value', root: 'session', key: 'presenter', value: 'chair' },
        { type: 'set value', root: 'session', key: 'row', value: 7 },
        { type: 'set value', root: 'dissent', key: 'r/a', value: 'Limit it to the core' },
        { type: 'set value', root: 'dissent', key: 'r/b', value: ' ' },
      ],
      'test',
    );
    applyOps(
      consensus,
      [{ type: 'set decision', row: 'r', decision: { option: 'none', annotations: [], at: 'x' } }],
      'test',
    );
    consensus.getMap('decisions').set('q', 'odd');
    const { presenter, row, dissents, decisions } = worldOfDocuments(session, consensus);
    expect({ presenter, row, dissents, decisions }).toEqual({
      presenter: 'chair',
      row: undefined,
      dissents: [{ row: 'r', user: 'a', text: 'Limit it to the core' }],
      decisions: { r: { option: 'none', annotations: [], at: 'x' } },
    });
  });
});
