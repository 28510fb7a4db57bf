import { applyOps } from '@consilium/shared/document/apply.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { instantOf } from '@consilium/shared/kernel/time.ts';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { playedOn, type RecordedUpdate, Replay } from './replay.ts';
import { anAnnotation } from './rows.test-data.ts';
import { eventInWords, eventsOf, segmentsOf } from './session-events.ts';

/** Records a document's updates, one second apart over all documents. */
function recorder(actor = 'chair') {
  const updates: RecordedUpdate[] = [];
  const states: { at: string; name: string; state: unknown }[] = [];
  const open = (document: string): Y.Doc => {
    const doc = new Y.Doc();
    doc.on('update', (update: Uint8Array) => {
      const at = instantOf(1_000 * (updates.length + 1));
      updates.push({ document, at, actor, update });
      states.push({ at, name: document, state: readDocument(doc) });
    });
    return doc;
  };
  return { updates, states, open };
}

const round = (state: string, voted: string[], number = 1) => ({
  item: 'i',
  row: 'r',
  number,
  state,
  options: [],
  voted,
  openedAt: 'x',
});

describe('replay', () => {
  it('[SESS8] any order of moments shows each document as it stood at that moment', () => {
    const { updates, states, open } = recorder();
    const docs = ['consensus/i', 'consensus/j'].map(open);
    for (let i = 0; i < 30; i++)
      applyOps(docs[i % 2]!, [{ type: 'add annotation', annotation: anAnnotation(`a${i}`, 'nodule', i) }], 'test');
    const replay = new Replay(updates);
    for (const at of [29, 3, 17, 0, 29, 12, 13].map((index) => states[index]!)) {
      replay.seek(at.at);
      expect(readDocument(replay.doc(at.name))).toEqual(at.state);
    }
    replay.seek(instantOf(0));
    expect(readDocument(replay.doc('consensus/i')).annotations).toEqual([]);
  });

  it('[SESS8] plays on at its pace and passes over stretches in which nothing happened', () => {
    const times = [1_000, 2_000, 600_000];
    expect(playedOn(1_000, 500, times)).toBe(1_500);
    expect(playedOn(2_000, 500, times)).toBe(596_500);
    expect(playedOn(596_500, 500, times)).toBe(597_000);
    expect(playedOn(600_000, 500, times)).toBe(600_500);
  });

  it('[SESS8] tells rounds, votes, decisions, edits and signatures from the updates, and what was talked about when', () => {
    const { updates, open } = recorder();
    const [session, consensus] = [open('session/s'), open('consensus/i')];
    const publish = (key: string, value: unknown) => session.getMap('published').set(key, value);
    applyOps(
      consensus,
      [{ type: 'set decision', row: 'q', decision: { option: 'agreed', annotations: [], at: 'x' } }],
      'seed',
    );
    applyOps(session, [{ type: 'set value', root: 'session', key: 'row', value: 'r' }], 'test');
    publish('round/r', round('open', []));
    publish('round/r', round('open', ['a']));
    publish('round/r', round('closed', ['a']));
    applyOps(consensus, [{ type: 'add annotation', annotation: anAnnotation('c-r-1', 'nodule') }], 'test');
    applyOps(consensus, [{ type: 'add annotation', annotation: anAnnotation('c-q-1', 'nodule') }], 'test');
    applyOps(
      consensus,
      [{ type: 'set decision', row: 'r', decision: { option: 'union', annotations: [], at: 'x' } }],
      'test',
    );
    publish('signature/i/a', {});
    const events = eventsOf(updates);
    expect(events.map(({ type, row }) => [type, row])).toEqual([
      ['row', 'r'],
      ['round opened', 'r'],
      ['vote', 'r'],
      ['round closed', 'r'],
      ['edit', undefined],
      ['decision', 'r'],
      ['signature', undefined],
    ]);
    expect(segmentsOf(events, instantOf(60_000))).toEqual([
      { row: 'r', start: instantOf(2_000), end: instantOf(60_000) },
    ]);
    expect(eventInWords(events[1]!, () => 'Chair', 'Nodule')).toBe('Chair opened a round on Nodule');
  });
});
