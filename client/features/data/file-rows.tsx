import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, CircleAlert, Clock, CopyCheck, LoaderCircle, OctagonX } from 'lucide-react';
import { useRef } from 'react';
import { sizeInWords } from '../../ui/save-file.ts';
import styles from './data.module.css';
import type { UploadRow } from './upload-queue.ts';

const signs = {
  waiting: Clock,
  sending: LoaderCircle,
  stored: Check,
  duplicate: CopyCheck,
  refused: OctagonX,
  failed: CircleAlert,
};
const words = {
  waiting: 'waiting',
  sending: 'sending',
  stored: 'stored',
  duplicate: 'already here',
  refused: 'refused',
  failed: 'not sent',
};

const rowHeight = 48;

/** A row per file that says what happened; only rows in sight are in the page. */
export function FileRows({ rows }: { rows: readonly UploadRow[] }) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  return (
    <div ref={scroll} className={styles.rows} role="region" aria-label={`${rows.length} files`} tabIndex={0}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row && <FileRow key={row.key} row={row} top={start} />;
        })}
      </ul>
    </div>
  );
}

function FileRow({ row, top }: { row: UploadRow; top: number }) {
  const Sign = signs[row.state];
  return (
    <li className={styles.file} data-state={row.state} style={{ transform: `translateY(${top}px)` }}>
      <Sign size={15} aria-hidden="true" />
      <span className={styles.name} title={row.name}>
        {row.name}
      </span>
      <span className={styles.size}>{sizeInWords(row.size)}</span>
      <span className={styles.state}>
        {row.state === 'sending' && row.size > 0 ? `${Math.floor((100 * row.sent) / row.size)} %` : words[row.state]}
      </span>
      {row.message && (
        <span className={styles.message} title={row.message}>
          {row.message}
        </span>
      )}
    </li>
  );
}
