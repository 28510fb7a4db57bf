import { describe, expect, it } from 'vitest';
import { EditLedger } from './edit-ledger.ts';

const nothing = { keys: [], edits: 0 };

describe('the ledger of one document', () => {
  it('[LEDGER1] counts an edit as waiting until a frame sent after it is acknowledged', () => {
    const ledger = new EditLedger(nothing);
    ledger.edit();
    ledger.frameSent();
    ledger.edit();
    ledger.acknowledge(1);
    expect(ledger.waiting).toBe(1);
    ledger.frameSent();
    ledger.acknowledge(2);
    expect(ledger.waiting).toBe(0);
  });

  it('[LEDGER1] is not moved by an acknowledgement of frames it never sent', () => {
    const ledger = new EditLedger(nothing);
    ledger.edit();
    ledger.acknowledge(3);
    expect(ledger.waiting).toBe(1);
  });

  it('[LEDGER2] covers what earlier visits left by the first frame', () => {
    const ledger = new EditLedger({ keys: [4, 9], edits: 7 });
    expect(ledger.waiting).toBe(7);
    ledger.frameSent();
    ledger.acknowledge(1);
    expect([ledger.waiting, ledger.takeAcknowledgedRows()]).toEqual([0, [4, 9]]);
  });

  it('[LEDGER3] forgets frames with the link, never edits', () => {
    const ledger = new EditLedger(nothing);
    ledger.edit();
    ledger.frameSent();
    ledger.linkLost();
    ledger.acknowledge(1);
    expect(ledger.waiting).toBe(1);
  });

  it('[LEDGER4] gives a row back once, and only when all of it is durable', () => {
    const ledger = new EditLedger(nothing);
    ledger.kept(1, ledger.edit());
    ledger.frameSent();
    ledger.kept(2, ledger.edit());
    ledger.acknowledge(1);
    expect([ledger.takeAcknowledgedRows(), ledger.takeAcknowledgedRows()]).toEqual([[1], []]);
    ledger.frameSent();
    ledger.acknowledge(2);
    expect(ledger.takeAcknowledgedRows()).toEqual([2]);
  });

  it('[SAVE6] counts what is not yet on this device until it is, also where the server was faster', () => {
    const ledger = new EditLedger(nothing);
    const first = ledger.edit();
    const second = ledger.edit();
    expect([ledger.waiting, ledger.unkept]).toEqual([2, 2]);
    ledger.kept(1, first);
    expect([ledger.waiting, ledger.unkept]).toEqual([2, 1]);
    ledger.frameSent();
    ledger.acknowledge(1);
    expect([ledger.waiting, ledger.unkept]).toEqual([0, 1]);
    ledger.kept(2, second);
    expect([ledger.waiting, ledger.unkept]).toEqual([0, 0]);
  });

  it('[LEDGER4] gives a row back that was kept only after its edit was acknowledged', () => {
    const ledger = new EditLedger(nothing);
    const edit = ledger.edit();
    ledger.frameSent();
    ledger.acknowledge(1);
    expect([ledger.takeAcknowledgedRows(), ledger.kept(5, edit), ledger.takeAcknowledgedRows()]).toEqual([[], true, [5]]);
  });

  it('[LEDGER4] keeps a row with several edits back until the last of them is durable', () => {
    const ledger = new EditLedger(nothing);
    const first = ledger.edit();
    ledger.frameSent();
    ledger.acknowledge(1); // the device was full: nothing is written yet
    ledger.linkLost();
    const later = [ledger.edit(), ledger.edit()];
    const isToBeLookedFor = [first, ...later].map((edit) => ledger.kept(7, edit)); // there is room again: all three go into one row
    expect([isToBeLookedFor, ledger.waiting, ledger.takeAcknowledgedRows()]).toEqual([[true, false, false], 2, []]);
    ledger.frameSent();
    ledger.acknowledge(1);
    expect(ledger.takeAcknowledgedRows()).toEqual([7]);
  });

  it('[KEPT5] takes nothing for kept after the store was emptied, until the whole is written again', () => {
    const ledger = new EditLedger(nothing);
    ledger.kept(1, ledger.edit());
    ledger.kept(2, ledger.edit());
    ledger.rowsLost();
    expect(ledger.unkept).toBe(2);
    ledger.keptWhole(3, ledger.lastEdit);
    expect([ledger.waiting, ledger.unkept]).toEqual([2, 0]);
  });
});
