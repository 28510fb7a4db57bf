import type { Attribute } from '@consilium/shared/domain/protocol.ts';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { MultiSelect, NumberField, Select, Switch, TextField } from '../../ui/fields.tsx';
import { Menu } from '../../ui/menu.tsx';
import { newAttribute, newOption, orderMoved } from './entries.ts';
import styles from './protocol.module.css';

const types = [
  { value: 'choice', label: 'One of several' },
  { value: 'many', label: 'Any of several' },
  { value: 'number', label: 'Number' },
  { value: 'text', label: 'Text' },
] as const;

interface ListProps {
  readonly attributes: readonly Attribute[];
  readonly onChange: (attributes: Attribute[]) => void;
  readonly isReadOnly: boolean;
  readonly addTitle: string;
}

/** Typed questions, in order; each may be asked only while another has certain answers. */
export function AttributeList({ attributes, onChange, isReadOnly, addTitle }: ListProps) {
  const put = (changed: Attribute): void => onChange(attributes.map((one) => (one.id === changed.id ? changed : one)));
  const move = (index: number, direction: 1 | -1): void => {
    const order = orderMoved(attributes, index, direction);
    const attribute = attributes[index];
    if (order && attribute)
      onChange(
        attributes
          .map((one) => (one === attribute ? { ...one, order } : one))
          .sort((a, b) => (a.order < b.order ? -1 : 1)),
      );
  };
  return (
    <div className={styles.list}>
      {attributes.map((attribute, index) => (
        <fieldset key={attribute.id} className={styles.attribute} disabled={isReadOnly}>
          <legend>{attribute.name || 'Question'}</legend>
          <div className={styles.row}>
            <TextField
              label="Question"
              value={attribute.name}
              maxLength={80}
              onChange={(name) => put({ ...attribute, name })}
            />
            <Select
              label="Answer"
              options={types}
              value={attribute.type}
              onChange={(type) => put(asType(attribute, type))}
            />
            <div className={styles.icons}>
              <IconButton icon={ArrowUp} title="Move up" isDisabled={index === 0} onClick={() => move(index, -1)} />
              <IconButton
                icon={ArrowDown}
                title="Move down"
                isDisabled={index === attributes.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton
                icon={Trash2}
                title={`Remove ${attribute.name}`}
                onClick={() => onChange(attributes.filter((one) => one !== attribute))}
              />
            </div>
          </div>
          <Answers attribute={attribute} onChange={put} />
          <Switch
            label="Required before submitting"
            isChecked={attribute.isRequired}
            onChange={(isRequired) => put({ ...attribute, isRequired })}
          />
          <Condition attribute={attribute} others={attributes.slice(0, index)} onChange={put} />
        </fieldset>
      ))}
      {!isReadOnly && (
        <Menu
          position="bottom-start"
          entries={types.map(({ value, label }) => ({
            title: label,
            run: () => onChange([...attributes, newAttribute(attributes, value)]),
          }))}
        >
          <Button icon={Plus}>{addTitle}</Button>
        </Menu>
      )}
    </div>
  );
}

/** Changes the type and keeps what the two have in common. */
function asType(attribute: Attribute, type: Attribute['type']): Attribute {
  const { id, name, help, isRequired, when, order } = attribute;
  const base = {
    id,
    name,
    isRequired,
    order,
    ...(help === undefined ? {} : { help }),
    ...(when === undefined ? {} : { when }),
  };
  if (type === 'choice' || type === 'many')
    return { ...base, type, options: 'options' in attribute ? attribute.options : [newOption(), newOption()] };
  return { ...base, type };
}

function Answers({ attribute, onChange }: { attribute: Attribute; onChange: (attribute: Attribute) => void }) {
  if (attribute.type === 'text') return null;
  if (attribute.type === 'number') {
    // An absent bound is left out of the value, not kept as `undefined`.
    const put = (part: { min?: number | undefined; max?: number | undefined; unit?: string | undefined }): void =>
      onChange(JSON.parse(JSON.stringify({ ...attribute, ...part })) as Attribute);
    return (
      <div className={styles.row}>
        <NumberField label="Least" value={attribute.min} onChange={(min) => put({ min })} />
        <NumberField label="Most" value={attribute.max} onChange={(max) => put({ max })} />
        <TextField
          label="Unit"
          value={attribute.unit ?? ''}
          placeholder="mm"
          onChange={(unit) => put({ unit: unit || undefined })}
        />
      </div>
    );
  }
  const putOption = (index: number, name: string): void =>
    onChange({ ...attribute, options: attribute.options.map((one, at) => (at === index ? { ...one, name } : one)) });
  return (
    <div className={styles.options}>
      {attribute.options.map((option, index) => (
        <div key={option.id} className={styles.row}>
          <TextField
            label={`Answer ${index + 1}`}
            isLabelHidden
            value={option.name}
            placeholder={`Answer ${index + 1}`}
            maxLength={80}
            onChange={(name) => putOption(index, name)}
          />
          <IconButton
            icon={Trash2}
            title={`Remove answer ${option.name}`}
            isDisabled={attribute.options.length < 2}
            onClick={() => onChange({ ...attribute, options: attribute.options.filter((one) => one !== option) })}
          />
        </div>
      ))}
      <Button
        variant="quiet"
        icon={Plus}
        onClick={() => onChange({ ...attribute, options: [...attribute.options, newOption()] })}
      >
        Answer
      </Button>
    </div>
  );
}

function Condition({
  attribute,
  others,
  onChange,
}: {
  attribute: Attribute;
  others: readonly Attribute[];
  onChange: (attribute: Attribute) => void;
}) {
  const askable = others.filter((one) => one.type === 'choice' || one.type === 'many');
  if (askable.length === 0 && attribute.when === undefined) return null;
  const asked = askable.find((one) => one.id === attribute.when?.attribute);
  const always = 'always';
  const choose = (id: string): void => {
    const { when: _, ...rest } = attribute;
    const other = askable.find((one) => one.id === id);
    onChange(other ? { ...rest, when: { attribute: other.id, isOneOf: [] } } : rest);
  };
  return (
    <div className={styles.row}>
      <Select
        label="Asked"
        options={[
          { value: always, label: 'Always' },
          ...askable.map((one) => ({ value: String(one.id), label: `When “${one.name}” is` })),
        ]}
        value={attribute.when?.attribute ?? always}
        onChange={choose}
      />
      {asked && 'options' in asked && (
        <MultiSelect
          label="one of"
          options={asked.options.map((one) => ({ value: one.id, label: one.name || 'unnamed' }))}
          value={attribute.when?.isOneOf ?? []}
          onChange={(isOneOf) => onChange({ ...attribute, when: { attribute: asked.id, isOneOf: [...isOneOf] } })}
        />
      )}
    </div>
  );
}
