import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Config } from '@consilium/server/config.ts';
import { freePort } from '../server-process.ts';
import { type Engine, endProcess, findProgram, runToEnd, spawnServer, untilSo } from './process.ts';

export interface S3 extends Engine {
  readonly config: S3Config;
}

const needed = ['ceph', 'ceph-mon', 'ceph-osd', 'ceph-authtool', 'monmaptool', 'radosgw', 'radosgw-admin'] as const;

/**
 * A real S3: Ceph's gateway over one monitor and one storage daemon in memory, with an empty bucket. About 12 s. `undefined` where this
 * machine has no Ceph. @see https://docs.ceph.com/en/pacific/install/manual-deployment/
 */
export async function startS3(folder: string): Promise<S3 | undefined> {
  if (needed.some((name) => findProgram(name) === undefined)) return undefined;
  const program = (name: (typeof needed)[number]): string => findProgram(name)!; // seen above
  const [monitorPort, port, fsid, osd] = [await freePort(), await freePort(), randomUUID(), randomUUID()];
  const configFile = join(folder, 'ceph.conf');
  writeFileSync(configFile, cephConf(folder, fsid, monitorPort, port));
  const keyring = join(folder, 'keyring');
  for (const name of ['mon', 'osd']) mkdirSync(join(folder, name));
  const addKey = (name: string, ...caps: string[]) => runToEnd(program('ceph-authtool'), [keyring, '--gen-key', '-n', name, ...caps]);
  await runToEnd(program('ceph-authtool'), [keyring, '--create-keyring']);
  await addKey('mon.', '--cap', 'mon', 'allow *');
  await addKey('client.admin', '--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *', '--cap', 'mgr', 'allow *');
  await addKey('osd.0', '--cap', 'mon', 'allow profile osd', '--cap', 'osd', 'allow *');
  const monmap = join(folder, 'monmap');
  await runToEnd(program('monmaptool'), ['--create', '--fsid', fsid, '--addv', 'a', `[v2:127.0.0.1:${monitorPort}/0]`, monmap]);
  const common = ['-c', configFile];
  await runToEnd(program('ceph-mon'), [...common, '--mkfs', '-i', 'a', '--monmap', monmap, '--keyring', keyring]);
  const log = join(folder, 's3.log');
  const monitor = spawnServer(program('ceph-mon'), [...common, '-i', 'a', '--foreground'], log);
  await runToEnd(program('ceph'), [...common, '--connect-timeout', '30', 'osd', 'new', osd]);
  await runToEnd(program('ceph-osd'), [...common, '-i', '0', '--mkfs', '--osd-uuid', osd]);
  const storage = spawnServer(program('ceph-osd'), [...common, '-i', '0', '--foreground'], log);
  const gateway = spawnServer(program('radosgw'), [...common, '-n', 'client.admin', '--foreground'], log);
  const endpoint = `http://127.0.0.1:${port}`;
  await untilSo('the S3 gateway answers', async () => (await fetch(endpoint)).ok);
  const credentials = { accessKeyId: 'consilium', secretAccessKey: randomUUID() };
  await runToEnd(program('radosgw-admin'), [...common, 'user', 'create', '--uid=t', '--display-name=t', `--access-key=${credentials.accessKeyId}`, `--secret-key=${credentials.secretAccessKey}`]);
  const config: S3Config = { endpoint, bucket: 'consilium-test', region: 'us-east-1', ...credentials };
  await new S3Client({ endpoint, region: config.region, credentials, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: config.bucket }));
  const daemons = [gateway, storage, monitor];
  return {
    config,
    pids: daemons.flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    start: () => Promise.reject(new Error('what was in memory is gone: start another')),
    async stop(signal = 'SIGKILL') {
      for (const daemon of daemons) await endProcess(daemon, signal);
    },
  };
}

const cephConf = (folder: string, fsid: string, monitorPort: number, port: number): string => `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitorPort}/0]
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
run dir = ${folder}
log file = ${folder}/$name.log
admin socket = ${folder}/$name.$pid.asok
keyring = ${folder}/keyring
public addr = 127.0.0.1
[mon.a]
mon data = ${folder}/mon
[osd.0]
osd objectstore = memstore
osd data = ${folder}/osd
memstore device bytes = 1073741824
[client.admin]
rgw frontends = beast endpoint=127.0.0.1:${port}
`;
