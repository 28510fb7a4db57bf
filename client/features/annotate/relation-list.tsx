import type { Annotation, Relation } from '@consilium/shared/domain/annotation.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { ArrowRight, X } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './annotate.module.css';

export type RelationTypes = ProtocolContent['relations'];

/** Links between marks, in words. */
export function RelationList({ relations, types, nameOf, isReadOnly, onOps }: { relations: readonly Relation[]; types: RelationTypes; nameOf: (id: AnnotationId) => string; isReadOnly: boolean; onOps: (ops: readonly Op[]) => void }) {
  if (relations.length === 0) return null;
  return (
    <section className={classes.section} aria-label="Links">
      <div className={classes.head}><h2>Links</h2><span className={classes.dim}>{relations.length}</span></div>
      {relations.map(({ id, type, from, to }) => (
        <div key={id} className={classes.relation}>
          <span className={classes.grow}>{nameOf(from)} <ArrowRight size={12} aria-label="to" /> <b>{types.find((one) => one.id === type)?.name ?? type}</b> <ArrowRight size={12} aria-hidden="true" /> {nameOf(to)}</span>
          {!isReadOnly && <IconButton icon={X} title="Remove the link" onClick={() => onOps([{ type: 'remove relation', id }])} />}
        </div>
      ))}
    </section>
  );
}

/** The types of link that the protocol allows between two labels. */
export const typesBetween = (types: RelationTypes, from: Label['id'], to: Label['id']): RelationTypes =>
  types.filter((type) => (type.from.length === 0 || type.from.includes(from)) && (type.to.length === 0 || type.to.includes(to)));

/** Asks which link is meant where several are possible. */
export function RelationDialog({ choices, onChoose, onClose }: { choices: RelationTypes; onChoose: (type: RelationTypes[number]) => void; onClose: () => void }) {
  return (
    <Dialog title="How are they linked?" isOpen onClose={onClose} size="small">
      <div className={classes.fields}>{choices.map((type) => <Button key={type.id} isFullWidth onClick={() => onChoose(type)}>{type.name}</Button>)}</div>
    </Dialog>
  );
}

export const annotationsById = (annotations: readonly Annotation[]): ReadonlyMap<string, Annotation> => new Map(annotations.map((one) => [one.id, one]));
