// @ts-check
import { runImplementation, urlOf } from '../shared/node/program.js';
import { corsFor, refusal } from './cors.js';
import { createReferenceServer } from './server.js';

await runImplementation({
  versions: { node: process.versions.node },
  build(policy) {
    const unsupported = refusal(policy);
    if (unsupported !== null) return { unsupported };
    const server = createReferenceServer(corsFor(policy));
    return () => urlOf(server.listen(0, '127.0.0.1'));
  },
});
