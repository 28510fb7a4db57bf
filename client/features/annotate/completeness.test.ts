import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import { type Attribute, AttributeSchema, defaultProtocolSettings, type ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { describe, expect, it } from 'vitest';
import { askedNow, missingIn } from './completeness.ts';

const attribute = (fields: object): Attribute => AttributeSchema.parse({ name: 'A question', isRequired: true, order: 'a0', type: 'text', ...fields });
const acute = attribute({ id: 'acute', type: 'choice', options: [{ id: 'yes', name: 'Yes' }, { id: 'no', name: 'No' }] });
const side = attribute({ id: 'side', when: { attribute: 'acute', isOneOf: ['yes'] }, order: 'a1' });
const reason = attribute({ id: 'reason', when: { attribute: 'side', isOneOf: ['left'] }, order: 'a2' });

describe('completeness', () => {
  it('[ANN4] asks a conditional question only while its ground is asked and given', () => {
    const ids = (values: Record<string, string>) => askedNow([reason, side, acute], values).map(({ id }) => id);
    expect(ids({})).toEqual(['acute']);
    expect(ids({ acute: 'yes', side: 'left' })).toEqual(['acute', 'side', 'reason']);
    expect(ids({ acute: 'no', side: 'left' })).toEqual(['acute']);
  });

  it('[ANN4] survives conditions in a circle', () => {
    const a = attribute({ id: 'a', when: { attribute: 'b', isOneOf: ['x'] } });
    const b = attribute({ id: 'b', when: { attribute: 'a', isOneOf: ['x'] } });
    expect(askedNow([a, b], { a: 'x', b: 'x' })).toEqual([]);
  });

  it('[ANN5] lists what is missing, marks first, then the case', () => {
    const label = { id: 'l1', name: 'Nodule', definition: '', colour: 1, pattern: 'solid', geometries: [], attributes: [acute], examples: [], order: 'a0' };
    const protocol = { labels: [label], relations: [], itemAttributes: [side, acute], rules: [], guideline: null, settings: defaultProtocolSettings } as unknown as ProtocolContent; // ids unbranded
    const mark = (id: string, labelId: string, attributes: object) => ({ id, label: labelId, attributes }) as unknown as Annotation; // only what is read
    const words = (answers: Record<string, string>) =>
      missingIn({ annotations: [mark('m1', 'l1', {}), mark('m2', 'l1', { acute: 'no' }), mark('m3', 'gone', {})], relations: [], answers }, protocol).map((one) => [one.annotation?.id, one.attribute?.id]);
    expect(words({})).toEqual([['m1', 'acute'], ['m3', undefined], [undefined, 'acute']]);
    expect(words({ acute: 'yes', side: '  ' })).toEqual([['m1', 'acute'], ['m3', undefined], [undefined, 'side']]);
  });
});
