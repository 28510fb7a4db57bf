import { isDrawnByProcessor } from './draw/open-image-layer.ts';
import type { Look } from './frames/shown-frame.ts';
import type { ImagingView } from './imaging-view.ts';

/** How the picture that an item is opened with is painted ahead, off the main thread; not where a graphics card does it in no time. */
export const firstLook = ({ window, isInverted }: ImagingView): Look | undefined => (isDrawnByProcessor() ? { window, isInverted } : undefined);
