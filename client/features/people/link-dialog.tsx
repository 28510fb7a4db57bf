import { Copy } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { TextField } from '../../ui/text-fields.tsx';

/** A one-time link to be sent. It is shown once: the server keeps only its hash. @param children what it is good for, and how long */
export function LinkDialog({ url, isOpen, onClose, children }: { url: string; isOpen: boolean; onClose: () => void; children: string }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url).then(
      () => notify('The link is copied', 'done'),
      () => notify('The browser refused to copy: select the link and copy it', 'attention'),
    );
  };
  return (
    <Dialog
      title="Send this link"
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            Done
          </Button>
          <Button variant="solid" icon={Copy} onClick={() => void copy()}>
            Copy the link
          </Button>
        </>
      }
    >
      <TextField label="One-time link" value={url} onChange={() => undefined} />
      <Notice kind="attention">{children}</Notice>
    </Dialog>
  );
}
