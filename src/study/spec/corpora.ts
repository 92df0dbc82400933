import path from 'node:path';
import { quoted } from '../../core/quote.ts';
import { isHeadName } from '../../train/config/heads.ts';
import { readOnlyWithMentions } from '../../train/config/parse-config.ts';
import type { ItemReader, ObjectReader } from '../../train/config/reader.ts';
import type { StudyAuxiliary, StudyCorpus } from '../study.ts';
import { isStudyName, nameRule, repeatedName } from './names.ts';

/** What stands for every target, as an auxiliary of the others. */
const others = 'others';

/** Finds corpora by the names that a study gives them, or by folders below its root. */
export class CorpusNames {
  readonly #root: string;
  readonly #named = new Map<string, StudyCorpus>();

  /** @param reader of the whole study; its key `corpora` is read. */
  constructor(reader: ObjectReader, root: string) {
    this.#root = root;
    const named = reader.has('corpora') ? reader.object('corpora') : undefined;
    for (const name of named?.keys() ?? []) {
      if (!isStudyName(name) || name === others) throw named?.wrong(name, name, nameRule);
      if (typeof named?.any(name) === 'string') {
        this.#named.set(name, { name, folder: this.#folder(named.string(name)) });
        continue;
      }
      const given = named?.object(name);
      if (!given) continue;
      this.#named.set(name, { name, folder: this.#folder(given.string('folder')), ...readUse(given) });
      given.done();
    }
  }

  /** A corpus by its name or folder, or an object with either and more. */
  read(item: ItemReader, reader: ObjectReader, key: string): StudyCorpus {
    if (typeof item.value === 'string') return this.#find(item.string(), reader, key);
    const given = item.object();
    const corpus = this.#find(given.string('corpus'), given, 'corpus');
    const name = given.has('name') ? given.string('name') : corpus.name;
    if (!isStudyName(name) || name === others) throw given.wrong('name', name, nameRule);
    const read = { ...corpus, ...readUse(given), name };
    given.done();
    return read;
  }

  #find(name: string, reader: ObjectReader, key: string): StudyCorpus {
    const known = this.#named.get(name);
    if (known) return known;
    const folder = this.#folder(name);
    const last = path.basename(folder);
    if (!isStudyName(last)) throw reader.error(`${quoted(name)} needs a name of its own in "corpora"; ${nameRule}`);
    const other = this.#named.get(last);
    if (other && other.folder !== folder) throw reader.wrong(key, name, `${last}, which is ${other.folder}`);
    return { name: last, folder };
  }

  #folder(place: string): string {
    return path.resolve(this.#root, place);
  }
}

/** @throws UserError if there is none, or two are called alike. */
export function readTargets(reader: ObjectReader, names: CorpusNames): readonly StudyCorpus[] {
  const targets = reader.list('targets', (item) => names.read(item, reader, 'targets'));
  if (targets.length === 0) throw reader.wrong('targets', [], 'a list of at least one corpus');
  const twice = repeatedName(targets.map(({ name }) => name));
  if (twice !== undefined) throw reader.error(`targets: there are two called ${twice}; give one another name`);
  return targets;
}

/** Corpora by themselves, sets of them with a name, and `others`: each target by itself, whole. */
export function readAuxiliaries(
  reader: ObjectReader,
  names: CorpusNames,
  targets: readonly StudyCorpus[],
): readonly StudyAuxiliary[] {
  const whole = targets.map(wholeCorpus);
  const alone = (corpus: StudyCorpus): StudyAuxiliary => ({ name: corpus.name, corpora: [corpus] });
  const auxiliaries = reader
    .list(
      'auxiliaries',
      (item): readonly StudyAuxiliary[] => {
        if (item.value === others) return whole.map(alone);
        const isSet = typeof item.value === 'object' && item.value !== null && 'corpora' in item.value;
        return isSet ? [readSet(item.object(), names, whole)] : [alone(names.read(item, reader, 'auxiliaries'))];
      },
      true,
    )
    .flat();
  const twice = repeatedName(auxiliaries.map(({ name }) => name));
  if (twice !== undefined) throw reader.error(`auxiliaries: there are two called ${twice}; give one another name`);
  return auxiliaries;
}

/** A target as an auxiliary: with every training sentence, but for a corpus that has only those with a mention everywhere. */
function wholeCorpus({ onlyWithMentions, ...corpus }: StudyCorpus): StudyCorpus {
  return onlyWithMentions === 'everywhere' ? { ...corpus, onlyWithMentions } : corpus;
}

function readSet(given: ObjectReader, names: CorpusNames, targets: readonly StudyCorpus[]): StudyAuxiliary {
  const name = given.string('name');
  if (!isStudyName(name) || name === others) throw given.wrong('name', name, nameRule);
  const corpora = given
    .list('corpora', (item) => (item.value === others ? targets : [names.read(item, given, 'corpora')]))
    .flat();
  if (corpora.length === 0) throw given.wrong('corpora', [], 'a list of at least one corpus');
  const twice = repeatedName(corpora.map((corpus) => corpus.name));
  if (twice !== undefined) throw given.error(`corpora: ${twice} comes twice`);
  given.done();
  return { name, corpora };
}

/** How a corpus is used: one head for all its types, or a head for each. */
function readUse(given: ObjectReader): Pick<StudyCorpus, 'heads' | 'onlyWithMentions'> {
  return {
    ...(given.has('heads') ? { heads: readHeads(given) } : {}),
    ...(given.has('onlyWithMentions') ? { onlyWithMentions: readOnlyWithMentions(given) } : {}),
  };
}

function readHeads(given: ObjectReader): Readonly<Record<string, string>> {
  const rule = 'a name for a head: letters, digits, "-" and "_"';
  const single = given.any('heads');
  if (typeof single === 'string') {
    if (!isHeadName(single)) throw given.wrong('heads', single, rule);
    return { '*': single };
  }
  const heads = given.object('heads');
  return Object.fromEntries(
    heads.keys().map((type) => {
      const head = heads.string(type);
      if (!isHeadName(head)) throw heads.wrong(type, head, rule);
      return [type, head];
    }),
  );
}
