import { readFile, stat } from 'node:fs/promises';
import { errorMessage, UserError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { isReport } from './is-report.ts';
import type { EvaluationReport } from './report.ts';

/** In bytes; 10,000 errors with their places take some 6 MB. */
const largest = 2 ** 28;

/**
 * Reads a report that `writeReport` wrote, or that came from another machine.
 * @throws UserError naming the file if it cannot be read, is no JSON, or is no report of this version's form.
 */
export async function readReport(file: string): Promise<EvaluationReport> {
  const report = parseJson(await textOf(file), file);
  if (!isReport(report)) throw new UserError(`${file}: not a report that gerbera evaluate wrote; evaluate again`);
  return report;
}

async function textOf(file: string): Promise<string> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw new UserError(`${file}: not a file`);
    if (found.size > largest)
      throw new UserError(`${file}: more than ${largest / 2 ** 20} MB; no report is that large`);
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const absent = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new UserError(absent ? `${file}: no such file` : `${file}: cannot be read: ${errorMessage(thrown)}`);
  }
}
