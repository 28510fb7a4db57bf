import {
  Checkbox as MantineCheckbox,
  MultiSelect as MantineMultiSelect,
  NumberInput,
  Select as MantineSelect,
  Switch as MantineSwitch,
} from '@mantine/core';
import { type FieldBase, fieldProps } from './field-props.ts';

// The light half stands apart, so that signing in need not fetch lists of choices.
export { TextArea, TextField } from './text-fields.tsx';

export interface NumberFieldProps extends FieldBase {
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** shown behind the number */
  readonly unit?: string;
  readonly decimals?: number;
}

export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, step, unit, decimals } = props;
  return (
    <NumberInput
      {...fieldProps(props)}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      clampBehavior="blur"
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(step === undefined ? {} : { step })}
      {...(unit ? { suffix: ` ${unit}` } : {})}
      {...(decimals === undefined ? {} : { decimalScale: decimals })}
    />
  );
}

export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly isDisabled?: boolean;
}

export interface SelectProps<Value extends string> extends FieldBase {
  readonly options: readonly Option<Value>[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly isSearchable?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, isSearchable } = props;
  return (
    <MantineSelect
      {...fieldProps(props)}
      data={options.map(mantineOption)}
      value={value ?? null}
      onChange={(next) => next !== null && onChange(next as Value)} // one of `options`
      allowDeselect={false}
      searchable={isSearchable ?? false}
      checkIconPosition="right"
    />
  );
}

export interface MultiSelectProps<Value extends string> extends FieldBase {
  readonly options: readonly Option<Value>[];
  readonly value: readonly Value[];
  readonly onChange: (value: readonly Value[]) => void;
}

export function MultiSelect<Value extends string>(props: MultiSelectProps<Value>) {
  const { options, value, onChange } = props;
  return (
    <MantineMultiSelect
      {...fieldProps(props)}
      data={options.map(mantineOption)}
      value={[...value]}
      onChange={(next) => onChange(next as Value[])}
      searchable
    />
  ); // all from `options`
}

const mantineOption = ({ value, label, isDisabled }: Option) => ({ value, label, disabled: isDisabled ?? false });

export interface CheckProps extends FieldBase {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isPartly?: boolean;
}

export function Checkbox(props: CheckProps) {
  return (
    <MantineCheckbox
      {...fieldProps(props)}
      checked={props.isChecked}
      indeterminate={props.isPartly ?? false}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}

export function Switch(props: CheckProps) {
  return (
    <MantineSwitch
      {...fieldProps(props)}
      checked={props.isChecked}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}
