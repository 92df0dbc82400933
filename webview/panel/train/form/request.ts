import type { TrainingBase, TrainingRequest } from '../../../../src/protocol/training.ts';
import { t } from '../../../texts.ts';
import { type CorpusUse, choiceProblems, findingsOf, type KnownCorpus } from './corpus-check.ts';
import type { HyperContext, HyperName } from './hyper-fields.ts';
import { hyperOf } from './hyper-values.ts';
import { outputProblem, suggestedName, type Taken } from './output-name.ts';
import { corporaOf, type FormState } from './state.ts';

/** What the form knows besides what stands in it. */
export interface FormKnowledge {
  readonly bases: readonly TrainingBase[];
  readonly taken: Taken;
  readonly corpus: (place: string) => KnownCorpus;
}

/** The parts of the form that something may be wrong with. */
export type FormPart = 'base' | 'target' | 'general' | 'corpora' | 'output' | HyperName;

export interface FormReading {
  /** What is asked for; absent while something is wrong, or a corpus has not been read. */
  readonly request?: TrainingRequest;
  readonly problems: ReadonlyMap<FormPart, string>;
  /** Whether a corpus is being read. */
  readonly waiting: boolean;
  readonly hyper: HyperContext;
  readonly base: TrainingBase | undefined;
  readonly output: string;
}

/** What a form asks for, or what is wrong with it. */
export function readForm(state: FormState, knowledge: FormKnowledge): FormReading {
  const { method } = state;
  const places = corporaOf(state);
  const base = baseOf(state.base, knowledge.bases);
  const hyperContext = { method, base, stages: stagesOf(state) };
  const { hyper, problems: wrong } = hyperOf(state.hyper, hyperContext);
  const main = method === 'multi' ? places.corpora : places.targets;
  const output = state.output.trim() || (main.length > 0 ? suggestedName(main, method, knowledge.taken) : '');
  const used = [...new Set([...places.targets, ...places.generals, ...places.corpora])];
  const problems = new Map<FormPart, string>([...wrong, ...choiceProblems(method, places, knowledge.corpus)]);
  if (!base) problems.set('base', t('Choose the model to start from.'));
  const refused = main.length > 0 || state.output.trim() !== '' ? outputProblem(output, knowledge.taken) : undefined;
  if (refused !== undefined) problems.set('output', refused);
  for (const part of badParts(state, knowledge.corpus)) {
    if (!problems.has(part))
      problems.set(part, t('A corpus cannot be trained on as it is: what is missing stands beside it.'));
  }
  const known = used.map((place) => knowledge.corpus(place));
  const waiting = known.some(({ corpus, problem }) => corpus === undefined && problem === undefined);
  const request =
    base && problems.size === 0 && !waiting ? { method, base: base.base, ...places, output, hyper } : undefined;
  return { ...(request ? { request } : {}), problems, waiting, hyper: hyperContext, base, output };
}

/** The base that is chosen; the embedded encoder, else the first one, where none is. */
export function baseOf(chosen: string, bases: readonly TrainingBase[]): TrainingBase | undefined {
  if (chosen !== '') return bases.find(({ base }) => base === chosen);
  return bases.find(({ embedded, types }) => embedded && types.length === 0) ?? bases[0];
}

/** The stages that a form's method has, by the names that the trainer gives them. */
function stagesOf(state: FormState): readonly string[] {
  if (state.method === 'single') return ['target'];
  if (state.method === 'gerbera') return ['multi-task', 'target'];
  return corporaOf(state).targets.length > 0 ? ['multi-task', 'alone'] : ['multi-task'];
}

/** The parts of the form with a corpus that cannot be trained on. */
function badParts(state: FormState, known: (place: string) => KnownCorpus): readonly CorpusUse[] {
  const { targets, generals, corpora } = corporaOf(state);
  const isBad = (place: string, use: CorpusUse) =>
    findingsOf(known(place), use, targets.includes(place)).errors.length > 0;
  const bad: readonly [CorpusUse, boolean][] = [
    ['target', state.method !== 'multi' && targets.some((place) => isBad(place, 'target'))],
    ['general', generals.some((place) => isBad(place, 'general'))],
    ['corpora', corpora.some((place) => isBad(place, 'corpora'))],
  ];
  return bad.filter(([, is]) => is).map(([use]) => use);
}
