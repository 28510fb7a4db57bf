const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const shortVrs = new Set('AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));

/** Is it one of the value representations of PS3.5 §6.2? */
export const isVr = (vr: string): boolean => shortVrs.has(vr) || longVrs.has(vr);

/** Does it carry a 32-bit length in the explicit encodings (PS3.5 §7.1.2)? */
export const isLongVr = (vr: string): boolean => longVrs.has(vr);
