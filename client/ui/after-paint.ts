/** Calls once, in a task of its own after the next frame was painted; a page that nobody sees has no frames, and goes on at once. */
export function afterPaint(then: () => void): void {
  const channel = new MessageChannel();
  const go = (): void => channel.port2.postMessage(0);
  channel.port1.onmessage = () => {
    channel.port1.close();
    then();
  };
  if (document.visibilityState === 'hidden') go();
  else requestAnimationFrame(go);
}
