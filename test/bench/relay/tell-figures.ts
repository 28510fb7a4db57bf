/** Loaded before any server of the bench: answers its parent's questions about memory and CPU. */
process.on('message', (question) => {
  if (question === 'cpu') return tell();
  globalThis.gc?.();
  setTimeout(() => {
    globalThis.gc?.();
    tell();
  }, 1000);
});
process.on('disconnect', () => process.exit());

function tell(): void {
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send?.({ rss, held: heapUsed + external, cpuMs: (user + system) / 1000 });
}
