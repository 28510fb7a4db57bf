import { Circle, Contrast, Crosshair, Frame, Hand, Image, Link2, MessageSquare, MousePointer2, Pentagon, Ruler, Spline, Square, TriangleRight, ZoomIn } from 'lucide-react';
import type { ClientModality } from '../contract.ts';
import { whileHeld } from '../../sync/while-held.ts';
import { whenLoaded } from '../../ui/when-loaded.tsx';
import { viewOnMarks } from './view-on.ts';

const viewer = whenLoaded(async () => (await import('./imaging-viewer.tsx')).ImagingViewer);

/** Images and series of images: radiographs, CT, ultrasound, photographs. */
export const imagingModality: ClientModality = {
  id: 'imaging',
  icon: Image,
  tools: [
    { id: 'select', title: 'Select and reshape', key: 'KeyV', icon: MousePointer2 },
    { id: 'pan', title: 'Pan', key: 'KeyH', icon: Hand },
    { id: 'window', title: 'Window and level', key: 'KeyW', icon: Contrast },
    { id: 'zoom', title: 'Zoom', key: 'KeyZ', icon: ZoomIn },
    { id: 'imaging.box', title: 'Box', key: 'KeyB', icon: Square, kind: 'imaging.box' },
    { id: 'imaging.ellipse', title: 'Ellipse', key: 'KeyE', icon: Circle, kind: 'imaging.ellipse' },
    { id: 'imaging.polygon', title: 'Polygon', key: 'KeyP', icon: Pentagon, kind: 'imaging.polygon' },
    { id: 'imaging.polyline', title: 'Polyline', key: 'KeyY', icon: Spline, kind: 'imaging.polyline' },
    { id: 'imaging.point', title: 'Key point', key: 'KeyK', icon: Crosshair, kind: 'imaging.point' },
    { id: 'imaging.length', title: 'Length', key: 'KeyM', icon: Ruler, kind: 'imaging.length' },
    { id: 'imaging.angle', title: 'Angle', key: 'KeyA', icon: TriangleRight, kind: 'imaging.angle' },
    { id: 'imaging.whole', title: 'Whole image', key: 'KeyD', icon: Frame, kind: 'imaging.whole' },
    { id: 'link', title: 'Link two marks', key: 'KeyL', icon: Link2 },
    { id: 'comment', title: 'Comment', key: 'KeyC', icon: MessageSquare },
  ],
  viewOn: viewOnMarks,
  Viewer: viewer.Component,
  prepare: (item) => whileHeld(() => import('./prepare-picture.ts').then(({ preparePicture }) => preparePicture(item))),
  fetchViewer: viewer.fetch,
};
