import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import { useState } from 'react';
import { useCall } from '../../sync/rest.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { notify } from '../../ui/notify.ts';
import { TextArea } from '../../ui/text-fields.tsx';

/** Erases an item for good; the reason is asked for, since it is all that is known of it afterwards. */
export function EraseDialog({ row, onClose }: { row: WorkRow; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { run, isRunning } = useCall(endpoints.eraseItem, ['/projects', '/items']);
  const erase = async (): Promise<void> => {
    const done = await run({ params: { item: row.id }, body: { reason: reason.trim() } });
    if (!done.ok) return notify(done.error.message, 'stop');
    notify('The item is erased.', 'done');
    onClose();
  };
  const actions = (
    <DialogActions onCancel={onClose} onAct={() => void erase()} isBusy={isRunning} isDisabled={reason.trim() === ''} isDanger>
      Erase for good
    </DialogActions>
  );
  return (
    <Dialog title={`Erase ${row.name}?`} isOpen onClose={onClose} size="small" actions={actions}>
      <p>Its sources, readings, comments, ballots and consensus are destroyed with their keys, here and on every device at its next contact. Nobody can bring them back. The audit record keeps who did it, when, and this reason.</p>
      <TextArea label="Reason" help="Do not name the patient: the reason stays" value={reason} onChange={setReason} maxLength={500} hasAutoFocus />
    </Dialog>
  );
}
