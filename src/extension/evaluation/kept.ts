import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { isJsonObject, parseJson } from '../../core/json.ts';
import { isReport } from '../../evaluate/report/is-report.ts';
import type { EvaluationReport } from '../../evaluate/report/report.ts';
import { refusal, writeTextDurably } from '../../files/durable.ts';
import type { EvaluationRequest } from '../../protocol.ts';
import { t } from '../texts.ts';

/** What was evaluated: enough to do it again. */
export type Asked = Omit<EvaluationRequest, 'out'>;

/** An evaluation whose report is kept. */
export interface KeptEvaluation {
  /** The name of its folder; later ones sort after earlier ones. */
  readonly id: string;
  readonly asked: Asked;
}

/** Evaluations that are kept. */
const most = 20;
/** In milliseconds. */
const day = 86_400_000;
const askedName = 'evaluation.json';
const reportName = 'report.json';

/** The reports of the last evaluations, each in a folder of its own, with what was asked for beside them. */
export class KeptEvaluations {
  readonly #folder: string;

  /** @param folder may not exist yet. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * A folder for a new evaluation, and the name that it will be kept by. It exists.
   * @throws UserError if the system refuses it.
   */
  async begin(asked: Asked): Promise<{ readonly id: string; readonly folder: string }> {
    const plain = (text: string) => text.replaceAll(/[^\w.-]+/g, '_').slice(-40);
    const names = [path.basename(asked.place), asked.split ?? '', path.basename(asked.model)].filter(
      (name) => name !== '',
    );
    const id = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${names.map(plain).join('-')}`;
    const folder = path.join(this.#folder, id);
    try {
      await mkdir(this.#folder, { recursive: true });
      // By itself: with those above it, a disk that cannot be written to is told as one that has no such folder.
      await mkdir(folder);
    } catch (thrown) {
      throw refusal(folder, thrown);
    }
    return { id, folder };
  }

  /**
   * Keeps an evaluation whose report has been written to its folder; the oldest ones go.
   * @throws UserError if the system refuses to write it.
   */
  async keep(id: string, asked: Asked): Promise<void> {
    writeTextDurably(path.join(this.folderOf(id), askedName), JSON.stringify(asked));
    const kept = (await this.list()).map((each) => each.id);
    const others = (await readdir(this.#folder)).filter((other) => !kept.includes(other));
    for (const old of [...kept.slice(most), ...(await this.#left(others))]) await this.drop(old);
  }

  /** Takes away the folder of an evaluation, whatever is in it; what cannot be taken away now may go another time. */
  async drop(id: string): Promise<void> {
    await rm(this.folderOf(id), { recursive: true, force: true }).catch(() => {});
  }

  /** Newest first; folders of evaluations that did not end are not among them. */
  async list(): Promise<readonly KeptEvaluation[]> {
    const ids = (await readdir(this.#folder).catch(() => [])).sort().reverse();
    const kept = await Promise.all(
      ids.map(async (id) => {
        const asked = await readAsked(path.join(this.#folder, id, askedName));
        return asked ? [{ id, asked }] : [];
      }),
    );
    return kept.flat();
  }

  /** Folders that a crash left. Another window may be evaluating now, or taking them away. */
  async #left(ids: readonly string[]): Promise<readonly string[]> {
    const old = await Promise.all(
      ids.map(async (id) => {
        const found = await stat(path.join(this.#folder, id)).catch(() => undefined);
        return found !== undefined && Date.now() - found.mtimeMs > day;
      }),
    );
    return ids.filter((_, index) => old[index]);
  }

  /**
   * The folder of an evaluation.
   * @throws UserError if `id` is no name of a folder: it may come from a page.
   */
  folderOf(id: string): string {
    if (id === '' || id.startsWith('.') || /[\\/]/.test(id))
      throw new UserError(`there is no evaluation ${JSON.stringify(id)}`);
    return path.join(this.#folder, id);
  }

  /** @throws UserError if it is not kept any more, or is of another version's form. */
  async report(id: string): Promise<EvaluationReport> {
    const file = path.join(this.folderOf(id), reportName);
    const text = await readFile(file, 'utf8').catch(() => {
      throw new UserError(t('{0}: the report is not there any more; evaluate anew', file));
    });
    const report = parseJson(text, file);
    if (!isReport(report)) throw new UserError(t('{0}: not a report of this version of GERBERA; evaluate anew', file));
    return report;
  }
}

async function readAsked(file: string): Promise<Asked | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const asked = parseJson(text, file);
    if (!isJsonObject(asked)) return undefined;
    const { place, split, model, against } = asked;
    if (typeof place !== 'string' || typeof model !== 'string') return undefined;
    return {
      ...{ place, model },
      ...(typeof split === 'string' ? { split } : {}),
      ...(typeof against === 'string' ? { against } : {}),
    };
  } catch {
    return undefined;
  }
}

/** What of an evaluation tells it from others, for people: `NCBI-disease · test · default against mine`. */
export function titleOf({ place, split, model, against }: Asked): string {
  const name = (nameOrPath: string) => nameOrPath.split(/[\\/]/).findLast((part) => part !== '') ?? nameOrPath;
  const models = against === undefined ? name(model) : t('{0} against {1}', name(model), name(against));
  return [name(place), ...(split === undefined ? [] : [split]), models].join(' · ');
}
