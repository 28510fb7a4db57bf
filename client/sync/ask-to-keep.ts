let hasAsked = false;

/** Asks the browser once not to empty this device's store by itself. */
export function askToKeep(): void {
  if (hasAsked) return;
  hasAsked = true;
  void navigator.storage?.persist?.().catch(() => undefined); // it says no in its own way
}
