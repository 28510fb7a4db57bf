import { FileText, Link2, MessageSquare, MousePointer2, Tag, TextCursorInput } from 'lucide-react';
import type { ClientModality } from '../contract.ts';
import { whileHeld } from '../../sync/while-held.ts';
import { whenLoaded } from '../../ui/when-loaded.tsx';
import type { Geometry } from '@consilium/shared/domain/annotation.ts';
import { TextGeometrySchema } from '@consilium/shared/modalities/text/geometry.ts';

const viewer = whenLoaded(async () => (await import('./text-viewer.tsx')).TextViewer);

/** Notes and reports: spans from characters up, overlapping and in several parts, relations, document labels. */
export const textModality: ClientModality = {
  id: 'text',
  icon: FileText,
  tools: [
    { id: 'select', title: 'Select', key: 'KeyV', icon: MousePointer2 },
    { id: 'text.span', title: 'Mark a passage', key: 'KeyT', icon: TextCursorInput, kind: 'text.span' },
    { id: 'text.whole', title: 'Label the whole document', key: 'KeyD', icon: Tag, kind: 'text.whole' },
    { id: 'link', title: 'Link two marks', key: 'KeyL', icon: Link2 },
    { id: 'comment', title: 'Comment', key: 'KeyC', icon: MessageSquare },
  ],
  viewOn(geometries) {
    const starts = geometries.flatMap((geometry) => partsOf(geometry).map(({ start }) => start));
    return starts.length === 0 ? undefined : { offset: Math.min(...starts), at: 'middle' };
  },
  Viewer: viewer.Component,
  prepare: (item) => whileHeld(() => import('./prepare-note.ts').then(({ prepareNote }) => prepareNote(item))),
  fetchViewer: viewer.fetch,
};

function partsOf(geometry: Geometry): readonly { readonly start: number }[] {
  const read = TextGeometrySchema.safeParse(geometry);
  return read.success && read.data.kind === 'text.span' ? read.data.parts : [];
}
