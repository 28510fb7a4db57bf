import { fitted, mirrored, turned, zoomedAt } from '../../canvas/view-matrix.ts';
import { type Command, useCommands } from '../../state/commands.ts';
import { atSlice, type Film } from './film.ts';
import { presetsOf } from './imaging-view.ts';

/** Everything the view can do, with one fixed key each. */
export function useFilmCommands(film: Film): void {
  const group = 'Image';
  const zoom = (factor: number) => (): void =>
    film.setView((view) => ({ ...view, ...zoomedAt(view, film.size(), factor, [film.size().width / 2, film.size().height / 2]) }));
  const slices = (by: number) => (): void => film.setView((view) => atSlice(view, view.slice + by, film.meta));
  const series: readonly Command[] = film.meta.frames.length < 2 ? [] : [
    { id: 'imaging.next-slice', title: 'Next slice', group, keys: 'Period', run: slices(1) },
    { id: 'imaging.previous-slice', title: 'Previous slice', group, keys: 'Comma', run: slices(-1) },
    { id: 'imaging.ten-on', title: 'Ten slices on', group, keys: 'PageDown', run: slices(10), isQuiet: true },
    { id: 'imaging.ten-back', title: 'Ten slices back', group, keys: 'PageUp', run: slices(-10), isQuiet: true },
    { id: 'imaging.first-slice', title: 'First slice', group, keys: 'Home', run: () => film.setView((view) => atSlice(view, 0, film.meta)) },
    { id: 'imaging.last-slice', title: 'Last slice', group, keys: 'End', run: () => film.setView((view) => atSlice(view, film.meta.frames.length - 1, film.meta)) },
  ];
  useCommands([
    ...presetsOf(film.meta).map(({ title, window }, i): Command => ({ id: `imaging.preset-${i}`, title: `Window: ${title}`, group, keys: `F${i + 1}`, run: () => film.setView((view) => ({ ...view, window })) })),
    ...series,
    { id: 'imaging.invert', title: 'Invert', group, keys: 'KeyI', run: () => film.setView((view) => ({ ...view, isInverted: !view.isInverted })) },
    { id: 'imaging.fit', title: 'Fit the whole image', group, keys: 'Digit0', run: () => film.setView((view) => ({ ...view, ...fitted(view, film.size()) })) },
    { id: 'imaging.zoom-in', title: 'Zoom in', group, keys: 'Equal', run: zoom(1.25) },
    { id: 'imaging.zoom-out', title: 'Zoom out', group, keys: 'Minus', run: zoom(0.8) },
    { id: 'imaging.turn-right', title: 'Turn right', group, keys: 'BracketRight', run: () => film.setView((view) => ({ ...view, ...turned(view, 1) })) },
    { id: 'imaging.turn-left', title: 'Turn left', group, keys: 'BracketLeft', run: () => film.setView((view) => ({ ...view, ...turned(view, -1) })) },
    { id: 'imaging.mirror', title: 'Mirror left and right', group, keys: 'Shift+KeyH', run: () => film.setView((view) => ({ ...view, ...mirrored(view, 'horizontal') })) },
    { id: 'imaging.flip', title: 'Mirror up and down', group, keys: 'Shift+KeyV', run: () => film.setView((view) => ({ ...view, ...mirrored(view, 'vertical') })) },
    { id: 'imaging.smooth', title: 'Smooth or show single pixels', group, keys: 'Shift+KeyI', run: () => film.setView((view) => ({ ...view, isSmooth: !view.isSmooth })) },
  ]);
}
