import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { AnyModality } from '@consilium/shared/modalities/registry.ts';
import type { Comparison } from '@consilium/shared/consensus/comparison.ts';
import type { MarkStyle, ViewerMark } from '../../modalities/contract.ts';

/** Where an annotation stands and what it is, in words (of a note, its own); a geometry from a newer version says so. */
export function wordsOf(annotation: Annotation, modality: AnyModality, meta: unknown, content?: string): string {
  const known = wordsKnown.get(annotation);
  if (known && known.meta === meta && known.content === content) return known.words;
  const words = describedIn(annotation, modality, meta, content);
  wordsKnown.set(annotation, { meta, content, words });
  return words;
}

/** An annotation that did not change is the same object, and every mark drawn asks for the words of all. */
const wordsKnown = new WeakMap<Annotation, { readonly meta: unknown; readonly content: string | undefined; readonly words: string }>();

function describedIn(annotation: Annotation, modality: AnyModality, meta: unknown, content: string | undefined): string {
  const geometry = modality.readGeometry(annotation.geometry);
  return geometry.ok ? modality.describe(geometry.value, meta, content) : 'made by a newer version: shown here, left alone';
}

/** The one length or angle in a description, for the plate on the film: `17 mm`. */
export const measureIn = (words: string): string | undefined => words.split(', ').find((part) => /^[\d.]+ ?(mm|px|°)$/.test(part));

export interface MarkChoices {
  readonly labels: readonly Label[];
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  readonly isReadOnly: boolean;
  readonly modality: AnyModality;
  readonly meta: unknown;
}

/** My annotations as the viewer shows them: hue and pattern of the label, its digit as badge. */
export function ownMarks(annotations: readonly Annotation[], { labels, hidden, locked, isReadOnly, modality, meta }: MarkChoices): readonly ViewerMark[] {
  const labelsById = new Map<string, Label>(labels.map((label) => [label.id, label]));
  return annotations.map((annotation): ViewerMark => {
    const label = labelsById.get(annotation.label);
    const measure = measureIn(wordsOf(annotation, modality, meta));
    return {
      key: annotation.id, annotation, layer: 'mine', style: labelStyle(label),
      title: [label?.name ?? 'Label removed', measure].filter(Boolean).join(' '),
      isEditable: !isReadOnly, isHidden: hidden.has(annotation.id), isLocked: locked.has(annotation.id),
    };
  });
}

/** A mark of this label in the own reading. */
export const labelStyle = (label: Label | undefined): MarkStyle =>
  label ? { colour: `var(--l${label.colour})`, pattern: label.pattern, ...(label.hotkey ? { badge: label.hotkey } : {}) } : { colour: 'var(--ink-3)', pattern: 'dotted' };

const readerLetters = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
const readerPatterns: readonly MarkStyle['pattern'][] = ['solid', 'dashed', 'dotted', 'dash-dot', 'solid', 'dashed'];

export interface RevealedReader {
  readonly id: string;
  readonly letter: (typeof readerLetters)[number];
  readonly style: MarkStyle;
}

/** Readers by name, each with a letter, a hue and a pattern, as in a session; after the sixth they begin again. */
export function revealedReaders(readers: readonly string[], names: Readonly<Record<string, string>>): readonly RevealedReader[] {
  const nameOf = (id: string): string => names[id] ?? 'Former member';
  const sorted = [...readers].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en') || (a < b ? -1 : 1));
  return sorted.map((id, i) => {
    const letter = readerLetters[i % readerLetters.length] ?? 'A';
    return { id, letter, style: { colour: `var(--r${letter})`, pattern: readerPatterns[i % readerPatterns.length] ?? 'solid', badge: letter } };
  });
}

/** All readings after the reveal: whose it is by hue, pattern and letter. */
export function revealedMarks(comparison: Comparison, readers: readonly RevealedReader[], hiddenLayers: ReadonlySet<string>, labels: readonly Label[]): readonly ViewerMark[] {
  const nameOf = (label: string): string => labels.find(({ id }) => id === label)?.name ?? 'Label removed';
  const sides = comparison.rows.flatMap((row) => (row.subject === 'finding' ? row.sides : []));
  return sides.flatMap(({ reader, annotation }) => {
    const who = readers.find(({ id }) => id === reader);
    if (!who) return [];
    return [{ key: `${reader}/${annotation.id}`, annotation, layer: reader, style: who.style, title: nameOf(annotation.label), isEditable: false, isHidden: hiddenLayers.has(reader), isLocked: true }];
  });
}
