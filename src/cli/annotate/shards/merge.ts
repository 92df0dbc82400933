import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../core/errors.ts';
import type { AnnotatedDocument } from '../../../corpus/document.ts';
import type { ConceptPages } from '../../../corpus/html/article.ts';
import { LossTally } from '../../../corpus/problems.ts';
import { readLines } from '../../../files/lines.ts';
import type { Terminal } from '../../terminal.ts';
import { writeDocuments } from '../documents.ts';
import { writeText } from '../entities.ts';
import type { GivenForms } from '../form-options.ts';
import type { PartRecord, ShardFolder, ShardPlan } from './plan.ts';

/**
 * Brings together what was found in all shards, and writes it as it would have been written by one machine.
 * @param concepts what a page shows of them.
 * @throws UserError naming a shard that is not done or whose part is damaged; what `writeDocuments` throws.
 */
export async function mergeShards(
  folder: ShardFolder,
  plan: ShardPlan,
  { format, out }: Pick<GivenForms, 'format' | 'out'>,
  terminal: Terminal,
  concepts?: ConceptPages,
): Promise<void> {
  // Nothing could be read: what was there stays.
  if (plan.shards.length === 0 && plan.exitCode !== 0) return;
  const parts = checkedParts(folder, plan);
  if (parts.length > 0) removeLeftovers(folder, parts);
  if (format === 'entities') {
    await writeText(mergedEntities(folder, parts), out, terminal);
    return;
  }
  const losses = new LossTally();
  for (const [what, count] of Object.entries(plan.losses)) losses.add(what, count);
  const read = { losses, readsCorpora: plan.readsCorpora };
  await writeDocuments(mergedDocuments(folder, parts), format, out, read, plan, terminal, concepts);
}

/**
 * The parts of all shards, in the order of the input.
 * @throws UserError naming a shard that is not done, or of which not all documents are there.
 */
function checkedParts(folder: ShardFolder, { shards }: ShardPlan): readonly PartRecord[] {
  return shards.map(({ id, documents }) => {
    const part = folder.part(id);
    if (!part) throw new UserError(`${folder.folder}: shard ${id} is not done; the same command goes on with it`);
    const size = statSync(path.join(folder.parts, part.file), { throwIfNoEntry: false })?.size;
    if (part.documents !== documents || size !== part.bytes) throw damaged(folder, part);
    return part;
  });
}

/** Removes what attempts left that were not the ones to be noted. */
function removeLeftovers(folder: ShardFolder, parts: readonly PartRecord[]): void {
  const noted = new Set(parts.map(({ file }) => file));
  for (const name of readdirSync(folder.parts)) {
    if (/\.jsonl(\.partial)?$/.test(name) && !noted.has(name)) rmSync(path.join(folder.parts, name), { force: true });
  }
}

/** Lines of entities of all shards. @throws UserError if a part is not what its task wrote. */
async function* mergedEntities(
  folder: ShardFolder,
  parts: readonly PartRecord[],
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const part of parts) {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path.join(folder.parts, part.file)) as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      yield chunk;
    }
    if (hash.digest('hex') !== part.sha256) throw damaged(folder, part);
  }
}

/** Documents of all shards with what was found in them. @throws UserError if a part is not what its task wrote. */
async function* mergedDocuments(
  folder: ShardFolder,
  parts: readonly PartRecord[],
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  for (const part of parts) {
    let found = '';
    const onHash = (sha256: string) => {
      found = sha256;
    };
    for await (const { texts } of readLines(path.join(folder.parts, part.file), onHash)) {
      for (const text of texts) if (text !== '') yield JSON.parse(text);
    }
    if (found !== part.sha256) throw damaged(folder, part);
  }
}

function damaged({ parts }: ShardFolder, { file }: PartRecord): UserError {
  const [id = ''] = file.split('.');
  return new UserError(
    `${path.join(parts, file)}: is not what its task wrote; remove ${path.join(parts, `${id}.json`)}, and start again`,
  );
}
