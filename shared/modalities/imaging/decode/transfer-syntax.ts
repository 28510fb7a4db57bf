/** How the pixels of a transfer syntax are packed. */
export type Packing = 'native' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k' | 'deflated-frame';

const j = '1.2.840.10008.1.2.4.';
const packings: ReadonlyMap<string, Packing> = new Map<string, Packing>([
  ['1.2.840.10008.1.2', 'native'],
  ['1.2.840.10008.1.2.1', 'native'],
  ['1.2.840.10008.1.2.1.99', 'native'],
  ['1.2.840.10008.1.2.2', 'native'],
  ['1.2.840.10008.1.2.5', 'rle'],
  ['1.2.840.10008.1.2.8.1', 'deflated-frame'],
  ...['50', '51', '53', '55', '57', '70'].map((end) => [j + end, 'jpeg'] as const),
  ...['80', '81'].map((end) => [j + end, 'jpeg-ls'] as const),
  ...['90', '91', '92', '93'].map((end) => [j + end, 'jpeg-2000'] as const),
  ...['201', '202', '203'].map((end) => [j + end, 'htj2k'] as const),
]);

export const isKnownSyntax = (uid: string): boolean => packings.has(uid);

/** Packing of a known transfer syntax; native for any other, which `parseDicom` refuses before. */
export const packingOf = (uid: string | undefined): Packing => packings.get(uid ?? '') ?? 'native';
