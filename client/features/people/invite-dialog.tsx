import { type Role, roleInWords } from '@consilium/shared/domain/people.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import { useCall } from '../../sync/rest.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { notify } from '../../ui/notify.ts';
import { LinkDialog } from './link-dialog.tsx';
import { roleOptions } from './role-options.ts';
import { dayAndTime } from '../../ui/clock-time.ts';

/** Makes a one-time link bound to a role. It is shown once: the server keeps only its hash. */
export function InviteDialog({ project, isOpen, onClose }: { project: string; isOpen: boolean; onClose: () => void }) {
  const [role, setRole] = useState<Role>('annotator');
  const [note, setNote] = useState('');
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  const { run, isRunning } = useCall(endpoints.invite, [`/projects/${project}/invitations`]);
  const close = (): void => {
    setLink(undefined);
    setNote('');
    onClose();
  };
  const create = async (): Promise<void> => {
    const made = await run({ params: { project }, body: { role, note } });
    if (made.ok) setLink(made.value);
    else notify(made.error.message, 'attention');
  };
  if (link)
    return (
      <LinkDialog url={link.url} isOpen={isOpen} onClose={close}>
        {`It works once, for the role of ${role}, until ${dayAndTime(link.expiresAt)}. It cannot be shown again.`}
      </LinkDialog>
    );
  return (
    <Dialog
      title="Invite somebody"
      isOpen={isOpen}
      onClose={close}
      actions={
        <DialogActions onCancel={close} onAct={() => void create()} isBusy={isRunning}>
          Make the link
        </DialogActions>
      }
    >
      <Select label="Role" help={roleInWords[role]} options={roleOptions} value={role} onChange={setRole} />
      <TextField
        label="For whom"
        help="A note for you; it is not in the link"
        value={note}
        maxLength={200}
        onChange={setNote}
      />
    </Dialog>
  );
}
