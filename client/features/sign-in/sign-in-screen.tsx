import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { type FormEvent, useState } from 'react';
import { DoorScreen } from '../../app/shell/door-screen.tsx';
import { call } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { Notice } from '../../ui/notice.tsx';

/** @param to where the person was going */
export function SignInScreen({ to = '/' }: { to?: string }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    const result = await call(endpoints.signIn, { body: { email: email.trim(), password } });
    if (result.ok) return location.assign(to); // a fresh page: nothing of another person is in memory
    setIsBusy(false);
    setProblem(result.error.message);
  };
  return (
    <DoorScreen title="Sign in">
      <form onSubmit={(event) => void submit(event)}>
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          isRequired
          hasAutoFocus
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        {problem && <Notice kind="stop">{problem}</Notice>}
        <Button variant="solid" type="submit" isBusy={isBusy} isFullWidth>
          Sign in
        </Button>
      </form>
      <p>
        No account? A project lead sends you an invitation. Password forgotten? An administrator makes you a link for a new one. The first
        administrator’s link is printed where the server was started.
      </p>
    </DoorScreen>
  );
}
