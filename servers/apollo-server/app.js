// @ts-check
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import cors from 'cors';
import express from 'express';
import { createApp } from '../shared/express/app.js';
import { corsOptions } from '../shared/express/cors-options.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';

await runImplementation({
  versions: versionsOf('@apollo/server', '@as-integrations/express5', 'express', 'cors'),
  async build(policy) {
    const apollo = new ApolloServer({
      typeDefs: 'type Query { hello: String }',
      resolvers: { Query: { hello: () => 'world' } },
    });
    await apollo.start();
    // Apollo Server has no CORS of its own: https://www.apollographql.com/docs/apollo-server/security/cors
    // Its documentation adds cors at `/graphql`. The routes of the contract are beside that, behind the same middleware.
    const app = createApp(express, Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    app.use('/graphql', express.json(), expressMiddleware(apollo));
    return () => urlOf(app.listen(0, '127.0.0.1'));
  },
});
