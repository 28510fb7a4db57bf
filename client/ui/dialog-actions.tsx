import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface Props {
  readonly onCancel: () => void;
  readonly onAct: () => void;
  readonly isBusy: boolean;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
  /** another way out, between the two */
  readonly extra?: ReactNode;
  /** what the act does, as a verb: `Give back` */
  readonly children: ReactNode;
}

/** The foot of a dialog that asks: leave it, or do what it is about. */
export const DialogActions = ({ onCancel, onAct, isBusy, isDisabled = false, isDanger = false, extra, children }: Props) => (
  <>
    <Button variant="quiet" onClick={onCancel}>
      Cancel
    </Button>
    {extra}
    <Button variant={isDanger ? 'danger' : 'solid'} isBusy={isBusy} isDisabled={isDisabled} onClick={onAct}>
      {children}
    </Button>
  </>
);
