// Serves the app with the server gone. The build writes `version` and `files` above this line.
const cacheName = `consilium-app-${version}`;

// Every file of this version is here before it may take over: never half an update.
self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(cacheName).then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' })))),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('consilium-app-') && name !== cacheName).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A new version waits until the person says so.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
});

const isServed = (path) => /^\/(api|sync|healthz|readyz|metrics)(\/|$)/.test(path);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || isServed(url.pathname)) return;
  const wanted = request.mode === 'navigate' ? '/' : request;
  event.respondWith(caches.open(cacheName).then((cache) => cache.match(wanted, { ignoreSearch: true })).then((kept) => kept ?? fetch(request)));
});
