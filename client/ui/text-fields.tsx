import { PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { KeyboardEvent, Ref } from 'react';
import { type FieldBase, fieldProps } from './field-props.ts';

export interface TextFieldProps extends FieldBase {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'search';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
  readonly hasAutoFocus?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, type = 'text', autoComplete, maxLength, onKeyDown, onBlur, ref, hasAutoFocus } = props;
  const Input = type === 'password' ? PasswordInput : TextInput;
  return (
    <Input
      {...fieldProps(props)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(type === 'password' ? {} : { type })}
      {...(autoComplete ? { autoComplete } : {})}
      {...(maxLength ? { maxLength } : {})}
      {...(onKeyDown ? { onKeyDown } : {})}
      {...(onBlur ? { onBlur } : {})}
      {...(ref ? { ref } : {})}
      {...(hasAutoFocus ? { 'data-autofocus': true, autoFocus: true } : {})}
    />
  );
}

export interface TextAreaProps extends FieldBase {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly hasAutoFocus?: boolean;
}

export function TextArea(props: TextAreaProps) {
  const { value, onChange, rows = 3, maxLength, onKeyDown, onBlur, ref, hasAutoFocus } = props;
  return (
    <Textarea
      {...fieldProps(props)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rows={rows}
      {...(maxLength ? { maxLength } : {})}
      {...(onKeyDown ? { onKeyDown } : {})}
      {...(onBlur ? { onBlur } : {})}
      {...(ref ? { ref } : {})}
      {...(hasAutoFocus ? { 'data-autofocus': true, autoFocus: true } : {})}
    />
  );
}
