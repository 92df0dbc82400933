import path from 'node:path';
import type { FreezeConfig } from '../train/config/config.ts';
import { idOf, type MethodOptions } from '../train/config/method-options.ts';
import {
  headWays,
  type NamedCorpus,
  type NamedSchedule,
  type ScheduleName,
} from '../train/config/schedules/schedule.ts';
import { type Arguments, type OptionSpecs, UsageError } from './arguments.ts';
import { whole } from './training-options.ts';

/** Options of schedules beside the target. */
export const scheduleOptions: OptionSpecs = {
  auxiliary: { kind: 'paths', placeholder: 'DIR…', help: 'corpora that are to help; for best the candidates' },
  heads: {
    kind: 'value',
    placeholder: 'WAY',
    help: `what learns types of auxiliaries: ${headWays.join(', ')} (general for gerbera)`,
  },
  best: {
    kind: 'value',
    placeholder: 'K',
    help: 'how many of the candidates to train with, for best; gerbera transfer ranks them',
  },
  'sampling-weights': {
    kind: 'list',
    placeholder: 'C=W,…',
    help: 'corpora by their names that are drawn from W times as often as by size',
  },
  freeze: {
    kind: 'list',
    placeholder: 'S=L,…',
    help: 'in the stage S freeze embeddings and L layers, or encoder; S=L:E for the first E epochs',
  },
};

/** Folders of the command line, absolute, each once. */
export interface GivenFolders {
  readonly target: string;
  readonly auxiliaries: readonly string[];
}

/**
 * The schedule that the command line asks for.
 * @param options what is used of the target, and heads for types.
 * @throws UsageError for what no schedule could mean.
 */
export function givenSchedule(
  given: Arguments,
  schedule: ScheduleName,
  { target, auxiliaries }: GivenFolders,
  { map, target: use }: Pick<MethodOptions, 'map' | 'target'>,
): NamedSchedule {
  const heads = given.choice('heads', headWays);
  const best = whole(given, 'best', 1);
  const byType = (heads ?? (schedule === 'gerbera' ? 'general' : 'types')) !== 'general' && heads !== 'shared';
  const named = byType && Object.keys(map).length > 0 ? { heads: map } : {};
  const corpora = weighted(given, [
    { folder: target, ...use, heads: map },
    ...auxiliaries.map((folder) => ({ folder, ...named })),
  ]);
  const freeze = freezesOf(given);
  return {
    schedule,
    target: corpora[0] ?? { folder: target },
    auxiliaries: corpora.slice(1),
    ...(best === undefined ? {} : { best }),
    ...(heads === undefined ? {} : { heads }),
    ...(freeze === undefined ? {} : { freeze }),
  };
}

/** Corpora with their weights, by the names that they have in the configuration. */
function weighted(given: Arguments, corpora: readonly NamedCorpus[]): readonly NamedCorpus[] {
  const weights = new Map(
    (given.list('sampling-weights') ?? []).map((pair) => {
      const [, name = '', text = ''] = /^(.+)=([^=]+)$/.exec(pair) ?? [];
      const weight = Number(text);
      if (name !== '' && weight > 0 && Number.isFinite(weight)) return [name, weight];
      throw new UsageError(
        `--sampling-weights takes pairs such as wikigold=2, a corpus and a number above 0, not "${pair}"`,
      );
    }),
  );
  const ids: string[] = [];
  for (const corpus of corpora) ids.push(idOf(corpus, ids));
  const absent = [...weights.keys()].find((name) => !ids.includes(name));
  if (absent !== undefined)
    throw new UsageError(`--sampling-weights names "${absent}"; the corpora are ${ids.join(', ')}`);
  return corpora.map((corpus, index) => {
    const weight = weights.get(ids[index] ?? '');
    return weight === undefined ? corpus : { ...corpus, weight };
  });
}

function freezesOf(given: Arguments): Readonly<Record<string, readonly FreezeConfig[]>> | undefined {
  const pairs = given.list('freeze');
  if (!pairs) return undefined;
  const freeze: Record<string, FreezeConfig[]> = {};
  for (const pair of pairs) {
    const [, stage = '', layers, epochs] = /^([^=]+)=(encoder|\d{1,9})(?::([1-9]\d{0,8}))?$/.exec(pair) ?? [];
    if (layers === undefined) {
      throw new UsageError(`--freeze takes pairs such as target=6, target=encoder or target=6:2, not "${pair}"`);
    }
    const frozen = freeze[stage] ?? [];
    freeze[stage] = frozen;
    frozen.push({
      layers: layers === 'encoder' ? layers : Number(layers),
      ...(epochs === undefined ? {} : { epochs: Number(epochs) }),
    });
  }
  return freeze;
}

/** The folders that an option names, each once. */
export function foldersOf(given: Arguments, name: string): readonly string[] {
  return [...new Set((given.list(name) ?? []).map((place) => path.resolve(place)))];
}
