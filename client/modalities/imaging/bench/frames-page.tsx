import type { ImagingGeometry, Point } from '@consilium/shared/modalities/imaging/geometry.ts';
import { seededRandom } from '@consilium/shared/kernel/random.ts';
import Konva from 'konva';
import { createRoot } from 'react-dom/client';
import { zoomedAt } from '../../../canvas/view-matrix.ts';
import type { ViewerMark } from '../../contract.ts';
import { createFilm, type Film } from '../film.ts';
import { ImageCanvas } from '../image-canvas.tsx';
import { LiveOverlay } from '../overlay/live-overlay.tsx';
import { StaticOverlay } from '../overlay/static-overlay.tsx';
import type { ImagingMark } from '../scene.ts';

/** Medians and 95th percentiles in ms: `frame` between animation frames, `main` of script in one. */
export interface FrameTimes {
  readonly frame: readonly [median: number, p95: number];
  readonly main: readonly [median: number, p95: number];
}

const size = 900;
const frames = 120;
/** A page that takes seconds for a frame is known after so many milliseconds. */
const longestMs = 15_000;
const image = { columns: 1024, rows: 1024 };

declare global {
  interface Window {
    measureFilm(count: number): Promise<FrameTimes>;
    measureBareKonva(count: number): Promise<FrameTimes>;
    measureNothing(): Promise<FrameTimes>;
  }
}

/** The product's own layers, panned and zoomed a little in every frame. */
window.measureFilm = async (count) => {
  const film = createFilm({ ...image, frames: [{ source: '', frame: 0 }], orderedBy: '', photometricInterpretation: 'MONOCHROME2', windows: [], warnings: [] });
  film.setFrame({ ...image, pixels: { type: 'grey', values: new Uint16Array(1024 * 1024).map((_, i) => i % 4096) }, slope: 1, intercept: 0, isInverted: false, usual: { center: 2048, width: 4096 }, warnings: [] });
  film.setSize(size, size);
  let began = 0;
  const main: number[] = [];
  film.onPaint(() => { began = performance.now(); });
  const all = ringsOf(count).map(asMark);
  const root = createRoot(element());
  const nothing = (): void => undefined;
  root.render(<><ImageCanvas film={film} /><StaticOverlay film={film} marks={all} width={size} height={size} /><LiveOverlay film={film} selected={all.slice(0, 1)} isReadOnly={false} width={size} height={size} drawOver={nothing} replaced={undefined} /></>);
  await rest(1500);
  film.onPaint(() => main.push(performance.now() - began));
  const frame = await animated((i) => moveFilm(film, i));
  root.unmount();
  return { frame: summary(frame), main: summary(main) };
};

/** The frames of this browser on this machine now, with nothing to draw in them but a square that moves. */
window.measureNothing = async () => {
  const square = document.createElement('div');
  square.style.cssText = 'position:absolute;width:20px;height:20px;background:#fff';
  element().append(square);
  const frame = await animated((i) => { square.style.transform = `translateX(${i % 40}px)`; });
  square.remove();
  return { frame: summary(frame), main: [0, 0] };
};

/** What one would write first: a Konva.Line for each polygon on a layer, the layer moved. */
window.measureBareKonva = async (count) => {
  const stage = new Konva.Stage({ container: element() as HTMLDivElement, width: size, height: size });
  const layer = new Konva.Layer();
  for (const points of ringsOf(count)) layer.add(new Konva.Line({ points: points.flat(), closed: true, stroke: '#e2df50', strokeWidth: 2, strokeScaleEnabled: false }));
  stage.add(layer);
  await rest(1500);
  const main: number[] = [];
  const frame = await animated((i) => {
    const began = performance.now();
    const scale = 1 + 0.2 * Math.sin(i / 20);
    layer.setAttrs({ x: i % 40, y: i % 30, scaleX: scale, scaleY: scale });
    layer.draw();
    main.push(performance.now() - began);
  });
  stage.destroy();
  return { frame: summary(frame), main: summary(main) };
};

const element = (): HTMLElement => document.getElementById('film') ?? document.body;

const moveFilm = (film: Film, i: number): void => film.setView((view) => ({ ...view, ...zoomedAt(view, film.size(), i % 2 === 0 ? 1.02 : 0.985, [300 + (i % 40), 400]) }));

function ringsOf(count: number): Point[][] {
  const random = seededRandom(5);
  return Array.from({ length: count }, () => {
    const [x, y, radius] = [random() * 1000, random() * 1000, 6 + random() * 20];
    return Array.from({ length: 60 }, (_, i): Point => [x + Math.cos(i / 9.55) * radius * (0.9 + random() * 0.2), y + Math.sin(i / 9.55) * radius * (0.9 + random() * 0.2)]);
  });
}

function asMark(points: Point[], i: number): ImagingMark {
  const geometry: ImagingGeometry = { kind: 'imaging.polygon', version: 1, slice: 0, points };
  const style = { colour: ['#97e9e5', '#fc7a75', '#e2df50', '#8675e3'][i % 4] ?? '#fff', pattern: 'solid' } as const;
  const mark = { key: String(i), annotation: { id: String(i) }, style, title: 'A mark', layer: 'mine', isEditable: true, isHidden: false, isLocked: false } as unknown as ViewerMark; // only what the layers read
  return { mark, geometry };
}

/** Calls once a frame. @returns the intervals between frames, the first ten left out */
function animated(move: (i: number) => void): Promise<number[]> {
  const intervals: number[] = [];
  return new Promise((done) => {
    const began = performance.now();
    let [last, i] = [began, 0];
    const step = (): void => {
      const now = performance.now();
      if (i > 10) intervals.push(now - last);
      last = now;
      if (i++ >= frames || (intervals.length >= 3 && now - began > longestMs)) return done(intervals);
      move(i);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

const rest = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

function summary(times: readonly number[]): [number, number] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
  return [at(0.5), at(0.95)];
}
