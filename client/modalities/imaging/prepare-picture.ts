import { imaging } from '@consilium/shared/modalities/imaging/modality.ts';
import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { firstLook } from './first-look.ts';
import { openFrameStore } from './frames/frame-store.ts';
import { initialView } from './imaging-view.ts';

/** Decodes the picture that an item is opened with. @returns lets go of it */
export function preparePicture(item: Item): () => void {
  const read = imaging.readMeta(item.meta);
  const store = openFrameStore(item);
  const release = store.hold();
  if (!read.ok) return release;
  const meta = read.value as ImagingMeta; // `imaging` reads imaging metas
  const view = initialView(meta);
  const place = meta.frames[view.slice];
  if (place) void store.load(place.source, place.frame, firstLook(view)); // a failure is told when the item is opened
  return release;
}
