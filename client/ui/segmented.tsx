import { useId } from 'react';
import type { Option } from './fields.tsx';
import { Kbd } from './kbd.tsx';
import classes from './segmented.module.css';

export interface SegmentedProps<Value extends string> {
  /** its name for screen readers; shown by the caller where it should be seen */
  readonly label: string;
  readonly options: readonly (Option<Value> & { readonly keys?: string })[];
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** One of a few, all in view: a radio group that looks like one control. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled,
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes.group}>
      {options.map((option) => (
        <label key={option.value} className={classes.option}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={isDisabled === true || option.isDisabled === true}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
          {option.keys && <Kbd keys={option.keys} />}
        </label>
      ))}
    </div>
  );
}
