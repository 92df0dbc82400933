import * as v from 'valibot';
import { list, text } from '../../../../src/protocol/schema.ts';
import { type TrainingRequest, trainingMethods } from '../../../../src/protocol/training.ts';

/** What stands in the form, wrong as it may be. */
export const formState = v.object({
  method: v.picklist(trainingMethods),
  /** Empty where none was chosen: the first that fits is taken. */
  base: text,
  /** Empty where none was chosen. */
  target: text,
  generals: list(text),
  corpora: list(text),
  /** Those of `corpora` that a stage of their own follows for. */
  alone: list(text),
  /** Empty where none was given: a name is made. */
  output: text,
  /** What was entered for hyper-parameters, by the fields' names; absent where nothing was. */
  hyper: v.record(text, text),
});
export type FormState = v.InferOutput<typeof formState>;

export const emptyForm: FormState = {
  method: 'gerbera',
  ...{ base: '', target: '', generals: [], corpora: [], alone: [], output: '', hyper: {} },
};

/** The corpora that a form's method uses. */
export function corporaOf(state: FormState): { targets: string[]; generals: string[]; corpora: string[] } {
  const { method, target, generals, corpora, alone } = state;
  const targets = target === '' ? [] : [target];
  if (method === 'single') return { targets, generals: [], corpora: [] };
  if (method === 'gerbera') return { targets, generals: [...generals], corpora: [] };
  return { targets: corpora.filter((place) => alone.includes(place)), generals: [...generals], corpora: [...corpora] };
}

/** The form of a request that was put together elsewhere. */
export function formOf({ method, base, targets, generals, corpora, output, hyper }: TrainingRequest): FormState {
  const multi = method === 'multi';
  return {
    ...{ method, base, generals, output },
    target: multi ? '' : (targets[0] ?? ''),
    corpora: multi ? [...new Set([...corpora, ...targets])] : [],
    alone: multi ? targets : [],
    hyper: enteredOf(hyper),
  };
}

/** The fields' texts of hyper-parameters. */
function enteredOf(hyper: TrainingRequest['hyper']): Record<string, string> {
  const { epochs = [], learningRates = [], batch, batchTokens, ...others } = hyper;
  const entries = [
    ...epochs.slice(0, 2).map((value, stage) => [`epochs${stage + 1}`, value]),
    ...learningRates.slice(0, 2).map((value, stage) => [`learningRate${stage + 1}`, value]),
    ...(batch === undefined
      ? []
      : [
          ['batch', batch],
          ['batchUnit', 'sentences'],
        ]),
    ...(batchTokens === undefined
      ? []
      : [
          ['batch', batchTokens],
          ['batchUnit', 'tokens'],
        ]),
    ...Object.entries(others).filter(([, value]) => value !== undefined),
  ];
  return Object.fromEntries(entries.map(([name, value]) => [String(name), String(value)]));
}
