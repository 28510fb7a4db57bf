import { TextField } from './text-fields.tsx';

/** As the server has it. */
const shortest = 10;

export const isLongEnough = (password: string): boolean => password.length >= shortest;

/** Where a password is chosen. @param isTried whether one that is too short is told so */
export function NewPasswordField({ label, value, onChange, isTried }: { label: string; value: string; onChange: (value: string) => void; isTried: boolean }) {
  return (
    <TextField
      label={label}
      help={`At least ${shortest} characters; a sentence is good`}
      type="password"
      autoComplete="new-password"
      value={value}
      onChange={onChange}
      isRequired
      error={isTried && !isLongEnough(value) ? `${shortest - value.length} more characters, please` : undefined}
    />
  );
}
