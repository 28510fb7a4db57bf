import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const key = 'ab'.repeat(32);

describe('configuration', () => {
  it('[CONF1] with nothing set, everything is embedded and local', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        port: 3000,
        host: 'localhost',
        publicUrl: 'http://localhost:3000',
        isSecure: false,
        dataDirectory: './data',
        masterKey: undefined,
        previousMasterKey: undefined,
        databaseUrl: undefined,
        redisUrl: undefined,
        s3: undefined,
      },
    });
  });

  it('[CONF1] an empty variable is as good as none', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', CONSILIUM_KEY: '', S3_ENDPOINT: '' })).toEqual(readConfig({}));
  });

  it('[CONF2] takes the key as hexadecimal or as base64', () => {
    const keys = [key, Buffer.from(key, 'hex').toString('base64'), Buffer.from(key, 'hex').toString('base64url')];
    for (const CONSILIUM_KEY of keys) {
      expect(readConfig({ CONSILIUM_KEY })).toMatchObject({ ok: true, value: { masterKey: Buffer.from(key, 'hex') } });
    }
  });

  it('[CONF3] says everything that is wrong at once, by the name of its variable', () => {
    const wrong = {
      PORT: 'many',
      CONSILIUM_KEY: 'short',
      DATABASE_URL: 'mysql://x',
      PUBLIC_URL: 'https://x.example/path',
    };
    expect(readConfig(wrong)).toEqual({
      ok: false,
      error: [
        'PORT must be a number',
        'PUBLIC_URL must be an origin such as https://consilium.example.org, without a path',
        'CONSILIUM_KEY must be 32 bytes, as 64 hexadecimal digits or as base64',
        'DATABASE_URL must begin with postgres:// (leave it out for the embedded database)',
      ],
    });
  });

  it('[CONF3] half an S3 configuration is a fault', () => {
    const needs = 'is missing: the S3 store needs S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY';
    expect(readConfig({ S3_ENDPOINT: 'https://s3.example', S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'id' })).toEqual({
      ok: false,
      error: [`S3_SECRET_ACCESS_KEY ${needs}`],
    });
  });

  it('[CONF4] the public origin says whether cookies are for TLS only', () => {
    expect(readConfig({ PUBLIC_URL: 'https://consilium.example.org' })).toMatchObject({ value: { isSecure: true } });
    expect(readConfig({ HOST: '::1', PORT: '8080' })).toMatchObject({ value: { publicUrl: 'http://[::1]:8080' } });
  });
});
