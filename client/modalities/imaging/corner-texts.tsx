import type { Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { scaleOf } from '@consilium/shared/modalities/imaging/measure.ts';
import { useEffect, useRef } from 'react';
import { valueAt } from './frames/shown-frame.ts';
import type { Film } from './film.ts';
import classes from './imaging-viewer.module.css';
import { useFilmView } from './use-film.ts';

/** What a reader looks for in the corners: whose picture, which slice, how large, how it is windowed, and the value under the cursor. */
export function CornerTexts({ film, pointer }: { film: Film; pointer: () => Point | undefined }) {
  const { meta } = film;
  const slice = useFilmView(film, (view) => view.slice);
  const low = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      film.onTexts(() => {
        const text = lowText(film, pointer());
        if (low.current && low.current.textContent !== text) low.current.textContent = text;
      }),
    [film, pointer],
  );
  const { unit, x, y } = scaleOf(meta);
  const pixel = unit === 'mm' ? `${figure(x)}${figure(x) === figure(y) ? '' : ` × ${figure(y)}`} mm` : 'no pixel spacing';
  const thickness = meta.sliceSpacing === undefined ? '' : `\n${figure(meta.sliceSpacing)} mm apart`;
  const patient = [meta.patient?.id, [meta.patient?.age, meta.patient?.sex].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return (
    <>
      <div className={classes.corner} data-at="top left"><span>{[meta.description ?? meta.modality, patient, dateInWords(meta.studyDate)].filter(Boolean).join('\n')}</span></div>
      <div className={classes.corner} data-at="top right"><span>{`${slice + 1} of ${meta.frames.length}\n${meta.columns} × ${meta.rows}, ${pixel}${thickness}`}</span></div>
      <div className={classes.corner} data-at="bottom left"><span ref={low} /></div>
    </>
  );
}

const figure = (value: number): string => String(Math.round(value * 1000) / 1000);

/** DICOM's `20260302` as `2026-03-02`; anything else as it is. */
const dateInWords = (date: string | undefined): string | undefined => date?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

function lowText(film: Film, pointer: Point | undefined): string {
  const frame = film.frame();
  const { window, zoom } = film.view();
  const shown = window ?? frame?.usual;
  const first = shown ? `W ${short(shown.width)}  L ${short(shown.center)}  ${Math.round(zoom * 100)} %` : '';
  if (!pointer || !frame) return first;
  const value = valueAt(frame, pointer[0], pointer[1]);
  if (value === undefined) return first;
  const words = typeof value === 'number' ? short(value) : value.join(' ');
  return `${first}\nx ${Math.floor(pointer[0])}  y ${Math.floor(pointer[1])}  val ${words}${film.meta.modality === 'CT' ? ' HU' : ''}`;
}

const short = (value: number): string => String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
