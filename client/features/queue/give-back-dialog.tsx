import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { useState } from 'react';
import { useCall } from '../../sync/rest.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/text-fields.tsx';
import { notify } from '../../ui/notify.ts';

/** Somebody else will read it; what was drawn is kept. */
export function GiveBackDialog({ item, onClose }: { item: Item | undefined; onClose: () => void }) {
  const [why, setWhy] = useState('');
  const giveBack = useCall(endpoints.giveBack);
  const run = async () => {
    if (item === undefined) return;
    const result = await giveBack.run({ params: { item: item.id }, body: { why } });
    if (!result.ok) return notify(result.error.message, 'stop');
    setWhy('');
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Give ${item?.name ?? 'the case'} back?`}
      isOpen={item !== undefined}
      onClose={onClose}
      confirm="Give back"
      onConfirm={run}
    >
      <p>It goes back to the queue for somebody else. What you drew is kept.</p>
      <TextArea label="Why" help="The lead reads it" value={why} onChange={setWhy} maxLength={500} hasAutoFocus />
    </ConfirmDialog>
  );
}
