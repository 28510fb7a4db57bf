import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RelayFigures } from '../relay/relay.ts';

/** Figures of this process, for Prometheus; a registry of its own, so that two servers in one process stay apart. */
export interface Metrics {
  readonly registry: Registry;
  answered(method: string, route: string, status: number, seconds: number): void;
  /** An update was handed to the log, and is durable so long after. */
  durable(seconds: number): void;
}

/** Asked for when somebody looks. */
export interface Looked {
  relay(): RelayFigures;
  /** updates handed in and not yet durable */
  waiting(): number;
  /** engines outside this process, and whether each answers */
  engines(): Readonly<Record<string, boolean>>;
}

/** Connections, documents, refusals, acknowledgements, the log's queue and the engines; the default ones have the event loop, memory and descriptors. */
export function makeMetrics(looked: () => Looked): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'consilium_http_request_seconds', help: 'Time to answer a request', labelNames: ['method', 'route', 'status'], registers,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  const durable = new Histogram({
    name: 'consilium_update_durable_seconds', help: 'Time from an update admitted until it is durable and may be acknowledged', registers,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  const gauge = (name: string, help: string, read: () => number) => new Gauge({ name, help, registers, collect() {
    this.set(read());
  } });
  gauge('consilium_relay_connections', 'Open sync sockets', () => looked().relay().connections);
  gauge('consilium_relay_documents', 'Documents in memory', () => looked().relay().documents);
  gauge('consilium_log_waiting_updates', 'Updates admitted and not yet durable', () => looked().waiting());
  new Counter({ name: 'consilium_relay_refused_total', help: 'Updates refused since the start', registers, collect() {
    this.reset();
    this.inc(looked().relay().refused);
  } });
  new Gauge({ name: 'consilium_engine_up', help: 'Whether an engine outside this process answers', labelNames: ['engine'], registers, collect() {
    for (const [engine, isUp] of Object.entries(looked().engines())) this.set({ engine }, isUp ? 1 : 0);
  } });
  return {
    registry,
    answered: (method, route, status, took) => requests.observe({ method, route, status: String(status) }, took),
    durable: (seconds) => durable.observe(seconds),
  };
}
