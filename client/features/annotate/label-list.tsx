import type { Label } from '@consilium/shared/domain/protocol.ts';
import { useState } from 'react';
import { Kbd } from '../../ui/kbd.tsx';
import { LabelSwatch } from '../../ui/label-swatch.tsx';
import { ExampleGallery } from '../published-protocol/published-protocol.tsx';
import classes from './annotate.module.css';

interface Props {
  readonly labels: readonly Label[];
  readonly chosen: Label | undefined;
  readonly counts: ReadonlyMap<string, number>;
  readonly onChoose: (label: Label) => void;
  readonly project: string;
  readonly isReadOnly: boolean;
}

/** The labels with their digits; the chosen one shows its definition and examples where it is used. */
export function LabelList({ labels, chosen, counts, onChoose, project, isReadOnly }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className={classes.section} aria-label="Labels">
      <div className={classes.head}><h2>Label</h2>{labels.length > 0 && <span className={classes.dim}>press a digit, then draw</span>}</div>
      {labels.length === 0 && <p className={classes.empty}>The protocol has no label for this kind of case. Questions and comments can be answered all the same.</p>}
      <ul className={classes.list}>
        {labels.map((label) => (
          <li key={label.id} className={classes.label}>
            <button type="button" data-film-keys aria-pressed={label.id === chosen?.id} disabled={isReadOnly} title={label.definition} onClick={() => onChoose(label)}>
              {label.hotkey ? <Kbd keys={`Digit${label.hotkey}`} /> : <span aria-hidden="true" style={{ width: 18 }} />}
              <LabelSwatch colour={label.colour} pattern={label.pattern} />
              <span className={classes.grow}>{label.name}</span>
              <span className={classes.dim}>{counts.get(label.id) ?? ''}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen && (chosen.definition !== '' || chosen.examples.length > 0) && (
        <div className={classes.definition}>
          {chosen.definition && <p>{chosen.definition}</p>}
          {chosen.examples.length > 0 && <button type="button" className={classes.chip} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>{isOpen ? 'Hide examples' : `Right and wrong: ${chosen.examples.length} ${chosen.examples.length === 1 ? 'example' : 'examples'}`}</button>}
          {isOpen && <ExampleGallery examples={chosen.examples} project={project} />}
        </div>
      )}
    </section>
  );
}
