import { describe, expect, it } from 'vitest';
import { initialView } from './imaging-view.ts';
import { viewOnMarks } from './view-on.ts';

const frame = { source: 'a'.repeat(64), frame: 0 };
const meta = {
  rows: 100, columns: 200, frames: [frame, frame, frame], photometricInterpretation: 'MONOCHROME2', transferSyntax: '1.2.840.10008.1.2.1', modality: 'DX',
  description: '', windows: [], patient: {}, orderedBy: '', warnings: [],
};
const box = (slice: number, x: number, y: number) => ({ kind: 'imaging.box', version: 1, slice, x, y, width: 10, height: 10 });
const now = { ...initialView(meta as never), zoom: 4, isInverted: true }; // as import writes it

describe('looking at marks', () => {
  it('[SESS12] stand in the middle, on their slice; zoom and window stay', () => {
    expect(viewOnMarks([box(2, 60, 40), box(2, 100, 50)], meta, now)).toEqual({ ...now, slice: 2, centre: [85, 50] });
  });

  it('[SESS12] the picture is not pushed out of sight: held at its edges, left as it is where all of it is seen', () => {
    expect(viewOnMarks([box(0, 0, 0)], meta, now)?.centre).toEqual([25, 12.5]);
    expect(viewOnMarks([box(0, 0, 0)], meta, undefined)?.centre).toEqual([100, 50]);
  });

  it('[SESS12] what cannot be read leaves the view as it is', () => {
    expect(viewOnMarks([{ kind: 'imaging.box', version: 9 } as never], meta, now)).toBeUndefined();
    expect(viewOnMarks([], meta, now)).toBeUndefined();
  });
});
