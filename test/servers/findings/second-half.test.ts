import { testFindings } from './check.ts';

await testFindings(1, 2);
