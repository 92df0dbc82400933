import { standardType } from '../../corpus/types/type-names.ts';
import type { CorpusPart, CorpusSummary, ListedModel } from '../../protocol.ts';
import { t } from '../texts.ts';

/** Parts in the order of what people evaluate on; the first is the one that is offered. */
const preference = ['test', 'devel', 'train'];

/** The part that is offered first: the test part, else the nearest to it that can be scored. */
export function preferredPart(parts: readonly CorpusPart[], last: string | undefined): CorpusPart | undefined {
  const ranked = [...parts].sort((a, b) => rank(a) - rank(b));
  const usable = ranked.filter((part) => partProblem(part) === undefined);
  return usable.find(({ split }) => split === last) ?? usable[0] ?? ranked[0];
}

function rank({ split = '' }: CorpusPart): number {
  return preference.indexOf(split);
}

/** Why a part cannot be evaluated. */
export function partProblem({ problem, mentions, complete, split, place }: CorpusPart): string | undefined {
  if (problem !== undefined) return problem;
  if (Object.keys(mentions).length > 0 || !complete) return undefined;
  return t(
    '{0} has no labelled mention: nothing can be scored on it',
    split === undefined ? place : t('the part {0}', split),
  );
}

/** `230 documents · Disease 960, Chemical 12`. */
export function partDetail(part: CorpusPart): string {
  const { documents, mentions, complete, form } = part;
  const problem = partProblem(part);
  if (problem !== undefined) return `$(warning) ${problem}`;
  const count = (value: number) => `${value.toLocaleString('en')}${complete ? '' : '+'}`;
  const types = Object.entries(mentions).sort(([, a], [, b]) => b - a);
  const most = types.slice(0, 5).map(([type, number]) => `${type} ${count(number)}`);
  const others = types.length > most.length ? [t('{0} other types', types.length - most.length)] : [];
  const counted = documents === 1 ? t('{0} document', count(1)) : t('{0} documents', count(documents));
  return [form, counted, [...most, ...others].join(', ')].join(' · ');
}

/** The names under which mentions of a part would be scored with a model, in the order of its types. */
export function scoredTypes(
  corpus: CorpusSummary,
  part: CorpusPart,
  model: Pick<ListedModel, 'types'>,
): readonly string[] {
  const names = new Set(Object.keys(part.mentions).flatMap((type) => corpus.mapping[type] ?? []));
  return [...new Set(model.types.flatMap((type) => [type, standardType(type)].find((name) => names.has(name)) ?? []))];
}

/** Why a model cannot be evaluated on a part. */
export function modelProblem(corpus: CorpusSummary, part: CorpusPart, model: ListedModel): string | undefined {
  if (model.broken) return t('{0} cannot be loaded: {1}', model.name, model.description);
  // Types may come after the beginning that was counted.
  if (!part.complete || scoredTypes(corpus, part, model).length > 0) return undefined;
  const [first = 'TYPE'] = Object.keys(part.mentions);
  const example = JSON.stringify({ [first]: model.types[0] ?? 'Type' });
  return t(
    '{0} finds none of the types of {1}: it finds {2}; the corpus has {3}. Where they mean the same, say so in a file mapping.json beside the corpus, as in {4}',
    ...[model.name, corpus.name, model.types.join(', '), Object.keys(part.mentions).join(', '), example],
  );
}
