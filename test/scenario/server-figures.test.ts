import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, type Signed } from '../harness/people-at-work.ts';
import { signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { SteadyWriter } from '../harness/steady-writer.ts';

let server: RunningServer;
let admin: Signed;
let writers: readonly SteadyWriter[];
let text: string;

beforeAll(async () => {
  server = await startServer();
  admin = await signUp(server, server.adminLink ?? '', 'Lead');
  const url = `${server.url.replace('http', 'ws')}/sync/protocol/${await createProject(admin)}`;
  writers = [0, 1, 2].map((at) => new SteadyWriter([url], admin.cookie, 8000 + at));
  while (!writers.every(({ acknowledged }) => acknowledged.size > 5)) await new Promise((done) => setTimeout(done, 20));
  for (const writer of writers) await writer.finish();
  const { token } = await admin.call(endpoints.createToken, { body: { name: 'metrics' } });
  text = await (await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).text();
});
afterAll(() => {
  for (const writer of writers) writer.leave();
  return server.stop();
});

interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

/** @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
function samplesOf(exposition: string): { samples: Sample[]; types: Map<string, string>; strange: string[] } {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  const strange: string[] = [];
  for (const line of exposition.split('\n').filter((one) => one !== '')) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line);
    const sample = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*",?)*\})? (-?(?:\d+\.?\d*(?:e[+-]?\d+)?|Inf)|NaN|\+Inf)$/i.exec(line);
    if (type !== null) types.set(type[1]!, type[2]!);
    else if (sample !== null) samples.push({ name: sample[1]!, labels: sample[2] ?? '', value: Number(sample[3]) });
    else if (!/^# HELP [a-zA-Z_:][\w:]* .+$/.test(line)) strange.push(line);
  }
  return { samples, types, strange };
}

describe('/metrics', () => {
  it('[RUN8] is valid Prometheus text: every sample has its type, every histogram adds up', () => {
    const { samples, types, strange } = samplesOf(text);
    expect(strange).toEqual([]);
    const untyped = samples.filter(({ name }) => !types.has(name) && types.get(name.replace(/_(bucket|sum|count)$/, '')) !== 'histogram');
    expect(untyped).toEqual([]);
    const name = 'consilium_update_durable_seconds';
    expect(types.get(name)).toBe('histogram');
    const buckets = samples.filter((sample) => sample.name === `${name}_bucket`).map(({ value }) => value);
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
    expect(samples.find((sample) => sample.name === `${name}_count`)?.value).toBe(buckets.at(-1));
  });

  it('[RUN8] tells connections, documents, what was refused, how long writers wait, the log’s queue and the event loop', () => {
    const { samples } = samplesOf(text);
    const figure = (name: string): number | undefined => samples.find((sample) => sample.name === name)?.value;
    expect([figure('consilium_relay_connections'), figure('consilium_relay_documents'), figure('consilium_relay_refused_total')]).toEqual([3, 1, 0]);
    expect(figure('consilium_log_waiting_updates')).toBe(0);
    expect(figure('consilium_update_durable_seconds_count')).toBeGreaterThan(3);
    expect(figure('consilium_update_durable_seconds_sum')).toBeGreaterThan(0);
    expect(figure('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
    expect(samples.some(({ name, labels }) => name === 'consilium_http_request_seconds_count' && labels.includes('route="/api/v1/projects"'))).toBe(true);
  });

  it('[RUN8] names no document, person or project', () => {
    expect(text).not.toMatch(/protocol\/|example\.org|Lead|Chest/);
  });
});
