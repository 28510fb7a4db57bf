import { useEffect, useLayoutEffect } from 'react';
import { create } from 'zustand';

/** `desk`: light, for tables and forms. `reading`: dark, for looking at images. */
export type Theme = 'desk' | 'reading';

export const useThemeStore = create<{ theme: Theme }>(() => ({
  theme: document.documentElement.dataset.theme === 'reading' ? 'reading' : 'desk',
}));

/** The screen that is shown decides the theme of the whole page, dialogs and menus included. */
export function useTheme(theme: Theme): void {
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    useThemeStore.setState({ theme });
  }, [theme]);
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Consilium' ? title : `${title} · Consilium`;
  }, [title]);
}
