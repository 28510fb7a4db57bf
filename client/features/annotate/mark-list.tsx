import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { Label } from '@consilium/shared/domain/protocol.ts';
import { Clock, Eye, EyeOff, Flag, Lock, LockOpen, Trash2 } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { LabelSwatch } from '../../ui/label-swatch.tsx';
import classes from './annotate.module.css';

export interface MarkRow {
  readonly annotation: Annotation;
  readonly label: Label | undefined;
  readonly words: string;
  readonly isSelected: boolean;
  readonly isHidden: boolean;
  readonly isLocked: boolean;
  /** changed here, and not yet at the server, which cannot be reached */
  readonly isWaiting: boolean;
}

interface Props {
  readonly title: string;
  readonly rows: readonly MarkRow[];
  readonly unreadable: readonly { id: string; why: string }[];
  readonly isReadOnly: boolean;
  readonly acts: MarkActs;
}

export interface MarkActs {
  readonly onSelect: (annotation: Annotation, isAdded: boolean) => void;
  readonly onHide: (annotation: Annotation) => void;
  readonly onLock: (annotation: Annotation) => void;
  readonly onRemove: (annotation: Annotation) => void;
}

/** Every mark as a row in words: what the film shows, for eyes and for screen readers. */
export function MarkList({ title, rows, unreadable, isReadOnly, acts }: Props) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}><h2>{title}</h2><span className={classes.dim}>{rows.length}</span></div>
      {rows.length === 0 && unreadable.length === 0 && <p className={classes.empty}>Nothing marked yet.</p>}
      <ul className={classes.list}>{rows.map((row) => <Row key={row.annotation.id} {...row} isReadOnly={isReadOnly} acts={acts} />)}</ul>
      {unreadable.map(({ id, why }) => <p key={id} className={classes.empty}>One mark was made by a newer version and is left alone ({why}).</p>)}
    </section>
  );
}

const Row = memo(function Row({ annotation, label, words, isSelected, isHidden, isLocked, isWaiting, isReadOnly, acts }: MarkRow & Pick<Props, 'isReadOnly' | 'acts'>) {
  const { onSelect, onHide, onLock, onRemove } = acts;
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return (
    <li ref={element} className={classes.mark} data-selected={isSelected} data-hidden={isHidden} data-kept={isHidden || isLocked}>
      {label && <LabelSwatch colour={label.colour} pattern={label.pattern} shape="bar" />}
      <button type="button" data-film-keys className={classes.markName} aria-pressed={isSelected} onClick={(event) => onSelect(annotation, event.shiftKey)}>
        <b>{label?.name ?? 'Label removed'}{annotation.flag && <Flag size={13} className={classes.flag} aria-label="Flagged as unsure" />}{isWaiting && <Clock size={13} className={classes.waiting} aria-label="Waiting to sync" />}</b>
        <span>{words}</span>
        {annotation.flag && <span><br />Unsure: {annotation.flag.reason || 'no reason given'}</span>}
      </button>
      <span className={classes.acts}>
        <IconButton icon={isHidden ? EyeOff : Eye} title={isHidden ? 'Show' : 'Hide'} isPressed={isHidden} onClick={() => onHide(annotation)} />
        {!isReadOnly && <IconButton icon={isLocked ? Lock : LockOpen} title={isLocked ? 'Unlock' : 'Lock in place'} isPressed={isLocked} onClick={() => onLock(annotation)} />}
        {!isReadOnly && <IconButton icon={Trash2} title="Delete" isDisabled={isLocked} onClick={() => onRemove(annotation)} />}
      </span>
    </li>
  );
});
