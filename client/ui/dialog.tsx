import { lazy, type ReactNode, Suspense, useState } from 'react';
import { codeWhenThere } from './code-when-there.ts';
import { DialogActions } from './dialog-actions.tsx';
import type { DialogProps } from './dialog-box.tsx';

const DialogBox = lazy(() => codeWhenThere(() => import('./dialog-box.tsx')).then(({ DialogBox: component }) => ({ default: component })));

/** Holds the focus until it is answered or closed; Escape closes. What draws it is fetched when it is opened first. */
export function Dialog(props: DialogProps) {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return <Suspense fallback={null}>{wasOpen && <DialogBox {...props} />}</Suspense>;
}

export interface ConfirmDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** what the button does, as a verb: `Give back` */
  readonly confirm: string;
  readonly isDanger?: boolean;
  readonly onConfirm: () => void | Promise<void>;
  /** another way out, between the two */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
}

export function ConfirmDialog({ title, isOpen, onClose, confirm, isDanger, onConfirm, extra, children }: ConfirmDialogProps) {
  const [isBusy, setIsBusy] = useState(false);
  const run = async () => {
    setIsBusy(true);
    await onConfirm();
    setIsBusy(false);
  };
  const actions = (
    <DialogActions onCancel={onClose} onAct={() => void run()} isBusy={isBusy} isDanger={isDanger ?? false} extra={extra}>
      {confirm}
    </DialogActions>
  );
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} size="small" actions={actions}>
      {children}
    </Dialog>
  );
}
