import { type ComponentType, createElement, useEffect, useState } from 'react';
import { codeWhenThere } from './code-when-there.ts';

/** A component whose code is fetched when it is first shown, or earlier by `fetch`. */
export interface Loadable<Props> {
  readonly Component: ComponentType<Props>;
  /** begins to fetch the code; a failure is told when it is shown */
  readonly fetch: () => void;
}

/**
 * Shows nothing until its code is here, and then itself at once; from the first moment where it was fetched before. React's own `lazy` puts
 * a fallback in its place also then, and takes it away 300 ms later at the earliest.
 */
export function whenLoaded<Props extends object>(load: () => Promise<ComponentType<Props>>): Loadable<Props> {
  let loaded: ComponentType<Props> | undefined;
  const fetch = async (): Promise<ComponentType<Props>> => (loaded ??= await codeWhenThere(load));
  function Component(props: Props) {
    const [, again] = useState(0);
    const isHere = loaded !== undefined;
    useEffect(() => {
      if (isHere) return;
      let isShown = true;
      void fetch().then(
        () => isShown && again(1),
        (error: unknown) =>
          isShown &&
          again(() => {
            throw error; // to whatever the screen says of what breaks in it
          }),
      );
      return () => {
        isShown = false;
      };
    }, [isHere]);
    return loaded ? createElement(loaded, props) : null;
  }
  return { Component, fetch: () => void fetch().catch(() => undefined) };
}
