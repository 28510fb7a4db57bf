import type { AttributeId } from '@consilium/shared/domain/ids.ts';
import type { Attribute, AttributeValue } from '@consilium/shared/domain/protocol.ts';
import type { OpenDocument } from '../../sync/document.ts';
import { MultiSelect, NumberField, Select, TextField } from '../../ui/fields.tsx';

interface Props {
  readonly attribute: Attribute;
  readonly value: AttributeValue | undefined;
  readonly consensus: OpenDocument;
}

/** The consensus's own answer to a question of the item, as all members see and change it. */
export function AnswerTogether({ attribute, value, consensus }: Props) {
  const set = (next: AttributeValue | undefined): void =>
    consensus.apply([{ type: 'set answer', attribute: attribute.id as AttributeId, value: next }]);
  const label = `${attribute.name}, together`;
  if (attribute.type === 'number')
    return (
      <NumberField
        label={label}
        value={typeof value === 'number' ? value : undefined}
        onChange={set}
        {...(attribute.min === undefined ? {} : { min: attribute.min })}
        {...(attribute.max === undefined ? {} : { max: attribute.max })}
        {...(attribute.unit === undefined ? {} : { unit: attribute.unit })}
      />
    );
  if (attribute.type === 'text')
    return (
      <TextField
        label={label}
        value={typeof value === 'string' ? value : ''}
        onChange={(text) => set(text || undefined)}
      />
    );
  const options = attribute.options.map(({ id, name }) => ({ value: id, label: name }));
  if (attribute.type === 'many')
    return (
      <MultiSelect
        label={label}
        options={options}
        value={Array.isArray(value) ? value : []}
        onChange={(ids) => set([...ids])}
      />
    );
  return (
    <Select label={label} options={options} value={typeof value === 'string' ? value : undefined} onChange={set} />
  );
}
