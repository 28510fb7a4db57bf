import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { isLongEnough, NewPasswordField } from '../../ui/new-password-field.tsx';

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export function AccountForm({
  onSubmit,
  problem,
}: {
  onSubmit: (account: Account) => Promise<void>;
  problem: string | undefined;
}) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isLongEnough(password)) return;
    setIsBusy(true);
    await onSubmit({ name: name.trim(), email: email.trim(), password });
    setIsBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextField
        label="Name"
        help="As colleagues see it on marks, votes and signatures"
        autoComplete="name"
        value={name}
        onChange={setName}
        isRequired
        hasAutoFocus
        maxLength={80}
      />
      <TextField label="E-mail" type="email" autoComplete="username" value={email} onChange={setEmail} isRequired />
      <NewPasswordField label="Password" value={password} onChange={setPassword} isTried={isTried} />
      {problem && <Notice kind="stop">{problem}</Notice>}
      <Button variant="solid" type="submit" isBusy={isBusy} isFullWidth>
        Make my account
      </Button>
    </form>
  );
}
