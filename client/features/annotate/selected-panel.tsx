import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { Flag } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/fields.tsx';
import classes from './annotate.module.css';
import { AttributeFields, Line } from './attribute-fields.tsx';

interface Props {
  readonly annotation: Annotation;
  readonly label: Label | undefined;
  readonly labels: readonly Label[];
  readonly isReadOnly: boolean;
  readonly isChecked: boolean;
  readonly onOps: (ops: readonly Op[]) => void;
}

/** What is asked of the one selected mark: its label, its attributes, and whether its reader is sure. */
export function SelectedPanel({ annotation, label, labels, isReadOnly, isChecked, onOps }: Props) {
  const { id, flag } = annotation;
  return (
    <section className={classes.section} aria-label="Selected mark">
      <div className={classes.head}><h2>{label?.name ?? 'Selected mark'}</h2><span className={classes.headEnd}><span className={classes.dim}>selected, made under v{annotation.protocol}</span>{!isReadOnly && <IconButton icon={Flag} title={flag ? 'Sure after all' : 'Flag as unsure'} keys="Shift+KeyF" isPressed={flag !== undefined} onClick={() => onOps([{ type: 'set flag', id, reason: flag ? undefined : '' }])} />}</span></div>
      {!label && (
        <div className={classes.fields}><Select label="Another label" options={labels.map((one) => ({ value: one.id, label: one.name }))} value={undefined} isDisabled={isReadOnly} onChange={(next) => onOps([{ type: 'set label', id, label: next }])} /></div>
      )}
      <AttributeFields scope={id} attributes={label?.attributes ?? []} values={annotation.attributes} isReadOnly={isReadOnly} isChecked={isChecked} onChange={(attribute, value) => onOps([{ type: 'set attribute', id, attribute, value }])} />
      {flag && (
        <div className={classes.fields}>
          <Line label="Why unsure" placeholder="Why are you unsure?" hasAutoFocus={flag.reason === ''} isDisabled={isReadOnly} value={flag.reason} onCommit={(reason) => onOps([{ type: 'set flag', id, reason }])} />
        </div>
      )}
    </section>
  );
}
