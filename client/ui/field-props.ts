import type { ReactNode } from 'react';

export interface FieldBase {
  readonly label: ReactNode;
  /** keeps the label for screen readers only */
  readonly isLabelHidden?: boolean;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly id?: string;
  readonly placeholder?: string;
}

/** What every field says of itself, as Mantine takes it. */
export function fieldProps({ label, isLabelHidden, help, error, isRequired, isDisabled, id, placeholder }: FieldBase) {
  return {
    ...(isLabelHidden ? { 'aria-label': String(label) } : { label }),
    ...(help ? { description: help } : {}),
    ...(error ? { error } : {}),
    ...(id ? { id } : {}),
    ...(placeholder ? { placeholder } : {}),
    required: isRequired ?? false,
    disabled: isDisabled ?? false,
  };
}
