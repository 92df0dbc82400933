import { createHash } from 'node:crypto';
import { readCorpus } from '../../corpus/read.ts';
import { modelHashes } from '../../train/run/open-model.ts';
import { openBase } from '../../train/start/open-base.ts';
import type { StudySpec } from '../study.ts';

/** What a study needs to know of a corpus. */
export interface ReadStudyCorpus {
  /** SHA-256 over the hashes of its files' bytes. */
  readonly hash: string;
  /** SHA-256 of its files' bytes, by part. */
  readonly files: Readonly<Record<string, string>>;
  readonly types: readonly string[];
  /** Whether it has a devel part with mentions. */
  readonly devel: boolean;
  /** Training sentences. */
  readonly sentences: number;
}

/** What a study's paths lead to. */
export interface StudyContents {
  readonly base: { readonly hash: string; readonly hidden: number };
  /** By their folders. */
  readonly corpora: ReadonlyMap<string, ReadStudyCorpus>;
}

/**
 * Reads the base and every corpus of a study.
 * @throws UserError naming the folder or file that cannot be read.
 */
export async function readContents(spec: StudySpec, signal?: AbortSignal): Promise<StudyContents> {
  const opened = await openBase(spec.base);
  opened.close();
  const files = await modelHashes({ base: spec.base, stages: [] });
  const folders = [...spec.targets, ...spec.auxiliaries.flatMap(({ corpora }) => corpora)].map(({ folder }) => folder);
  const corpora = new Map<string, ReadStudyCorpus>();
  for (const folder of new Set(folders)) {
    const { types, parts } = await readCorpus(folder, signal ? { signal } : {});
    const files = Object.entries(parts).map(([part, { sha256 }]) => [part, sha256] as const);
    corpora.set(folder, {
      hash: hashOf(files),
      files: Object.fromEntries(files),
      types,
      devel: parts.devel !== undefined && parts.devel.types.length > 0,
      sentences: parts.train?.sentences.length ?? 0,
    });
  }
  return {
    base: { hash: hashOf(files.map(({ part, sha256 }) => [part, sha256])), hidden: opened.encoder.hidden },
    corpora,
  };
}

/** Of names with hashes, whatever their order. */
function hashOf(parts: readonly (readonly [name: string, sha256: string])[]): string {
  const sorted = parts.map(([name, sha256]) => `${name} ${sha256}\n`).sort();
  return createHash('sha256').update(sorted.join('')).digest('hex');
}
