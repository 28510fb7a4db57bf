import { seededRandom } from '@consilium/shared/kernel/random.ts';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { unsentGroups, updateOfGroup } from './rebase.ts';

function twoDocuments(): { mine: Y.Doc; theirs: Y.Doc } {
  const theirs = new Y.Doc({ gc: false });
  theirs.getMap('annotations').set('a/geometry', { kind: 'imaging.box', version: 1, x: 1 });
  theirs.getMap('annotations').set('a/label', 'nodule');
  theirs.getMap('answers').set('quality', 'good');
  const mine = new Y.Doc({ gc: false });
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  return { mine, theirs };
}

/** What a server that takes everything but `refused` roots ends with. */
function rebased(mine: Y.Doc, theirs: Y.Doc, refused: readonly string[] = []): Y.Doc {
  const state = Y.encodeStateAsUpdate(theirs);
  const random = seededRandom(7);
  for (const group of unsentGroups(mine, theirs))
    if (!refused.includes(group.root)) Y.applyUpdate(theirs, updateOfGroup(group, state, random).update);
  return theirs;
}

describe('beginning again on the server’s state', () => {
  it('[REBASE1] finds nothing where nothing is unsent', () => {
    const { mine, theirs } = twoDocuments();
    expect(unsentGroups(mine, theirs)).toEqual([]);
  });

  it('[REBASE1] makes one group of one annotation, and one of each other thing', () => {
    const { mine, theirs } = twoDocuments();
    mine.getMap('annotations').set('b/geometry', { kind: 'text.span', version: 1 });
    mine.getMap('annotations').set('b/label', 'effusion');
    mine.getMap('annotations').set('a/label', 'mass');
    mine.getMap('answers').delete('quality');
    expect(
      unsentGroups(mine, theirs)
        .map(({ words }) => words)
        .sort(),
    ).toEqual(['an annotation', 'an annotation (span)', 'an answer']);
  });

  it('[REBASE2] ends with the same values when the server takes all, deletions included', () => {
    const { mine, theirs } = twoDocuments();
    mine.getMap('annotations').set('b/label', 'effusion');
    mine.getMap('annotations').set('a/label', 'mass');
    mine.getMap('answers').delete('quality');
    const after = rebased(mine, theirs);
    expect([after.getMap('annotations').toJSON(), after.getMap('answers').toJSON()]).toEqual([
      mine.getMap('annotations').toJSON(),
      {},
    ]);
  });

  it('[REBASE2] takes away what was changed and then cleared, however often it was set in between', () => {
    const { mine, theirs } = twoDocuments();
    mine.getMap('answers').set('quality', 'poor');
    mine.getMap('answers').delete('quality');
    const annotations = mine.getMap('annotations');
    annotations.delete('a/label');
    annotations.set('a/label', 'mass');
    annotations.delete('a/label');
    const after = rebased(mine, theirs);
    expect([after.getMap('annotations').toJSON(), after.getMap('answers').toJSON()]).toEqual([annotations.toJSON(), {}]);
  });

  it('[REBASE2] takes away what was set twice, sent, changed and then cleared by one device', () => {
    const { mine, theirs } = twoDocuments();
    for (const value of ['1', '2']) mine.getMap('answers').set('count', value);
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
    mine.getMap('answers').set('count', '3');
    mine.getMap('answers').delete('count');
    expect(rebased(mine, theirs).getMap('answers').toJSON()).toEqual({ quality: 'good' });
  });

  it.each([
    [5, 9],
    [9, 5],
  ])('[REBASE3] leaves alone what somebody set while this device set and cleared the same (ids %i, %i)', (here, there) => {
    const { mine, theirs } = twoDocuments();
    mine.clientID = here;
    theirs.clientID = there;
    mine.getMap('answers').set('urgent', 'no');
    mine.getMap('answers').delete('urgent');
    theirs.getMap('answers').set('urgent', 'yes');
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    expect(rebased(mine, theirs).getMap('answers').toJSON()).toEqual({ quality: 'good', urgent: 'yes' });
  });

  it('[REBASE1] takes for unsent all that was written under a client id which the server knows as somebody else’s', () => {
    const { mine, theirs } = twoDocuments();
    mine.clientID = 4242;
    mine.getMap('annotations').set('b/source', 'film');
    mine.getMap('annotations').set('b/label', 'effusion');
    const thief = new Y.Doc({ gc: false });
    thief.clientID = 4242;
    thief.getMap('answers').set('urgent', 'yes');
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(thief));
    const after = rebased(mine, theirs);
    expect([after.getMap('annotations').toJSON(), after.getMap('answers').toJSON()]).toEqual([
      mine.getMap('annotations').toJSON(),
      { quality: 'good', urgent: 'yes' },
    ]);
  });

  it('[REBASE2] loses only what is refused', () => {
    const { mine, theirs } = twoDocuments();
    mine.getMap('nonsense').set('x', 1);
    mine.getMap('answers').set('quality', 'poor');
    const after = rebased(mine, theirs, ['nonsense']);
    expect([after.getMap('answers').toJSON(), after.getMap('nonsense').toJSON()]).toEqual([{ quality: 'poor' }, {}]);
    expect(unsentGroups(mine, after).map(({ words }) => words)).toContain('something in “nonsense”');
  });

  it('[REBASE3] leaves alone what others changed meanwhile', () => {
    const { mine, theirs } = twoDocuments();
    theirs.getMap('annotations').set('c/label', 'line');
    mine.getMap('annotations').set('b/label', 'effusion');
    expect(rebased(mine, theirs).getMap('annotations').toJSON()).toMatchObject({
      'b/label': 'effusion',
      'c/label': 'line',
      'a/label': 'nodule',
    });
  });

  it('[REBASE1] puts unsent paragraphs of a text at its end', () => {
    const theirs = new Y.Doc({ gc: false });
    theirs.getXmlFragment('rationale/r1').push([paragraph('Known.')]);
    const mine = new Y.Doc({ gc: false });
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    mine.getXmlFragment('rationale/r1').push([paragraph('Written offline.')]);
    expect(rebased(mine, theirs).getXmlFragment('rationale/r1').toString()).toBe(
      '<paragraph>Known.</paragraph><paragraph>Written offline.</paragraph>',
    );
  });
});

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.push([new Y.XmlText(words)]);
  return element;
}
