import { create } from 'zustand';
import { codeWhenThere } from './code-when-there.ts';
import type { NoticeKind } from './notice.tsx';

/** The place where notices appear is fetched with the first of them. */
export const useHasNotices = create<{ readonly hasNotices: boolean }>(() => ({ hasNotices: false }));

/** One sentence at the edge of the screen that leaves by itself, except where somebody must act. */
export function notify(message: string, kind: NoticeKind = 'info'): void {
  useHasNotices.setState({ hasNotices: true });
  void codeWhenThere(() => import('@mantine/notifications')).then(({ notifications }) =>
    notifications.show({
      message,
      withBorder: true,
      closeButtonProps: { 'aria-label': 'Close this notice' },
      autoClose: kind === 'stop' ? false : 6000,
      className: `notice-${kind}`,
      role: kind === 'stop' ? 'alert' : 'status',
    }),
  );
}
