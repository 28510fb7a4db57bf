import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { LabelId } from '@consilium/shared/domain/ids.ts';
import { Check, Redo2, Trash2, Undo2 } from 'lucide-react';
import type { OpenDocument } from '../../sync/document.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/fields.tsx';
import styles from './session.module.css';
import type { Case } from './use-case.ts';

interface Props {
  readonly shown: Case;
  readonly consensus: OpenDocument;
  readonly standing: Annotation | undefined;
  readonly tool: string;
  readonly onTool: (tool: string) => void;
  readonly onDone: () => void;
}

/** The modality's tools, for the one mark that all members draw together; undo takes back only one's own. */
export function RedrawBar({ shown, consensus, standing, tool, onTool, onDone }: Props) {
  const tools = redrawTools(shown, standing);
  return (
    <div className={styles.redraw} role="toolbar" aria-label="Redraw together">
      <b>Redrawing together</b>
      {tools.map(({ id, title, icon }) => (
        <IconButton key={id} icon={icon} title={title} isPressed={tool === id} onClick={() => onTool(id)} />
      ))}
      <IconButton icon={Undo2} title="Undo mine" keys="$mod+KeyZ" onClick={() => consensus.undo.undo()} />
      <IconButton icon={Redo2} title="Redo mine" keys="$mod+Shift+KeyZ" onClick={() => consensus.undo.redo()} />
      {standing && (
        <>
          <Select
            label="Label"
            isLabelHidden
            options={shown.protocol.labels.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={standing.label}
            onChange={(label) => consensus.apply([{ type: 'set label', id: standing.id, label: label as LabelId }])} // one of the options
          />
          <IconButton
            icon={Trash2}
            title="Clear and draw again"
            onClick={() => consensus.apply([{ type: 'remove annotation', id: standing.id }])}
          />
        </>
      )}
      <Button variant="solid" icon={Check} onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

/** Selecting, and the tools of the kinds that the label allows. */
export function redrawTools({ modality, protocol }: Case, standing: Annotation | undefined) {
  const allowed = protocol.labels.find(({ id }) => id === standing?.label)?.geometries;
  return (modality?.tools ?? []).filter(
    ({ id, kind }) => id === 'select' || id === 'pan' || (kind !== undefined && (allowed?.includes(kind) ?? true)),
  );
}
