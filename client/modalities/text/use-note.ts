import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { useEffect, useState } from 'react';
import { sourceBytes } from '../../sync/sources.ts';

export type Note =
  | { readonly type: 'loading' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'failed'; readonly why: string };

/** The note's text, from this device or the server. The byte-order mark, CRLF and all other characters stay: offsets count them. */
export function useNote(item: Item): Note {
  const [note, setNote] = useState<Note>({ type: 'loading' });
  const source = item.sources[0]?.sha256;
  useEffect(() => {
    let isCurrent = true;
    const load = async (): Promise<Note> => {
      if (!source) return { type: 'failed', why: 'This case has no text.' };
      const bytes = await sourceBytes(item.id, source);
      if (!bytes.ok) return { type: 'failed', why: bytes.error.message };
      return { type: 'text', text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.value) };
    };
    setNote({ type: 'loading' });
    void load().then((loaded) => isCurrent && setNote(loaded));
    return () => {
      isCurrent = false;
    };
  }, [item.id, source]);
  return note;
}
