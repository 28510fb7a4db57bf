import { createHash } from 'node:crypto';
import type { Annotation, ReadingValues } from '@consilium/shared/domain/annotation.ts';
import { AnnotationIdSchema } from '@consilium/shared/domain/ids.ts';
import type { Attribute, AttributeValue, ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import type { BratFault } from '@consilium/shared/modalities/text/brat-lines.ts';
import { bratName, readBrat } from '@consilium/shared/modalities/text/brat.ts';

export const isStandoff = (name: string): boolean => /\.ann$/i.test(name);

export interface StandoffPlace {
  readonly protocol: { readonly version: number; readonly content: ProtocolContent };
  readonly source: string; // SHA-256 of the note
  readonly key: string; // what tells this file from others: ids hang on it, so that reading it again gives the same
}

/** A brat file as a reading under a protocol: ids of our own, relations and choices by their names. What the protocol has no place for is a fault with its line. */
export function standoffToReading(text: string, ann: string, { protocol, source, key }: StandoffPlace): { readonly values: ReadingValues; readonly faults: readonly BratFault[] } {
  const { labels, relations } = protocol.content;
  const { values, faults } = readBrat(text, ann, labels, source);
  const newId = (id: string): Annotation['id'] => AnnotationIdSchema.parse(createHash('sha256').update(`${key}/${id}`).digest('base64url'));
  const attributes = new Map(labels.map((label) => [label.id, label.attributes]));
  const annotations = values.annotations.map((annotation) => ({
    ...annotation,
    id: newId(annotation.id),
    protocol: protocol.version,
    attributes: byOptions(annotation.attributes, attributes.get(annotation.label) ?? []),
  }));
  const unknown: string[] = [];
  const linked = values.relations.flatMap((relation) => {
    const type = relations.find(({ id, name }) => id === relation.type || bratName(name) === relation.type);
    if (type === undefined) unknown.push(relation.type);
    return type === undefined ? [] : [{ id: newId(relation.id), type: type.id, from: newId(relation.from), to: newId(relation.to) }];
  });
  const without = unknown.map((name): BratFault => ({ line: lineOf(ann, name), why: `the protocol has no relation “${name}”` }));
  return { values: { annotations, relations: linked, answers: {} }, faults: [...faults, ...without] };
}

/** brat names the option, a reading holds its id. */
function byOptions(given: Readonly<Record<string, AttributeValue>>, attributes: readonly Attribute[]): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(given).map(([id, value]) => {
      const attribute = attributes.find((one) => one.id === id);
      if (attribute === undefined || !('options' in attribute)) return [id, value];
      const idOf = (one: string): string => attribute.options.find((option) => option.id === one || bratName(option.name) === one)?.id ?? one;
      return [id, Array.isArray(value) ? value.map(idOf) : typeof value === 'string' ? idOf(value) : value];
    }),
  );
}

/** 1-based, the first relation line of that name. */
const lineOf = (ann: string, name: string): number => ann.split('\n').findIndex((line) => line.startsWith('R') && line.includes(`\t${name} `)) + 1;
