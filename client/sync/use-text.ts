import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { useEffect, useState } from 'react';
import { sourceBytes } from './sources.ts';

/** The words of a text source, so that passages are quoted; `undefined` for anything that is no text. */
export function useText(item: Item | undefined): string | undefined {
  const [text, setText] = useState<string>();
  const source = item?.sources.find(({ mediaType }) => mediaType.startsWith('text/'))?.sha256;
  const id = item?.id;
  useEffect(() => {
    let isCurrent = true;
    setText(undefined);
    if (id !== undefined && source !== undefined)
      void sourceBytes(id, source).then((bytes) => {
        if (isCurrent && bytes.ok) setText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.value));
      });
    return () => {
      isCurrent = false;
    };
  }, [id, source]);
  return text;
}
