import { canonicalJson } from '@consilium/shared/document/content-hash.ts';
import { consensusAnnotationId } from '@consilium/shared/consensus/settle.ts';
import { annotationKey, mapOf, roots } from '@consilium/shared/document/roots.ts';
import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import type * as Y from 'yjs';

/** The annotation that stands for a row in the consensus now. */
export const standingFor = (row: string, annotations: readonly Annotation[]): Annotation | undefined =>
  annotations.find((annotation) => annotation.id.startsWith(consensusAnnotationId(row).slice(0, -1)));

/**
 * The id under which a row's mark is drawn together: the same on every device, so that two who draw at once leave one whole mark, and
 * never one that was removed before (SESS6).
 */
export function freeConsensusId(doc: Y.Doc, row: string): AnnotationId {
  const annotations = mapOf(doc, roots.annotations);
  let number = 1;
  while (annotations.has(annotationKey(consensusAnnotationId(row, number), 'removed'))) number++;
  return consensusAnnotationId(row, number);
}

/** Whether the mark that stands in the consensus is what this option puts there. */
export function isStanding(option: BallotOption | undefined, standing: Annotation | undefined): boolean {
  if (option === undefined || standing === undefined || typeof option.value !== 'object' || option.value === null) return false;
  const put = option.value as Partial<Annotation>; // compared only
  return (['label', 'geometry', 'attributes'] as const).every((part) => canonicalJson(put[part] ?? null) === canonicalJson(standing[part]));
}

/** The options of a row, with what was redrawn together shown as it was drawn; a mark that another option put there was not redrawn. */
export function withRedrawn(
  options: readonly BallotOption[],
  standing: Annotation | undefined,
  inWords: (annotation: Annotation) => string,
): readonly BallotOption[] {
  if (standing === undefined || options.some((option) => isStanding(option, standing))) return options;
  return options.map((option) =>
    option.kind === 'redrawn' ? { ...option, text: `As redrawn together: ${inWords(standing)}` } : option,
  );
}
