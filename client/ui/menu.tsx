import { cloneElement, lazy, Suspense, useState } from 'react';
import { codeWhenThere } from './code-when-there.ts';
import type { MenuProps } from './menu-list.tsx';

const MenuList = lazy(() => codeWhenThere(() => import('./menu-list.tsx')).then(({ MenuList: component }) => ({ default: component })));

/** A list of actions opened by `children` (a button). What draws it is fetched when it is opened first. */
export function Menu(props: MenuProps) {
  const [wasOpened, setWasOpened] = useState(false);
  const closed = cloneElement(props.children, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: () => setWasOpened(true),
  });
  if (!wasOpened) return closed;
  return (
    <Suspense fallback={closed}>
      <MenuList {...props} />
    </Suspense>
  );
}
