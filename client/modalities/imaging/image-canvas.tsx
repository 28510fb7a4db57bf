import { useLayoutEffect, useRef, useState } from 'react';
import { isSamePicture, type Picture, pixelRatio } from './draw/image-layer.ts';
import { forget, giveBackSurface, takeSurface } from './draw/picture-surface.ts';
import type { Film } from './film.ts';
import classes from './imaging-viewer.module.css';

/** The picture itself, drawn only when it changes: marks, names and pointers change over it all the time. A lost graphics context is answered with a fresh canvas and the same picture. */
export function ImageCanvas({ film }: { film: Film }) {
  const [generation, setGeneration] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    let isLost = false;
    const surface = takeSurface(() => {
      isLost = true;
      setGeneration((now) => now + 1);
    });
    const { canvas, layer } = surface;
    canvas.className = classes.image ?? '';
    place.current?.append(canvas);
    let drawn: { readonly picture: Picture; readonly ratio: number } | undefined;
    const stop = film.onPaint((matrix) => {
      const frame = film.frame();
      const { window, isInverted, isSmooth } = film.view();
      const picture = frame && { frame, matrix, window: window ?? frame.usual, isInverted, isSmooth };
      const ratio = pixelRatio();
      if (picture && drawn?.ratio === ratio && isSamePicture(drawn.picture, picture)) return;
      drawn = picture && { picture, ratio };
      if (picture) layer.draw(picture);
      else layer.clear();
    });
    return () => {
      stop();
      if (isLost) forget(surface);
      else giveBackSurface(surface);
    };
  }, [film, generation]);
  return <div ref={place} />;
}
