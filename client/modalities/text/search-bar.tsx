import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { lineElementAt, rangeOf } from './places.ts';
import styles from './text-viewer.module.css';
import { findAll } from './words.ts';

interface Props {
  readonly text: string;
  readonly column: RefObject<HTMLDivElement | null>;
  readonly onClose: () => void;
  /** gives the found passage to the person's selection, ready to be labelled */
  readonly onTake: (start: number, end: number) => void;
}

/** Search in the note: hits shown by the highlight API, so that the text itself is not touched. */
export function SearchBar({ text, column, onClose, onTake }: Props) {
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => findAll(text, query), [text, query]);
  const here = found.length > 0 ? ((index % found.length) + found.length) % found.length : -1;

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const root = column.current;
    if (!root || !('highlights' in CSS)) return undefined;
    const ranges = found
      .map(({ start, end }) => rangeOf(root, start, end))
      .filter((range): range is Range => range !== undefined);
    CSS.highlights.set('found', new Highlight(...ranges));
    const current = ranges[here];
    if (current) CSS.highlights.set('found-here', new Highlight(current));
    const hit = found[here];
    if (hit) lineElementAt(root, hit.start)?.scrollIntoView({ block: 'nearest' });
    return () => {
      CSS.highlights.delete('found');
      CSS.highlights.delete('found-here');
    };
  }, [found, here, column]);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.altKey) take();
    else if (event.key === 'Enter') setIndex(here + (event.shiftKey ? -1 : 1));
    else return;
    event.preventDefault();
  };
  const take = (): void => {
    const hit = found[here];
    if (hit) onTake(hit.start, hit.end);
  };
  return (
    <search className={styles.search}>
      <input
        ref={input}
        value={query}
        aria-label="Search in the note"
        placeholder="Search in the note"
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      <output aria-live="polite">
        {query === '' ? '' : found.length === 0 ? 'Not found' : `${here + 1} of ${found.length}`}
      </output>
      <button type="button" onClick={() => setIndex(here - 1)} aria-label="Previous hit">
        ↑
      </button>
      <button type="button" onClick={() => setIndex(here + 1)} aria-label="Next hit">
        ↓
      </button>
      <button type="button" onClick={take} disabled={here < 0}>
        Select
      </button>
      <button type="button" onClick={onClose} aria-label="Close search">
        ✕
      </button>
    </search>
  );
}
