let waiting: ServiceWorker | undefined;

/** Registers the service worker (built app only) and calls back when a new version waits. */
export function watchForUpdate(onWaiting: () => void): () => void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return () => undefined;
  const found = (worker: ServiceWorker | null) => {
    if (!worker || !navigator.serviceWorker.controller) return; // the first one has nothing to replace
    waiting = worker;
    onWaiting();
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  void navigator.serviceWorker.register('/sw.js').then((registration) => {
    found(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => worker.state === 'installed' && found(worker));
    });
    timer = setInterval(() => void registration.update().catch(() => undefined), 30 * 60_000); // offline: asked again
  }, () => undefined); // the page is being left, or the browser will have none here: asked again with the next page
  return () => clearInterval(timer);
}

/** Lets the new version take over and reloads once it has; after a while anyway: something this page still asks for may hold up the old one. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  setTimeout(() => location.reload(), patienceMs);
  waiting?.postMessage('take over');
}

const patienceMs = 4_000;
