import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { type FormEvent, useState } from 'react';
import { DoorScreen } from '../../app/shell/door-screen.tsx';
import { call } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { isLongEnough, NewPasswordField } from '../../ui/new-password-field.tsx';

/** Where an administrator's link leads who has forgotten their password: its token stands behind `#`, so that no server log has it. */
export function NewPasswordScreen() {
  const [token] = useState(() => location.hash.slice(1));
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isLongEnough(password)) return;
    setBusy(true);
    const set = await call(endpoints.setPassword, { body: { token, password } });
    if (set.ok) return location.replace('/'); // a fresh page, and the token is used up
    setBusy(false);
    setProblem(set.error.message);
  };
  return (
    <DoorScreen title="Choose a new password">
      <p>Whoever is signed in on your account, on any device, is signed out. What they have not sent stays on their device.</p>
      <form onSubmit={(event) => void submit(event)}>
        <NewPasswordField label="New password" value={password} onChange={setPassword} isTried={isTried} />
        {problem && <Notice kind="stop">{problem}</Notice>}
        <Button variant="solid" type="submit" isBusy={isBusy} isFullWidth>
          Set it and sign in
        </Button>
      </form>
    </DoorScreen>
  );
}
