import { Kbd } from '../../ui/kbd.tsx';
import { type Film, atSlice } from './film.ts';
import { isSame, presetsOf } from './imaging-view.ts';
import classes from './imaging-viewer.module.css';
import type { ImagingMark } from './scene.ts';
import { useFilmView } from './use-film.ts';

/** Window presets and inversion, with their keys. */
export function PresetBar({ film }: { film: Film }) {
  const presets = presetsOf(film.meta);
  const chosen = useFilmView(film, (view) => presets.findIndex(({ window }) => isSame(window, view.window)));
  const isInverted = useFilmView(film, (view) => view.isInverted);
  return (
    <div className={classes.presets} data-over-film role="group" aria-label="Window">
      {presets.map(({ title, window }, i) => (
        <button key={title} type="button" className={classes.preset} aria-pressed={i === chosen} onClick={() => film.setView((view) => ({ ...view, window }))}>
          {title} <Kbd keys={`F${i + 1}`} />
        </button>
      ))}
      <button type="button" className={classes.preset} aria-pressed={isInverted} onClick={() => film.setView((view) => ({ ...view, isInverted: !view.isInverted }))}>
        Invert <Kbd keys="KeyI" />
      </button>
    </div>
  );
}

/** The place in the series; ticks show slices that carry marks. Nothing where there is one picture. */
export function SliceScrubber({ film, marks }: { film: Film; marks: readonly ImagingMark[] }) {
  const slice = useFilmView(film, (view) => view.slice);
  const { frames } = film.meta;
  if (frames.length < 2) return null;
  const marked = [...new Set(marks.map(({ geometry }) => geometry.slice))];
  return (
    <div className={classes.scrubber} data-over-film>
      <div className={classes.ticks} aria-hidden="true">
        {marked.map((at) => <i key={at} className={classes.tick} style={{ top: `${(100 * at) / (frames.length - 1)}%` }} />)}
      </div>
      <input
        type="range" min={1} max={frames.length} value={slice + 1} aria-label="Slice" aria-valuetext={`Slice ${slice + 1} of ${frames.length}`}
        onChange={(event) => film.setView((view) => atSlice(view, Number(event.currentTarget.value) - 1, film.meta))}
      />
    </div>
  );
}
