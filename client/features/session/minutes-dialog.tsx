import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { Download } from 'lucide-react';
import { callBytes, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { clockTime, dayAndTime } from '../../ui/clock-time.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import styles from './session.module.css';

/** Everything that happened, in order, to read and to keep. */
export function MinutesDialog({ session, name, onClose }: { session: string; name: string; onClose: () => void }) {
  const { data, problem } = useEndpoint(endpoints.minutes, { params: { session } });
  return (
    <Dialog
      title={`Minutes of ${name}`}
      isOpen
      size="large"
      onClose={onClose}
      actions={
        <Button icon={Download} onClick={() => void download(session, name)}>
          Download as text
        </Button>
      }
    >
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      <ol className={styles.minutes}>
        {data?.events.map((event, at) => (
          <li key={at}>
            <time dateTime={event.at} title={dayAndTime(event.at)}>
              {clockTime(event.at)}
            </time>
            <span>
              {event.actorName && !event.text.startsWith(event.actorName) && <b>{event.actorName} </b>}
              {event.text}
            </span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

async function download(session: string, name: string): Promise<void> {
  const bytes = await callBytes(endpoints.minutesText, { params: { session } });
  if (!bytes.ok) return notify(bytes.error.message, 'attention');
  const address = URL.createObjectURL(new Blob([bytes.value], { type: 'text/markdown' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-minutes.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
