import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WordEntity } from '../../core/entity.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Language, Sentence } from '../../core/words.ts';

/** By sentence. */
export type Found = readonly (readonly WordEntity[])[];

/** Files that are kept; those that were not used for longest go first. A paper of 10,000 words takes about 25 KB. */
const mostFiles = 3000;
/** After so many new ones it is looked whether there are too many. */
const period = 100;

const form = 1;

/**
 * What a model found in papers that are not open, on the disk, so that it need not read them again in the next session. A file
 * for each text, model and version of the product holds where mentions stand and of what type they are, and nothing of the
 * text. It is a cache: a file that is damaged, or cannot be written, is as if it were not there.
 */
export class ReadingCache {
  readonly #folder: string;
  readonly #version: string;
  #written = 0;

  /** @param version of the product: another one may cut texts into other sentences. */
  constructor(folder: string, version: string) {
    this.#folder = folder;
    this.#version = version;
  }

  keyOf(model: string, language: Language, text: string): string {
    return createHash('sha256')
      .update(JSON.stringify([form, this.#version, model, language]))
      .update(text)
      .digest('hex');
  }

  /** What was found in a text; undefined if that is not known. */
  async get(key: string, sentences: readonly Sentence[]): Promise<Found | undefined> {
    const file = this.#fileOf(key);
    try {
      const found = parse(JSON.parse(await readFile(file, 'utf8')), sentences);
      const now = new Date();
      await utimes(file, now, now);
      return found;
    } catch {
      return undefined;
    }
  }

  async put(key: string, found: Found): Promise<void> {
    const file = this.#fileOf(key);
    const temporary = `${file}.${process.pid}.partial`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(temporary, JSON.stringify(written(found)));
      await rename(temporary, file);
      if (this.#written++ % period === 0) await this.#prune();
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, `${key}.json`);
  }

  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= mostFiles) return;
    const used = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.#folder, name);
        return { file, time: (await stat(file)).mtimeMs };
      }),
    );
    // Some more than need be, so that it is not done each time.
    const old = used.sort((a, b) => b.time - a.time).slice(mostFiles - period);
    for (const { file } of old) await rm(file, { force: true });
  }
}

/** `mentions`: sentence, first word, end word, index of the type, score; one after the other. */
function written(found: Found) {
  const types = [...new Set(found.flatMap((entities) => entities.map(({ type }) => type)))];
  const mentions = found.flatMap((entities, sentence) =>
    entities.flatMap(({ start, end, type, score }) => [
      sentence,
      start,
      end,
      types.indexOf(type),
      Number(score.toFixed(6)),
    ]),
  );
  return { sentences: found.length, types, mentions };
}

function parse(content: unknown, sentences: readonly Sentence[]): Found | undefined {
  if (!isJsonObject(content) || content.sentences !== sentences.length) return undefined;
  const { types, mentions } = content;
  if (!Array.isArray(types) || !Array.isArray(mentions) || mentions.length % 5 !== 0) return undefined;
  const found: WordEntity[][] = sentences.map(() => []);
  for (let at = 0; at < mentions.length; at += 5) {
    const [sentence, start, end, typeIndex, score]: unknown[] = mentions.slice(at, at + 5);
    const words = sentences[Number(sentence)]?.words.length ?? 0;
    const type: unknown = types[Number(typeIndex)];
    if (!isWhole(sentence) || !isWhole(start) || !isWhole(end) || end > words || start >= end) return undefined;
    if (typeof type !== 'string' || typeof score !== 'number') return undefined;
    found[sentence]!.push({ start, end, type, score });
  }
  return found;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
