import { type Annotation, AnnotationSchema, type ReadingValues, type Relation } from '../../domain/annotation.ts';
import type { AnnotationId } from '../../domain/ids.ts';
import { type Attribute, type AttributeValue, type Label, optionsOf } from '../../domain/protocol.ts';
import { type BratFault, type BratLine, parseBrat } from './brat-lines.ts';
import { offsetsOf } from './code-points.ts';
import { TextGeometrySchema } from './geometry.ts';
import type { Part } from './spans.ts';

/**
 * A reading as brat standoff lines: T, R, A and # notes. Offsets count code points; a span over a line break becomes fragments, as
 * brat itself writes it. Names are made of what brat allows (letters, digits, `_`, `-`). Labels of the whole document and the item's
 * own answers have no place in brat.
 */
export function writeBrat(text: string, values: ReadingValues, labels: readonly Label[]): BratLine[] {
  const offsets = offsetsOf(text);
  const lines: BratLine[] = [];
  const entityOf = new Map<AnnotationId, string>();
  for (const annotation of values.annotations) {
    const geometry = TextGeometrySchema.safeParse(annotation.geometry);
    if (!geometry.success || geometry.data.kind !== 'text.span') continue;
    const id = `T${entityOf.size + 1}`;
    entityOf.set(annotation.id, id);
    const parts = geometry.data.parts.flatMap((part) => withoutLineBreaks(text, part));
    const fragments = parts.map((part) => ({
      start: offsets.toCodePoints(part.start),
      end: offsets.toCodePoints(part.end),
    }));
    lines.push({
      type: 'entity',
      id,
      name: bratNameOf(annotation.label, labels),
      fragments,
      text: parts.map((part) => text.slice(part.start, part.end)).join(' '),
    });
  }
  let counted = { attribute: 0, note: 0 };
  for (const annotation of values.annotations) {
    const target = entityOf.get(annotation.id);
    if (target === undefined) continue;
    const said = attributeLines(annotation, target, labels, counted);
    lines.push(...said.lines);
    counted = said.counted;
  }
  const linked = values.relations.filter(({ from, to }) => entityOf.has(from) && entityOf.has(to));
  linked.forEach(({ type, from, to }, at) => {
    lines.push({
      type: 'relation',
      id: `R${at + 1}`,
      name: bratName(type),
      roles: [
        { role: 'Arg1', target: entityOf.get(from)! },
        { role: 'Arg2', target: entityOf.get(to)! },
      ],
    });
  });
  return lines;
}

/** Letters, digits, `_` and `-`: what brat takes as a name. */
export const bratName = (name: string): string =>
  name
    .normalize('NFC')
    .trim()
    .replace(/[^\p{L}\p{N}_-]+/gu, '_') || '_';

/** The label's name where that is its alone, else its id. */
function bratNameOf(id: string, labels: readonly Label[]): string {
  const name = bratName(labels.find((label) => label.id === id)?.name ?? id);
  return labels.filter((label) => bratName(label.name) === name).length > 1 ? bratName(id) : name;
}

function withoutLineBreaks(text: string, part: Part): Part[] {
  const pieces: Part[] = [];
  for (const match of text.slice(part.start, part.end).matchAll(/[^\r\n]+/g))
    pieces.push({ start: part.start + match.index, end: part.start + match.index + match[0].length });
  return pieces.length > 0 ? pieces : [part];
}

interface Counted {
  readonly attribute: number;
  readonly note: number;
}

function attributeLines(
  annotation: Annotation,
  target: string,
  labels: readonly Label[],
  counted: Counted,
): { lines: BratLine[]; counted: Counted } {
  const attributes = labels.find((label) => label.id === annotation.label)?.attributes ?? [];
  const lines: BratLine[] = [];
  let { attribute: attributeCount, note: noteCount } = counted;
  const note = (name: string, text: string): void =>
    void lines.push({ type: 'note', id: `#${++noteCount}`, name, target, text: text.replace(/\s+/gu, ' ').trim() });
  for (const [id, value] of Object.entries(annotation.attributes)) {
    const name = attributeName(id, attributes);
    const asked = attributes.find((one) => one.id === id);
    if (asked?.type === 'text' || (typeof value === 'string' && /\s/u.test(value)))
      note(name, String(value));
    else
      for (const one of Array.isArray(value) ? value : [value])
        lines.push({ type: 'attribute', id: `A${++attributeCount}`, name, target, value: bratOption(String(one), asked) });
  }
  if (annotation.flag !== undefined) note('AnnotatorNotes', `Not sure: ${annotation.flag.reason}`);
  return { lines, counted: { attribute: attributeCount, note: noteCount } };
}

