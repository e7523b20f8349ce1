// @ts-check
import { refusal } from '../../reference/cors.js';
import { runImplementation, urlOf } from '../../shared/node/program.js';
import { harmless, faults } from './faults/index.js';
import { createBrokenServer } from './server.js';

/** @type {ReadonlyMap<string, import('./server.js').Break>} */
const breaks = new Map([...faults, ...harmless].map(({ id, break: how }) => [id, how]));

await runImplementation({
  versions: { node: process.versions.node },
  build(policy, name) {
    const [id = ''] = name.split('@');
    // A name without a fault is that of a server which is right.
    const how = id === 'none' || !name.includes('@') ? {} : breaks.get(id);
    if (how === undefined)
      return { unsupported: `there is no fault ${JSON.stringify(id)}; see faults/index.js` };
    const configured = how.policy?.(policy) ?? policy;
    const unsupported = refusal(configured);
    if (unsupported !== null) return { unsupported };
    const server = createBrokenServer(configured, how);
    return () => urlOf(server.listen(0, '127.0.0.1'));
  },
});
