import { type Draft, removeEntry, setEntry } from '@consilium/shared/document/draft.ts';
import { modalities } from '@consilium/shared/modalities/registry.ts';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { OpenDocument } from '../../sync/document.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { LabelSwatch } from '../../ui/label-swatch.tsx';
import { newLabel, orderMoved } from './entries.ts';
import { LabelEditor } from './label-editor.tsx';
import styles from './protocol.module.css';

interface Props {
  readonly draft: Draft;
  readonly document: OpenDocument;
  readonly project: string;
  readonly modalityIds: readonly string[];
}

/** The labels at the left, the chosen one's everything at the right. */
export function LabelsTab({ draft, document, project, modalityIds }: Props) {
  const [chosenId, choose] = useState<string>();
  const { labels } = draft;
  const isReadOnly = document.access === 'read';
  const index = Math.max(
    0,
    labels.findIndex((one) => one.id === chosenId),
  );
  const chosen = labels[index];
  const kinds = modalities
    .filter((one) => modalityIds.includes(one.id))
    .flatMap((one) => one.kinds.map(({ kind }) => kind));
  const add = (): void => {
    const label = newLabel(labels, kinds);
    document.apply([setEntry('labels', label)]);
    choose(label.id);
  };
  const move = (direction: 1 | -1): void => {
    const order = orderMoved(labels, index, direction);
    if (chosen && order) document.apply([setEntry('labels', { ...chosen, order } as { id: string })]);
  };
  return (
    <div className={styles.split}>
      <div>
        <ul className={styles.labels} aria-label="Labels">
          {labels.map((label) => (
            <li key={label.id}>
              <button
                type="button"
                className={styles.labelRow}
                data-on={label === chosen}
                data-nested={label.parent !== undefined}
                aria-current={label === chosen}
                onClick={() => choose(label.id)}
              >
                <LabelSwatch colour={label.colour} pattern={label.pattern} />
                <span>{label.name}</span>
                {label.hotkey && <Kbd keys={`Digit${label.hotkey}`} />}
              </button>
            </li>
          ))}
        </ul>
        {!isReadOnly && (
          <Button icon={Plus} onClick={add}>
            Label
          </Button>
        )}
      </div>
      {chosen ? (
        <div>
          {!isReadOnly && (
            <div className={styles.icons}>
              <IconButton icon={ArrowUp} title="Move the label up" isDisabled={index === 0} onClick={() => move(-1)} />
              <IconButton
                icon={ArrowDown}
                title="Move the label down"
                isDisabled={index === labels.length - 1}
                onClick={() => move(1)}
              />
              <IconButton
                icon={Trash2}
                title={`Remove ${chosen.name}`}
                onClick={() => document.apply([removeEntry('labels', chosen.id)])}
              />
            </div>
          )}
          <LabelEditor
            key={chosen.id}
            label={chosen}
            labels={labels}
            project={project}
            modalityIds={modalityIds}
            isReadOnly={isReadOnly}
            onChange={(label) => document.apply([setEntry('labels', label)])}
          />
        </div>
      ) : (
        <EmptyState
          title="No labels yet"
          action={
            isReadOnly ? undefined : (
              <Button variant="solid" icon={Plus} onClick={add}>
                Make the first label
              </Button>
            )
          }
        >
          A label is what annotators give a mark: a name, a definition, a colour and a key.
        </EmptyState>
      )}
    </div>
  );
}