/** An option by its name where that is its alone, else by its id. */
export function bratOption(id: string, attribute: Attribute | undefined): string {
  const options = optionsOf(attribute);
  const name = bratName(options.find((option) => option.id === id)?.name ?? id);
  return options.filter((option) => bratName(option.name) === name).length > 1 ? bratName(id) : name;
}

const attributeName = (id: string, attributes: readonly Attribute[]): string =>
  bratName(attributes.find((one) => one.id === id)?.name ?? id);

/**
 * Reads standoff back by the labels of a protocol. An event that is no more than its trigger stands for that entity; the arguments of other
 * events, normalisations and equivalences are faults: nothing here can hold them.
 */
export function readBrat(
  text: string,
  ann: string,
  labels: readonly Label[],
  source: string,
): { readonly values: ReadingValues; readonly faults: readonly BratFault[] } {
  const { lines, faults } = parseBrat(ann);
  const offsets = offsetsOf(text);
  const annotations = new Map<string, Annotation>();
  const relations: Relation[] = [];
  const triggers = triggersOf(lines);
  const found: BratFault[] = [...faults];
  lines.forEach((line, at) => {
    const why =
      line.type === 'entity'
        ? addEntity(line, at)
        : line.type === 'relation'
          ? addRelation(line)
          : line.type === 'attribute' || line.type === 'note'
            ? addAttribute(line)
            : line.type === 'event' && line.roles.length === 1
              ? undefined
            : `a ${line.type} has no place here`;
    if (why !== undefined) found.push({ line: at + 1, why });
  });
  return { values: { annotations: [...annotations.values()], relations, answers: {} }, faults: found };

  function addEntity(line: Extract<BratLine, { type: 'entity' }>, at: number): string | undefined {
    const label = labels.find((one) => bratNameOf(one.id, labels) === line.name);
    if (label === undefined) return `the protocol has no label “${line.name}”`;
    const parts = line.fragments.map(({ start, end }) => ({
      start: offsets.toUnits(start),
      end: offsets.toUnits(end),
    }));
    if (parts.some((part) => part.start === undefined || part.end === undefined))
      return 'the offsets lie beyond the end of the text';
    const order = `a${String(at).padStart(6, '0')}`;
    const annotation = AnnotationSchema.safeParse({
      id: line.id,
      source,
      label: label.id,
      geometry: { kind: 'text.span', version: 1, parts },
      attributes: {},
      protocol: 0,
      order,
    });
    if (!annotation.success) return 'the entity cannot be an annotation here';
    annotations.set(line.id, annotation.data);
    return undefined;
  }

  function annotated(id = ''): Annotation | undefined {
    return annotations.get(triggers.get(id) ?? id);
  }

  function addRelation({ id, name, roles }: Extract<BratLine, { type: 'relation' }>): string | undefined {
    const [from, to] = [annotated(roles[0]?.target), annotated(roles[1]?.target)];
    if (from === undefined || to === undefined) return 'an end of the relation is not there';
    relations.push({ id, type: name, from: from.id, to: to.id });
    return undefined;
  }

  function addAttribute(line: Extract<BratLine, { type: 'attribute' | 'note' }>): string | undefined {
    const annotation = annotated(line.target);
    const attribute = labels
      .find((label) => label.id === annotation?.label)
      ?.attributes.find((one) => bratName(one.name) === line.name);
    if (annotation === undefined) return 'what it is of is not there';
    if (line.type === 'note' && attribute === undefined) {
      annotations.set(annotation.id, { ...annotation, flag: { reason: line.text.replace(/^Not sure: /, '') } });
      return undefined;
    }
    if (attribute === undefined) return `the label has no attribute “${line.name}”`;
    const value =
      line.type === 'note' ? line.text : attributeValue(attribute, line.value ?? '', annotation.attributes[attribute.id]);
    annotations.set(annotation.id, { ...annotation, attributes: { ...annotation.attributes, [attribute.id]: value } });
    return undefined;
  }
}

/** The entity that each event has as its trigger. */
const triggersOf = (lines: readonly BratLine[]): ReadonlyMap<string, string> =>
  new Map(lines.flatMap((line) => (line.type === 'event' && line.roles[0] ? [[line.id, line.roles[0].target]] : [])));

function attributeValue(attribute: Attribute, value: string, before: AttributeValue | undefined): AttributeValue {
  if (attribute.type === 'number') return Number(value);
  if (attribute.type === 'text') return value;
  const option = attribute.options.find(({ id }) => bratOption(id, attribute) === value)?.id ?? value;
  return attribute.type === 'many' ? [...(Array.isArray(before) ? before : []), option] : option;
}
