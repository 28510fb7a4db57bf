import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { askAhead } from './app/ask-ahead.ts';
import { router } from './app/router.tsx';
import { useThemeStore } from './app/shell/theme.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/mantine.css';
import { codeWhenThere } from './ui/code-when-there.ts';
import { useHasNotices } from './ui/notify.ts';
import { mantineTheme, mantineVariables } from './ui/theme.ts';

const Notifications = lazy(() => codeWhenThere(() => import('./app/notifications.tsx')).then(({ Notices }) => ({ default: Notices })));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: false,
      staleTime: 2_000,
      refetchOnWindowFocus: true,
      refetchOnReconnect: 'always',
    },
  },
});

askAhead(queries, location.pathname);

function App() {
  const theme = useThemeStore(({ theme: shown }) => shown);
  const hasNotices = useHasNotices((state) => state.hasNotices);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={mantineVariables}
      forceColorScheme={theme === 'desk' ? 'light' : 'dark'}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Suspense fallback={null}>{hasNotices && <Notifications />}</Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
