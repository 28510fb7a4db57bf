import { imaging } from '@consilium/shared/modalities/imaging/modality.ts';
import type { ImagingMeta } from '@consilium/shared/modalities/imaging/meta.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Notice } from '../../ui/notice.tsx';
import type { ViewerProps } from '../contract.ts';
import { CornerTexts } from './corner-texts.tsx';
import { atSlice } from './film.ts';
import { PresetBar, SliceScrubber } from './film-controls.tsx';
import { ImageCanvas } from './image-canvas.tsx';
import classes from './imaging-viewer.module.css';
import { LiveOverlay } from './overlay/live-overlay.tsx';
import type { StaticMark } from './overlay/static-marks.ts';
import { StaticOverlay } from './overlay/static-overlay.tsx';
import { useDrawOver } from './overlay/use-draw-over.ts';
import { imagingMarks, visibleOn } from './scene.ts';
import { useDrawing } from './use-drawing.ts';
import { useFilm, useFilmView } from './use-film.ts';
import { useFilmCommands } from './use-film-commands.ts';
import { type FrameState, useFrame } from './use-frame.ts';

/** Shows an imaging item, draws on it and lets others be followed; renders values, answers with gestures. */
export function ImagingViewer(props: ViewerProps) {
  const meta = useMemo(() => imaging.readMeta(props.item.meta), [props.item.meta]);
  if (!meta.ok) return <div className={classes.message}><Notice kind="stop" title="This case cannot be shown">{`What import kept of it is damaged at “${meta.error.at}”. Tell the lead to import it again.`}</Notice></div>;
  return <Film key={props.item.id} {...props} meta={meta.value as ImagingMeta} />; // `imaging` reads imaging metas
}

function Film({ meta, ...props }: ViewerProps & { meta: ImagingMeta }) {
  const element = useRef<HTMLDivElement>(null);
  const film = useFilm(meta, props.view, props.onView);
  const slice = useFilmView(film, (view) => view.slice);
  const frame = useFrame(film, props.item);
  const size = useSize(element, film.setSize);
  const all = useMemo(() => imagingMarks(props.marks), [props.marks]);
  const visible = useMemo(() => visibleOn(all, slice), [all, slice]);
  const selected = useMemo(() => visible.filter(({ mark }) => props.selection.includes(mark.annotation.id)), [visible, props.selection]);
  const atOnce = useRef<(mark: StaticMark) => void>(undefined);
  const drawing = useDrawing(film, element, props, all, visible, atOnce);
  const resting = useMemo(() => visible.filter(({ mark }) => mark.annotation.id !== drawing.replaced), [visible, drawing.replaced]);
  const drawOver = useDrawOver(film, drawing, props, visible, slice);
  useFilmCommands(film);
  useFollowSelection(film, all, props.selection);
  const isShown = size.width > 0;
  return (
    <div ref={element} className={classes.film} data-film data-shown={frame.type === 'shown' ? props.item.id : undefined} data-tool={props.tool} role="application" aria-label={`Image, ${meta.description ?? props.item.name}, slice ${slice + 1} of ${meta.frames.length}`} aria-describedby="film-keys" tabIndex={0}>
      <ImageCanvas film={film} />
      <div className={classes.marks} data-hidden={drawing.areMarksHidden}>
        {isShown && <StaticOverlay film={film} marks={resting} atOnce={atOnce} {...size} />}
        {isShown && <LiveOverlay film={film} selected={selected} isReadOnly={props.isReadOnly} drawOver={drawOver} replaced={drawing.replaced} {...size} />}
      </div>
      <CornerTexts film={film} pointer={drawing.pointer} />
      <SliceScrubber film={film} marks={all} />
      <PresetBar film={film} />
      <FrameMessage state={frame} />
      <p id="film-keys" className={classes.spoken}>Arrow keys move a crosshair or the selected mark, Space sets a point, Enter finishes, Tab goes to the next mark, Escape leaves.</p>
    </div>
  );
}

function FrameMessage({ state }: { state: FrameState }) {
  if (state.type === 'failed') return <div className={classes.message}><Notice kind="stop" title="This picture cannot be shown">{state.message}</Notice></div>;
  if (state.type === 'shown') return state.warnings[0] ? <div className={classes.warning} role="status">{state.warnings[0]}</div> : null;
  if (state.done === 0) return null; // from this device: there before an eye can see it missing
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return <div className={classes.hint} role="status">{`Fetching the picture, ${megabytes(state.done)}${state.total ? ` of ${megabytes(state.total)}` : ''} MB`}</div>;
}

function useSize(element: React.RefObject<HTMLElement | null>, onSize: (width: number, height: number) => void): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      onSize(width, height);
      setSize({ width, height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, onSize]);
  return size;
}

/** A single mark selected on another slice brings that slice. */
function useFollowSelection(film: ReturnType<typeof useFilm>, all: ReturnType<typeof imagingMarks>, selection: ViewerProps['selection']): void {
  const last = useRef('');
  useEffect(() => {
    const key = selection.join(' ');
    if (key === last.current) return;
    last.current = key;
    const [only] = selection.length === 1 ? selection : [];
    const one = all.find(({ mark }) => mark.annotation.id === only);
    if (one) film.setView((view) => atSlice(view, one.geometry.slice, film.meta));
  }, [film, all, selection]);
}
