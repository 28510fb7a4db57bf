import type { Label } from '@consilium/shared/domain/protocol.ts';
import { modalities } from '@consilium/shared/modalities/registry.ts';
import { MultiSelect, Select, TextArea, TextField } from '../../ui/fields.tsx';
import { LabelSwatch } from '../../ui/label-swatch.tsx';
import { PanelHeading } from '../../ui/panel.tsx';
import { AttributeList } from './attribute-editor.tsx';
import { ExampleList } from './example-editor.tsx';
import styles from './protocol.module.css';

const patterns = [
  { value: 'solid', label: 'Solid' },
  { value: 'dashed', label: 'Dashed' },
  { value: 'dotted', label: 'Dotted' },
  { value: 'dash-dot', label: 'Dash and dot' },
] as const;
const none = 'none';

interface Props {
  readonly label: Label;
  readonly labels: readonly Label[];
  readonly project: string;
  readonly modalityIds: readonly string[];
  readonly onChange: (label: Label) => void;
  readonly isReadOnly: boolean;
}

/** Everything of one label, changed in place: what it means, how it looks, what it may mark, what is asked, right and wrong uses. */
export function LabelEditor({ label, labels, project, modalityIds, onChange, isReadOnly }: Props) {
  const kinds = modalities
    .filter((one) => modalityIds.includes(one.id))
    .flatMap((one) =>
      one.kinds.map(({ kind, title }) => ({ value: kind, label: `${title} (${one.title.toLowerCase()})` })),
    );
  const others = labels.filter((one) => one.id !== label.id && one.parent !== label.id);
  const withoutHotkey = ({ hotkey: _, ...rest }: Label): Label => rest;
  const withoutParent = ({ parent: _, ...rest }: Label): Label => rest;
  const chooseParent = (id: string): void => {
    const parent = others.find((one) => one.id === id);
    onChange(parent ? { ...label, parent: parent.id } : withoutParent(label));
  };
  return (
    <fieldset className={styles.editor} disabled={isReadOnly}>
      <legend className={styles.hidden}>{label.name}</legend>
      <div className={styles.row}>
        <TextField
          label="Name"
          value={label.name}
          maxLength={80}
          isRequired
          onChange={(name) => onChange({ ...label, name })}
        />
        <Select
          label="Key"
          options={[
            { value: none, label: 'No key' },
            ...Array.from('123456789', (digit) => ({
              value: digit,
              label: digit,
              isDisabled: labels.some((one) => one.id !== label.id && one.hotkey === digit),
            })),
          ]}
          value={label.hotkey ?? none}
          onChange={(hotkey) => onChange(hotkey === none ? withoutHotkey(label) : { ...label, hotkey })}
        />
      </div>
      <TextArea
        label="Definition"
        help="What it is, where it ends, and what it is not"
        rows={3}
        value={label.definition}
        onChange={(definition) => onChange({ ...label, definition })}
      />
      <div className={styles.row}>
        <div>
          <p className={styles.fieldName} id={`hue-${label.id}`}>
            Colour
          </p>
          <div className={styles.hues} role="radiogroup" aria-labelledby={`hue-${label.id}`}>
            {[1, 2, 3, 4, 5, 6, 7, 8].map((colour) => (
              <label key={colour} className={styles.hue} data-on={label.colour === colour}>
                <input
                  type="radio"
                  name={`hue-${label.id}`}
                  checked={label.colour === colour}
                  aria-label={`Hue ${colour}`}
                  onChange={() => onChange({ ...label, colour })}
                />
                <LabelSwatch colour={colour} pattern={label.pattern} />
              </label>
            ))}
          </div>
        </div>
        <Select
          label="Line"
          options={patterns}
          value={label.pattern}
          onChange={(pattern) => onChange({ ...label, pattern })}
        />
        <Select
          label="Part of"
          options={[
            { value: none, label: 'Nothing' },
            ...others.map((one) => ({ value: String(one.id), label: one.name })),
          ]}
          value={label.parent ?? none}
          onChange={chooseParent}
        />
      </div>
      <MultiSelect
        label="May be drawn as"
        options={kinds}
        value={label.geometries}
        onChange={(geometries) => onChange({ ...label, geometries: [...geometries] })}
      />
      <PanelHeading level={3} aside="asked of each mark">
        Attributes
      </PanelHeading>
      <AttributeList
        attributes={label.attributes}
        isReadOnly={isReadOnly}
        addTitle="Attribute"
        onChange={(attributes) => onChange({ ...label, attributes })}
      />
      <PanelHeading level={3} aside="shown where the label is chosen">
        Examples, right and wrong
      </PanelHeading>
      <ExampleList
        examples={label.examples}
        project={project}
        isReadOnly={isReadOnly}
        onChange={(examples) => onChange({ ...label, examples })}
      />
    </fieldset>
  );
}
