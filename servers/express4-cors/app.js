// @ts-check
import cors from 'cors';
// @ts-expect-error -- The types are those of Express 5, which has the same methods.
import express from 'express4';
import { createApp } from '../shared/express/app.js';
import { corsOptions } from '../shared/express/cors-options.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';

const { express4, ...others } = versionsOf('express4', 'cors');

await runImplementation({
  versions: { express: String(express4), ...others },
  build(policy) {
    const app = createApp(express, Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(app.listen(0, '127.0.0.1'));
  },
});
