import type { Config } from '../config.ts';

/** What a browser may do with our pages: only our own code, workers, pictures and sockets; shown in nobody's frame. */
export function secureHeaders(config: Pick<Config, 'publicUrl' | 'isSecure'>): Readonly<Record<string, string>> {
  const { host } = new URL(config.publicUrl);
  const policy = [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    `connect-src 'self' ws://${host} wss://${host}`, // older browsers do not count a socket as 'self'
    "img-src 'self' blob: data:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    ...(config.isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
