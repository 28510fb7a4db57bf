import type { AttributeId } from '@consilium/shared/domain/ids.ts';
import type { Attribute, AttributeValue } from '@consilium/shared/domain/protocol.ts';
import { useEffect, useState } from 'react';
import { MultiSelect, NumberField, Select, TextField } from '../../ui/fields.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import classes from './annotate.module.css';
import { askedNow, isAnswered } from './completeness.ts';

interface Props {
  readonly attributes: readonly Attribute[];
  readonly values: Readonly<Record<string, AttributeValue>>;
  readonly onChange: (attribute: AttributeId, value: AttributeValue | undefined) => void;
  readonly isReadOnly: boolean;
  /** marks what is required and still open */
  readonly isChecked: boolean;
  /** begins the ids of the fields, so that a list of what is missing can lead there */
  readonly scope: string;
}

export const fieldId = (scope: string, attribute: string): string => `field-${scope}-${attribute}`;

/** The questions that apply now, each with the control its type asks for. */
export function AttributeFields({ attributes, values, isChecked, scope, ...rest }: Props) {
  return (
    <div className={classes.fields}>
      {askedNow(attributes, values).map((attribute) => (
        <div key={attribute.id} id={fieldId(scope, attribute.id)} tabIndex={-1} className={classes.question} data-open={isChecked && attribute.isRequired && !isAnswered(values[attribute.id])}>
          <span>{attribute.name}{attribute.isRequired && <span className={classes.must} title="Required"> *<span className={classes.wide} hidden> required</span></span>}</span>
          <Control attribute={attribute} value={values[attribute.id]} {...rest} />
          {attribute.help && <span className={classes.help}>{attribute.help}</span>}
        </div>
      ))}
    </div>
  );
}

type ControlProps = { attribute: Attribute; value: AttributeValue | undefined } & Pick<Props, 'onChange' | 'isReadOnly'>;

function Control({ attribute, value, onChange, isReadOnly }: ControlProps) {
  const shared = { label: attribute.name, isLabelHidden: true, isDisabled: isReadOnly };
  const set = (next: AttributeValue | undefined): void => onChange(attribute.id, next);
  switch (attribute.type) {
    case 'choice': {
      const options = attribute.options.map(({ id, name }) => ({ value: id, label: name }));
      const isShort = options.length <= 4 && options.reduce((sum, { label }) => sum + label.length + 4, 0) <= 40;
      const chosen = typeof value === 'string' ? value : undefined;
      return isShort ? <Segmented label={attribute.name} options={options} value={chosen} onChange={set} isDisabled={isReadOnly} /> : <Select {...shared} options={options} value={chosen} onChange={set} isSearchable={options.length > 8} />;
    }
    case 'many':
      return <MultiSelect {...shared} options={attribute.options.map(({ id, name }) => ({ value: id, label: name }))} value={Array.isArray(value) ? value : []} onChange={(next) => set(next.length === 0 ? undefined : [...next])} />;
    case 'number':
      return <NumberField {...shared} value={typeof value === 'number' ? value : undefined} onChange={set} {...(attribute.unit ? { unit: attribute.unit } : {})} {...(attribute.min === undefined ? {} : { min: attribute.min })} {...(attribute.max === undefined ? {} : { max: attribute.max })} />;
    case 'text':
      return <Line {...shared} value={typeof value === 'string' ? value : ''} onCommit={(next) => set(next.trim() === '' ? undefined : next)} />;
  }
}

/** A line that is one edit when it is left, not one per letter; Enter and Escape leave it, and the film has the keys again. */
export function Line({ value, onCommit, ...field }: { label: string; isLabelHidden?: boolean; isDisabled?: boolean; placeholder?: string; hasAutoFocus?: boolean; value: string; onCommit: (value: string) => void }) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commit = (): void => {
    if (draft !== value) onCommit(draft);
  };
  return <TextField {...field} value={draft} onChange={setDraft} onBlur={commit} onKeyDown={(event) => (event.key === 'Enter' || event.key === 'Escape') && event.currentTarget.blur()} maxLength={2000} />;
}
