// @ts-check
import cors from 'cors';
import express from 'express';
import { createApp } from '../shared/express/app.js';
import { corsOptions } from '../shared/express/cors-options.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';

await runImplementation({
  versions: versionsOf('express', 'cors'),
  build(policy) {
    const app = createApp(express, Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return () => urlOf(app.listen(0, '127.0.0.1'));
  },
});
