import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog-box.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large' | 'full';
  /** buttons at the foot, the main one last */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

const widths = { small: 420, medium: 560, large: 840, full: '100%' };

/** The box of a `Dialog`. */
export function DialogBox({ title, isOpen, onClose, size = 'medium', actions, children }: DialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={widths[size]}
      fullScreen={size === 'full'}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.body}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </Modal>
  );
}
