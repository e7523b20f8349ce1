import { builtInServers, findImplementations, type Implementation } from '../../src/targets/index.ts';
import { readFindings } from './findings.ts';

/** The implementations whose failures were looked into. */
export async function withFindings(): Promise<readonly Implementation[]> {
  const { implementations } = await findImplementations([builtInServers]);
  return implementations.filter(({ folder }) => readFindings(folder) !== null);
}
