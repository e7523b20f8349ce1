import { testFindings } from './check.ts';

await testFindings(0, 2);
