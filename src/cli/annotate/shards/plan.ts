import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { isJsonObject } from '../../../core/json.ts';
import { writeTextDurably } from '../../../files/durable.ts';

/** A stretch of the file of documents that one task reads. */
export interface Shard {
  /** `0000`, in the order of the input. */
  readonly id: string;
  /** In bytes of `documents.jsonl`. */
  readonly start: number;
  readonly end: number;
  /** Papers and documents of corpora in it. */
  readonly documents: number;
}

/** What is to be annotated, as it was read and divided: `shards.json`. */
export interface ShardPlan {
  /** The inputs and options: another command does not go on with this one. */
  readonly command: readonly string[];
  readonly shards: readonly Shard[];
  /** 1 if an input could not be read. */
  readonly exitCode: 0 | 1;
  readonly readsCorpora: boolean;
  /** What documents lose by being read. */
  readonly losses: Readonly<Record<string, number>>;
}

/** What a task says of its shard: `parts/ID.json`. */
export interface PartRecord {
  /** The file of what was found, in `parts`; of its own for each attempt, so that two at once do not mix. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly documents: number;
}

/** The folder of a job of annotation, which all nodes share. */
export class ShardFolder {
  readonly folder: string;

  /** @param folder absolute. */
  constructor(folder: string) {
    this.folder = folder;
  }

  get documents(): string {
    return path.join(this.folder, 'documents.jsonl');
  }

  get parts(): string {
    return path.join(this.folder, 'parts');
  }

  /** The folder of the tasks. */
  get job(): string {
    return path.join(this.folder, 'job');
  }

  /** @returns undefined if nothing was divided yet. @throws UserError naming the file if it is damaged. */
  plan(): ShardPlan | undefined {
    return this.#read<ShardPlan>(this.#planFile, ['command', 'shards', 'losses']);
  }

  notePlan(plan: ShardPlan): void {
    writeTextDurably(this.#planFile, `${JSON.stringify(plan)}\n`);
  }

  partFile(id: string): string {
    return path.join(this.parts, `${id}.json`);
  }

  /** @returns undefined if its task is not done. @throws UserError naming the file if it is damaged. */
  part(id: string): PartRecord | undefined {
    return this.#read<PartRecord>(this.partFile(id), ['file', 'bytes', 'sha256', 'documents']);
  }

  get #planFile(): string {
    return path.join(this.folder, 'shards.json');
  }

  #read<Value>(file: string, keys: readonly (keyof Value & string)[]): Value | undefined {
    if (!existsSync(file)) return undefined;
    const value = parsed(readFileSync(file, 'utf8'));
    if (isJsonObject(value) && keys.every((key) => Object.hasOwn(value, key))) return value as Value;
    throw new UserError(`${file}: is damaged; remove ${this.folder}, and start again`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
