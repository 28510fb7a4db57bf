import type Konva from 'konva';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { Layer, Shape, Stage } from 'react-konva/lib/ReactKonvaCore.js';
import 'konva/lib/Shape.js';
import { inverse, type Matrix, multiply, translation } from '../../../canvas/matrix.ts';
import { isPaintingFirst } from '../../../ui/paint-first.ts';
import { pixelRatio } from '../draw/image-layer.ts';
import type { Film } from '../film.ts';
import type { ImagingMark } from '../scene.ts';
import { drawnByFilm } from './drawn-by-film.ts';
import { addedTo, drawStatic, type StaticMark, type StaticPaths, staticPathsOf } from './static-marks.ts';

/** From so many marks on, a gesture moves the finished drawing and draws it sharp again when the hand rests. */
const many = 60;
const restMs = 90;
/** What lies farther apart are two gestures, not two frames of one. */
const longestFrameMs = 500;
/** The drawing reaches so far beyond the film on each side, as a share of it, so that a pan shows no bare edge. Few marks are drawn anew in every frame and need none. */
const margin = 0.25;

interface Props {
  readonly film: Film;
  readonly marks: readonly ImagingMark[];
  readonly width: number;
  readonly height: number;
  /** set here: draws a mark that is made just now, before `marks` has it (PAINT5) */
  readonly atOnce?: RefObject<((mark: StaticMark) => void) | undefined>;
}

/** Every mark that nobody is touching, as one Konva shape that listens to nothing. Marks that only came are drawn over the others. */
export function StaticOverlay({ film, marks, width, height, atOnce }: Props) {
  const stage = useRef<Konva.Stage>(null);
  const paths = useRef<readonly StaticPaths[]>([]);
  const drawn = useRef<Matrix>(undefined);
  const shown = useRef<{ readonly marks: readonly StaticMark[]; readonly on: string }>({ marks: [], on: '' });
  const added = useRef<readonly StaticMark[]>([]);
  const early = useRef<readonly StaticMark[]>([]); // made just now, which `marks` is not told of before they are painted
  const [left, top] = marks.length > many ? [Math.round(width * margin), Math.round(height * margin)] : [0, 0];

  useEffect(() => {
    const before = shown.current;
    if (!isPaintingFirst()) early.current = [];
    const [now, on] = [[...marks.map(({ geometry, mark }): StaticMark => ({ geometry, style: mark.style })), ...early.current], `${width} ${height} ${left} ${top}`];
    shown.current = { marks: now, on };
    const more = on === before.on ? addedTo(before.marks, now) : undefined;
    if (more) added.current = [...added.current, ...more];
    else drawn.current = undefined;
    film.schedule();
  }, [film, marks, width, height, left, top]);

  const drawMarks = useCallback((context: CanvasRenderingContext2D, all: readonly StaticPaths[]): void => {
    drawStatic(context, all, multiply(translation(left, top), drawn.current ?? film.matrix()), film.size(), pixelRatio());
  }, [film, left, top]);

  const drawAdded = useCallback((): void => {
    const [layer, more] = [stage.current?.getLayers()[0], added.current];
    if (!layer || more.length === 0) return;
    added.current = [];
    drawMarks(layer.getCanvas().getContext()._context, staticPathsOf(more, film.size()));
  }, [film, drawMarks]);

  useEffect(() => {
    if (!atOnce) return;
    atOnce.current = (mark) => {
      early.current = [...early.current, mark];
      shown.current = { ...shown.current, marks: [...shown.current.marks, mark] };
      added.current = [...added.current, mark];
      if (isSame(drawn.current, film.matrix())) drawAdded();
      else film.schedule();
    };
    return () => {
      atOnce.current = undefined;
    };
  }, [film, atOnce, drawAdded]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let movedAt = 0;
    const sharpen = (): void => {
      timer = undefined;
      drawn.current = undefined;
      film.schedule();
    };
    const stop = film.onPaint((matrix) => {
      const [container, layer] = [stage.current?.container(), stage.current?.getLayers()[0]];
      if (!container || !layer) return;
      if (isSame(drawn.current, matrix)) return drawAdded();
      if (shown.current.marks.length > many && drawn.current && added.current.length === 0) {
        container.style.transform = `matrix(${multiply(matrix, inverse(drawn.current)).join(',')})`;
        clearTimeout(timer);
        const now = performance.now();
        timer = setTimeout(sharpen, restAfter(now - movedAt));
        movedAt = now;
        return;
      }
      added.current = [];
      container.style.transform = '';
      drawn.current = matrix;
      layer.draw();
    });
    return () => {
      stop();
      clearTimeout(timer);
      if (timer !== undefined) sharpen();
    };
  }, [film, drawAdded]);

  const [across, down] = [width + 2 * left, height + 2 * top];
  const layer = useMemo(() => drawnByFilm(film, across, down), [film, across, down]);
  const draw = useCallback((konva: Konva.Context): void => {
    paths.current = staticPathsOf(shown.current.marks, film.size(), paths.current);
    drawMarks(konva._context, paths.current);
  }, [film, drawMarks]);
  const style = useMemo(() => ({ position: 'absolute', left: -left, top: -top, transformOrigin: `${left}px ${top}px`, pointerEvents: 'none' }) as const, [left, top]);
  return useMemo(() => (
    <Stage ref={stage} width={0} height={0} style={style} listening={false}>
      <Layer ref={layer} listening={false}>
        <Shape sceneFunc={draw} listening={false} perfectDrawEnabled={false} />
      </Layer>
    </Stage>
  ), [style, layer, draw]);
}

/** On a slow machine frames lie farther apart than a hand rests: drawing sharp between two of them would make them slower still. */
const restAfter = (sinceMoved: number): number => (sinceMoved > longestFrameMs ? restMs : Math.max(restMs, 2 * sinceMoved));

const isSame = (a: Matrix | undefined, b: Matrix): boolean => a?.every((value, i) => value === b[i]) ?? false;
