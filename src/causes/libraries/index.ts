import { apache } from './apache.ts';
import { aspnetCore } from './aspnet-core.ts';
import { awsHttpApi } from './aws-http-api.ts';
import { caddy } from './caddy.ts';
import { djangoCorsHeaders } from './django-cors-headers.ts';
import { envoy } from './envoy.ts';
import { expressCors } from './express-cors.ts';
import { fastapi } from './fastapi.ts';
import { fastifyCors } from './fastify-cors.ts';
import { flaskCors } from './flask-cors.ts';
import { ginCors } from './gin-cors.ts';
import { handWritten } from './hand-written.ts';
import { haproxy } from './haproxy.ts';
import { honoCors } from './hono-cors.ts';
import { koaCors } from './koa-cors.ts';
import type { Library } from './library.ts';
import { nestjs } from './nestjs.ts';
import { nginx } from './nginx.ts';
import { rackCors } from './rack-cors.ts';
import { rsCors } from './rs-cors.ts';
import { s3 } from './s3.ts';
import { spring } from './spring.ts';
import { towerHttp } from './tower-http.ts';
import { traefik } from './traefik.ts';

/** The libraries and servers that fixes are written for. */
export const libraries = {
  'express-cors': expressCors,
  'fastify-cors': fastifyCors,
  'koa-cors': koaCors,
  'hono-cors': honoCors,
  nestjs,
  'hand-written': handWritten,
  fastapi,
  'flask-cors': flaskCors,
  'django-cors-headers': djangoCorsHeaders,
  spring,
  'gin-cors': ginCors,
  'rs-cors': rsCors,
  'tower-http': towerHttp,
  'rack-cors': rackCors,
  'aspnet-core': aspnetCore,
  nginx,
  apache,
  caddy,
  haproxy,
  traefik,
  envoy,
  'aws-http-api': awsHttpApi,
  s3,
} as const satisfies Readonly<Record<string, Library>>;

export type LibraryId = keyof typeof libraries;

/** The values of `--fix`, in the order of the help. */
export const libraryIds = Object.keys(libraries) as readonly LibraryId[];
