import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeFolderDurably } from '../../files/write-folder.ts';
import { writeStreamDurably } from '../../files/write-stream.ts';
import type { Split } from '../corpus.ts';
import type { AnnotatedDocument } from '../document.ts';
import type { CorpusForm, FormName, ReadOptions } from '../forms/form.ts';
import { type CorpusFile, type CorpusParts, corpusParts } from '../parts.ts';
import { LossTally, type ProblemSummary, ProblemTally } from '../problems.ts';
import type { Scheme } from '../scheme.ts';
import { mapDocument } from '../types/map-document.ts';
import type { TypeMapping } from '../types/mapping.ts';
import { mappingFileName } from '../types/mapping-file.ts';
import { checkTarget, formOfTarget } from './convert-target.ts';
import { writeDocumentFiles } from './write-documents.ts';

export interface ConvertOptions {
  /** The form of what is read; told from it if not given. */
  readonly from?: FormName;
  /** The form of what is written; by its name if not given. */
  readonly to?: FormName;
  /** The tagging scheme of forms with labels; IOB2 if not given. */
  readonly scheme?: Scheme;
  /** What types are called; those that it does not name keep their names. */
  readonly mapping?: TypeMapping;
  /** The entity type where the form gives none; `Entity` if not given. */
  readonly defaultType?: string;
  /** The labels that numbers stand for, where the form does not name them. */
  readonly labels?: readonly string[];
  /** Whether what is there already is replaced. */
  readonly force?: boolean;
  /** Stops, by rejecting with the signal's reason; nothing is written. */
  readonly signal?: AbortSignal;
  /** Told now and then how far it is. */
  readonly onProgress?: (progress: { readonly place: string; readonly documents: number }) => void;
}

/** A part that was written. */
export interface ConvertedPart {
  readonly split?: Split;
  /** What was read. */
  readonly place: string;
  readonly from: CorpusForm;
  /** What was written. */
  readonly written: string;
  readonly documents: number;
  readonly mentions: number;
}

/** What a conversion did. */
export interface Conversion {
  readonly to: CorpusForm;
  readonly parts: readonly ConvertedPart[];
  /** What is wrong with what was read. */
  readonly problems: ProblemSummary;
  /** What the form that was written could not hold, most frequent first. */
  readonly losses: ReadonlyMap<string, number>;
  /** What the mapping left out, most frequent first. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Types that the mapping names and the corpus has no mention of. */
  readonly absentTypes: readonly string[];
}

/** Documents between two reports of progress. */
const documentsPerReport = 1000;

/**
 * Writes a corpus in another form, one document at a time: a file, or a folder of a folder form, to one; a folder with
 * parts to a folder with `train`, `devel` and `test`, compressed where they were, in which a mapping that is kept with the
 * corpus stays with it, unless one is given. What is written appears whole or not at all.
 * @throws UserError if the form to write is not to tell, what is there already would be replaced without `force`, or it is
 *   the source itself; or naming file and line of what cannot be read.
 */
export async function convertCorpus(source: string, target: string, options: ConvertOptions = {}): Promise<Conversion> {
  const corpus = await corpusParts(source, options.from);
  const to = formOfTarget(corpus, target, options.to);
  await checkTarget(corpus, source, target, to, options.force ?? false);
  const job = new Job(to, options, await typesToCome(corpus, to, options));
  const [only] = corpus.parts;
  if (only && only.split === undefined) await job.writePart(only, target);
  else {
    await writeFolderDurably(target, async (folder) => {
      for (const part of corpus.parts) await job.writePart(part, path.join(folder, partName(part, to)), target);
      const kept = path.join(source, mappingFileName);
      if (!options.mapping && existsSync(kept)) copyFileSync(kept, path.join(folder, mappingFileName));
    });
  }
  return {
    to,
    parts: job.parts,
    problems: job.problems.summary(),
    losses: job.losses.counts(),
    leftOut: job.leftOut.counts(),
    absentTypes: Object.keys(options.mapping ?? {}).filter((type) => type !== '*' && !job.types.has(type)),
  };
}

/** What a part is called: as its split, with the first ending of its form. */
function partName({ split = 'train', place, form }: CorpusFile, to: CorpusForm): string {
  if (to.kind === 'folder') return split;
  const zipped = to.name !== 'parquet' && form.kind === 'file' && place.toLowerCase().endsWith('.gz');
  return `${split}.${to.endings[0]}${zipped ? '.gz' : ''}`;
}

/** The types of all parts, sorted, by the names that are written: forms that number labels number them alike then. */
async function typesToCome(
  { parts }: CorpusParts,
  to: CorpusForm,
  { mapping = {}, ...options }: ConvertOptions,
): Promise<readonly string[] | undefined> {
  if (to.name !== 'parquet') return undefined;
  const types = new Set<string>();
  for (const { place, form } of parts) {
    for await (const document of form.read(place, readOptions(options))) {
      for (const { type } of mapDocument(document, mapping, new LossTally()).mentions) types.add(type);
    }
  }
  return [...types].sort();
}

function readOptions({ defaultType, labels, signal }: ConvertOptions): ReadOptions {
  return {
    ...(defaultType === undefined ? {} : { defaultType }),
    ...(labels ? { labels } : {}),
    ...(signal ? { signal } : {}),
  };
}

/** Writes parts, and counts what was lost with them. */
class Job {
  readonly losses = new LossTally();
  readonly leftOut = new LossTally();
  /** That what was read has, by its own names. */
  readonly types = new Set<string>();
  readonly problems = new ProblemTally();
  readonly parts: ConvertedPart[] = [];
  readonly #to: CorpusForm;
  readonly #options: ConvertOptions;
  readonly #types: readonly string[] | undefined;

  constructor(to: CorpusForm, options: ConvertOptions, types: readonly string[] | undefined) {
    this.#to = to;
    this.#options = options;
    this.#types = types;
  }

  /** @param folder the folder that will hold it, where it is written elsewhere first. */
  async writePart(part: CorpusFile, written: string, folder?: string): Promise<void> {
    const { scheme, signal } = this.#options;
    const counts = { documents: 0, mentions: 0 };
    const documents = this.#documents(part, counts);
    const to = this.#to;
    if (to.kind === 'folder') {
      const write = (place: string) => writeDocumentFiles(documents, to, place, this.losses, signal);
      if (folder === undefined) await writeFolderDurably(written, write);
      else {
        mkdirSync(written);
        await write(written);
      }
    } else {
      const encoding = {
        losses: this.losses,
        ...(scheme ? { scheme } : {}),
        ...(this.#types ? { types: this.#types } : {}),
      };
      await writeStreamDurably(written, to.encode(documents, encoding), signal ? { signal } : {});
    }
    const { split, place, form } = part;
    const name = folder === undefined ? written : path.join(folder, path.basename(written));
    this.parts.push({ ...(split ? { split } : {}), place, from: form, written: name, ...counts });
  }

  async *#documents(
    { place, form }: CorpusFile,
    counts: { documents: number; mentions: number },
  ): AsyncGenerator<AnnotatedDocument, void, undefined> {
    const { mapping, onProgress } = this.#options;
    const reading = { ...readOptions(this.#options), onProblem: this.problems.add.bind(this.problems) };
    for await (const given of form.read(place, reading)) {
      if (mapping) for (const { type } of given.mentions) this.types.add(type);
      const document = mapping ? mapDocument(given, mapping, this.leftOut) : given;
      counts.documents++;
      counts.mentions += document.mentions.length;
      if (counts.documents % documentsPerReport === 0) onProgress?.({ place, documents: counts.documents });
      yield document;
    }
  }
}
