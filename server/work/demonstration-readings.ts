import { type Annotation, AnnotationSchema, type Geometry, type ReadingValues } from '@consilium/shared/domain/annotation.ts';
import type { AttributeId } from '@consilium/shared/domain/ids.ts';
import { ImagingMetaSchema } from '@consilium/shared/modalities/imaging/meta.ts';
import type { DemonstrationFinding } from '../ingest/samples/demonstration.ts';

/** Who reads in the demonstration, and how the second differs from the first. */
export type DemonstrationReader = 'Reader A' | 'Reader B';

/** An item of the demonstration with what is to be found in it. */
export interface DemonstrationItem {
  readonly id: string;
  readonly meta: unknown;
  readonly sources: readonly string[];
  readonly findings: readonly DemonstrationFinding[];
}

/** How Reader B differs from Reader A on the nth finding of an item, over and over: each kind of disagreement is met. */
const differences = ['nothing', 'extent', 'label', 'attribute', 'missed'] as const;
type Difference = (typeof differences)[number];

/**
 * A made-up reading: Reader A marks what is there, Reader B differs in instructive ways.
 * @param start where in the list of differences the item begins, so that items differ in what they show
 */
export function demonstrationReading(item: DemonstrationItem, reader: DemonstrationReader, start: number): ReadingValues {
  const drafts = item.findings.flatMap((finding, at): Mark[] => {
    const difference: Difference = reader === 'Reader A' ? 'nothing' : differences[(at + start) % differences.length]!;
    if (difference === 'missed') return [];
    const mark = finding.type === 'round' ? roundMark(item, finding, difference, reader) : spanMark(item, finding, difference);
    return [mark];
  });
  const annotations = drafts.map((mark, at): Annotation => AnnotationSchema.parse({ ...mark, id: `demo-${reader === 'Reader A' ? 'a' : 'b'}-${at + 1}`, protocol: 1, order: orderOf(at) }));
  const months = reader === 'Reader B' && start % 2 === 1 ? 6 : 3;
  return { annotations, relations: [], answers: { ['follow-up' as AttributeId]: 'yes', ['follow-up-months' as AttributeId]: months } }; // ids of the demonstration's protocol
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The fractional indexes a0, a1 … az: enough for the marks of one item here. */
const orderOf = (at: number): string => `a${digits[at] ?? 'z'}`;

type Mark = { source: string; label: string; geometry: Geometry; attributes: Record<string, unknown> };
type Round = Extract<DemonstrationFinding, { type: 'round' }>;
type Span = Extract<DemonstrationFinding, { type: 'span' }>;

function roundMark(item: DemonstrationItem, { name, slice, x, y, radius }: Round, difference: Difference, reader: DemonstrationReader): Mark {
  const meta = ImagingMetaSchema.parse(item.meta);
  const grown = difference === 'extent' ? radius * 1.55 : radius * (reader === 'Reader A' ? 1.05 : 1.1);
  const shift = reader === 'Reader A' ? 0 : radius * 0.06;
  const label = labelOf(name, radius * (meta.pixelSpacing?.[1] ?? 1));
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    source: meta.frames[slice]?.source ?? item.sources[0] ?? '',
    label: difference === 'label' ? (label === 'nodule' ? 'mass' : 'nodule') : label,
    geometry: { kind: 'imaging.ellipse', version: 1, slice, x: round(x + shift), y: round(y), radiusX: round(grown), radiusY: round(grown), rotation: 0 },
    attributes: attributesOf(difference === 'label' ? (label === 'nodule' ? 'mass' : 'nodule') : label, difference === 'attribute'),
  };
}

const labelOf = (name: string, radiusMm: number): string => (name.includes('opacity') ? 'opacity' : radiusMm > 15 ? 'mass' : 'nodule');

const attributesOf = (label: string, differs: boolean): Record<string, unknown> => ({ certainty: differs ? 'possible' : 'definite', ...(label === 'nodule' ? { texture: 'solid' } : {}) });

function spanMark(item: DemonstrationItem, { label: kind, quote, start, end, hint = '' }: Span, difference: Difference): Mark {
  const label = kind === 'measurement' ? 'finding' : kind;
  const lastWord = quote.lastIndexOf(' ');
  const shorter = lastWord > 0 ? start + Math.max(1, quote.indexOf(' ')) : end;
  const context = contextOf(hint);
  return {
    source: item.sources[0] ?? '',
    label: difference === 'label' ? (label === 'finding' ? 'diagnosis' : 'finding') : label,
    geometry: { kind: 'text.span', version: 1, parts: [{ start, end: difference === 'extent' ? shorter : end }] },
    attributes: label === 'medication' && difference !== 'label' ? {} : difference === 'attribute' ? (context.length > 0 ? {} : { context: ['uncertain'] }) : context.length > 0 ? { context } : {},
  };
}

function contextOf(hint: string): string[] {
  const found: string[] = [];
  if (/negated/.test(hint)) found.push('negated');
  if (/uncertain|hypothetical/.test(hint)) found.push('uncertain');
  if (/family/.test(hint)) found.push('family');
  else if (/history/.test(hint)) found.push('historic');
  return found;
}
