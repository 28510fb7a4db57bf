import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import { call } from '../../sync/rest.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { isLongEnough, NewPasswordField } from '../../ui/new-password-field.tsx';

/** Asks for the password in force and another. Afterwards the page is loaded anew, in the session that was opened by it. */
export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const change = async (): Promise<void> => {
    setTried(true);
    if (!isLongEnough(password)) return;
    setBusy(true);
    const changed = await call(endpoints.changePassword, { body: { current, password } });
    if (changed.ok) return location.reload();
    setBusy(false);
    setProblem(changed.error.message);
  };
  return (
    <Dialog
      title="Change your password"
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} onAct={() => void change()} isBusy={isBusy}>
          Change it
        </DialogActions>
      }
    >
      <TextField label="Password now" type="password" autoComplete="current-password" value={current} onChange={setCurrent} isRequired hasAutoFocus />
      <NewPasswordField label="New password" value={password} onChange={setPassword} isTried={isTried} />
      {problem && <Notice kind="stop">{problem}</Notice>}
      <p>You are signed out everywhere else. What other devices have not sent stays on them.</p>
    </Dialog>
  );
}
