import type { Annotation, Geometry } from '@consilium/shared/domain/annotation.ts';
import type { Anchor } from '@consilium/shared/domain/comment.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ClientModality, MarkStyle } from '../../modalities/contract.ts';
import { notify } from '../../ui/notify.ts';
import { tellAfterPaint } from '../../ui/paint-first.ts';
import { allows, newAnnotation, relabelOps, removeOps } from './edits.ts';
import { labelStyle } from './marks.ts';
import { type RelationTypes, typesBetween } from './relation-list.tsx';
import type { Case } from './use-case.ts';
import type { Reading } from './use-reading.ts';

interface Pending {
  readonly geometry: Geometry;
  readonly source: string;
}

export interface Workbench {
  readonly tool: string;
  readonly setTool: (tool: string) => void;
  readonly label: Label | undefined;
  readonly chooseLabel: (label: Label) => void;
  readonly selection: readonly AnnotationId[];
  readonly select: (ids: readonly AnnotationId[]) => void;
  readonly hidden: ReadonlySet<string>;
  readonly locked: ReadonlySet<string>;
  readonly toggle: (which: 'hidden' | 'locked', ids: readonly AnnotationId[]) => void;
  readonly apply: (ops: readonly Op[]) => void;
  readonly draw: (geometry: Geometry, source: string) => MarkStyle | undefined;
  readonly relabel: (label: Label) => void;
  readonly remove: (ids: readonly AnnotationId[]) => void;
  /** drawn without a label: the screen asks for one */
  readonly pending: Pending | undefined;
  readonly dropPending: () => void;
  /** two marks of which it is asked how they are linked */
  readonly linking: { readonly from: AnnotationId; readonly to: AnnotationId; readonly choices: RelationTypes } | undefined;
  readonly link: (from: AnnotationId, to: AnnotationId) => void;
  readonly setLink: (type: string | undefined) => void;
  readonly anchor: Anchor;
  readonly setPlace: (place: Anchor | undefined) => void;
}

const none: ReadonlySet<string> = new Set();

/** The state of one person's screen over a reading, and everything that changes the reading. */
export function useWorkbench({ protocol }: Case, reading: Reading, client: ClientModality): Workbench {
  const [tool, setTool] = useState('select');
  const [label, setLabel] = useState<Label>();
  const [selection, select] = useState<readonly AnnotationId[]>([]);
  const [hidden, setHidden] = useState(none);
  const [locked, setLocked] = useState(none);
  const [pending, setPending] = useState<Pending>();
  const [linking, setLinking] = useState<Workbench['linking']>();
  const [place, setPlace] = useState<Anchor>();
  const { document, values, isReadOnly } = reading;
  const now = useRef({ values, isReadOnly });
  now.current = { values, isReadOnly };

  const apply = useCallback((ops: readonly Op[]): void => {
    if (!now.current.isReadOnly && ops.length > 0) document?.apply(ops);
  }, [document]);
  const add = useCallback((geometry: Geometry, source: string, as: Label): MarkStyle | undefined => {
    if (!allows(as, geometry.kind)) return void notify(`“${as.name}” is not marked this way. The protocol allows: ${kindsInWords(as, client)}.`, 'attention');
    const annotation = newAnnotation({ geometry, source, label: as, protocol: protocol.version, annotations: now.current.values.annotations, id: crypto.randomUUID() });
    apply([{ type: 'add annotation', annotation }]);
    tellAfterPaint(() => select([annotation.id]));
    return now.current.isReadOnly ? undefined : labelStyle(as);
  }, [apply, client, protocol.version]);
  const draw = useCallback((geometry: Geometry, source: string): MarkStyle | undefined => (label ? add(geometry, source, label) : void setPending({ geometry, source })), [label, add]);

  const chooseLabel = useCallback((next: Label): void => {
    setLabel({ ...next }); // a new value each time: choosing a label again marks what is selected in a note
    if (pending) add(pending.geometry, pending.source, next);
    setPending(undefined);
    setTool((current) => toolFor(next, current, client));
  }, [pending, add, client]);
  const relabel = useCallback((next: Label): void => apply(relabelOps(selection, next.id)), [apply, selection]);
  const remove = useCallback((ids: readonly AnnotationId[]): void => {
    apply(removeOps(ids.filter((id) => !locked.has(id))));
    select((before) => before.filter((id) => locked.has(id) || !ids.includes(id)));
  }, [apply, locked]);
  const toggle = useCallback((which: 'hidden' | 'locked', ids: readonly AnnotationId[]): void => (which === 'hidden' ? setHidden : setLocked)((before) => toggled(before, ids)), []);

  const addLink = useCallback((type: string, from: AnnotationId, to: AnnotationId): void => apply([{ type: 'add relation', relation: { id: crypto.randomUUID(), type, from, to } }]), [apply]);
  const link = useCallback((from: AnnotationId, to: AnnotationId): void => {
    const choices = typesBetween(protocol.content.relations, labelOf(now.current.values.annotations, from), labelOf(now.current.values.annotations, to));
    const [only] = choices;
    if (!only) notify('The protocol has no link between these two labels.', 'attention');
    else if (choices.length === 1) addLink(only.id, from, to);
    else setLinking({ from, to, choices });
  }, [protocol, addLink]);
  const setLink = useCallback((type: string | undefined): void => {
    if (type !== undefined && linking) addLink(type, linking.from, linking.to);
    setLinking(undefined);
  }, [linking, addLink]);

  const anchor = useMemo((): Anchor => place ?? (selection.length === 1 && selection[0] ? { type: 'annotation', annotation: selection[0] } : { type: 'item' }), [place, selection]);
  const dropPending = useCallback((): void => setPending(undefined), []);
  return useMemo(
    () => ({ tool, setTool, label, chooseLabel, selection, select, hidden, locked, toggle, apply, draw, relabel, remove, pending, dropPending, linking, link, setLink, anchor, setPlace }),
    [tool, label, chooseLabel, selection, hidden, locked, toggle, apply, draw, relabel, remove, pending, dropPending, linking, link, setLink, anchor],
  );
}

const labelOf = (annotations: readonly Annotation[], id: AnnotationId): Label['id'] => annotations.find((one) => one.id === id)?.label ?? ('' as Label['id']); // matches no label

function toggled(before: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const areAllIn = ids.every((id) => before.has(id));
  const next = new Set(before);
  for (const id of ids) {
    if (areAllIn) next.delete(id);
    else next.add(id);
  }
  return next;
}

/** The tool stays if it draws what the label allows or does not draw; else the first that does. */
function toolFor(label: Label, current: string, { tools }: ClientModality): string {
  const now = tools.find(({ id }) => id === current);
  if (now && now.kind !== undefined && allows(label, now.kind)) return current;
  if (current !== 'select' && now?.kind === undefined) return current;
  if (label.geometries.length === 0) return now?.kind === undefined ? current : now.id;
  return tools.find(({ kind }) => kind !== undefined && label.geometries.includes(kind))?.id ?? current;
}

const kindsInWords = (label: Label, { tools }: ClientModality): string =>
  tools.filter(({ kind }) => kind !== undefined && label.geometries.includes(kind)).map(({ title }) => title.toLowerCase()).join(', ') || 'nothing on this kind of case';
