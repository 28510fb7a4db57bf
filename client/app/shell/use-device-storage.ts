import { useEffect, useState } from 'react';

/** `1.2 of 8.0 GB kept on this device`; `undefined` where the browser does not say. */
export function useDeviceStorage(): string | undefined {
  const [words, setWords] = useState<string>();
  useEffect(() => {
    const ask = () =>
      void navigator.storage
        ?.estimate?.()
        .then(({ usage = 0, quota = 0 }) =>
          setWords(`${bytesInWords(usage)} of ${bytesInWords(quota)} kept on this device`),
        )
        .catch(() => undefined); // it does not say
    ask();
    const timer = setInterval(ask, 30_000);
    return () => clearInterval(timer);
  }, []);
  return words;
}

/** Decimal units, as discs are sold: `1.2 GB`, `34 MB`, `7 kB`. */
export function bytesInWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
