import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { writeTextDurably } from '../../../files/durable.ts';
import { writeStreamDurably } from '../../../files/write-stream.ts';
import type { Complaints } from '../complaints.ts';
import { linesOf } from '../entities.ts';
import type { Reading } from '../reading.ts';
import type { PartRecord, Shard, ShardFolder } from './plan.ts';
import type { ShardInputs } from './shard-inputs.ts';

/** What a shard is annotated with. */
export interface ShardReading {
  readonly inputs: ShardInputs;
  readonly complaints: Complaints;
  readonly reading: Reading;
  /** Whether lines of entities are asked for, rather than documents. */
  readonly entities: boolean;
  readonly signal: AbortSignal;
}

/**
 * Annotates a shard, and notes it as done once all that was found in it is on the disk: another attempt at the same shard
 * writes a file of its own, and one of them is noted.
 * @throws UserError if a document could not be read or is missing.
 */
export async function annotateShard(
  folder: ShardFolder,
  shard: Shard,
  { inputs, complaints, reading, entities, signal }: ShardReading,
): Promise<void> {
  mkdirSync(folder.parts, { recursive: true });
  const attempt = `${shard.id}.${randomBytes(6).toString('hex')}`;
  const name = `${attempt}.jsonl`;
  const hash = createHash('sha256');
  let bytes = 0;
  let written = 0;
  async function* documents(): AsyncGenerator<string> {
    for await (const document of reading.documents()) {
      written++;
      yield `${JSON.stringify(document)}\n`;
    }
  }
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const text of entities ? linesOf(reading.entities()) : documents()) {
      const chunk = Buffer.from(text);
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await writeStreamDurably(path.join(folder.parts, name), hashed(), { signal });
  if (complaints.exitCode !== 0) throw new UserError(`shard ${shard.id}: a document of it could not be read`);
  const count = entities ? inputs.documents : written;
  if (count !== shard.documents || inputs.documents !== shard.documents) {
    throw new UserError(
      `shard ${shard.id}: ${count} documents of ${shard.documents}; ${folder.documents} is not what it was: remove ${folder.folder}, and start again`,
    );
  }
  const part: PartRecord = { file: name, bytes, sha256: hash.digest('hex'), documents: count };
  writeTextDurably(folder.partFile(shard.id), `${JSON.stringify(part)}\n`);
}
