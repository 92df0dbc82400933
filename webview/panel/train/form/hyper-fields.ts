import { deviceName } from '../../../../src/protocol/device-name.ts';
import { hyperParameters, type TrainingBase, type TrainingMethod } from '../../../../src/protocol/training.ts';
import { t } from '../../../texts.ts';
import { numberText } from '../../words.ts';
import { scheduleName, stageName } from '../names.ts';

const hyperNames = [
  ...(['epochs1', 'learningRate1', 'epochs2', 'learningRate2', 'batch', 'batchUnit', 'maxLength', 'patience'] as const),
  ...(['fraction', 'alpha', 'accumulate', 'maxSteps'] as const),
  ...(['schedule', 'warmup', 'weightDecay', 'dropout', 'layerDecay', 'labelSmoothing'] as const),
  ...(['seed', 'device', 'threads', 'memory', 'weights', 'test'] as const),
];
export type HyperName = (typeof hyperNames)[number];

export interface HyperField {
  readonly name: HyperName;
  readonly label: string;
  /** What it does. */
  readonly note: string;
  /** What holds where nothing is entered, as it would be entered; absent where the base or the machine decides. */
  readonly standard?: string;
  /** What says so in the field then. */
  readonly placeholder?: string;
  /** What can be chosen, where it is no number: values with what they are called. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
}

export interface HyperGroup {
  readonly title: string;
  readonly fields: readonly HyperField[];
}

/** What there is to set for a method. */
export interface HyperContext {
  readonly method: TrainingMethod;
  readonly base: TrainingBase | undefined;
  /** The names of the stages, one or two: all that follow the first have the same settings. */
  readonly stages: readonly string[];
}

/** The fields, with their defaults for a base. */
export function hyperGroups(context: HyperContext): readonly HyperGroup[] {
  return [
    { title: t('Learning'), fields: [...stageFields(context), ...learningFields(context)] },
    { title: t('Data'), fields: dataFields(context) },
    { title: t('Optimizer'), fields: optimizerFields() },
    { title: t('Machine'), fields: machineFields() },
  ];
}

function stageFields({ base, stages }: HyperContext): readonly HyperField[] {
  const epochs = ['epochs1', 'epochs2'] as const;
  const rates = ['learningRate1', 'learningRate2'] as const;
  return stages.slice(0, 2).flatMap((stage, place): readonly HyperField[] => {
    const of = (label: string) =>
      stages.length > 1 ? t('{0}, stage {1}: {2}', label, place + 1, stageName(stage)) : label;
    const [epoch, rate] = [base?.defaults.epochs[place], base?.defaults.learningRates[place]];
    return [
      {
        name: epochs[place] ?? 'epochs1',
        label: of(t('Epochs')),
        note: t('How often all sentences are read at most; the best epoch on devel is kept. The paper: 20, then 10.'),
        ...standardOf(epoch),
      },
      {
        name: rates[place] ?? 'learningRate1',
        label: of(t('Learning rate')),
        note: t(
          'How far an update goes, at its height. The paper, for BERT of 12 layers: 3e-5. Small models need more.',
        ),
        ...standardOf(rate),
      },
    ];
  });
}

function learningFields({ base }: HyperContext): readonly HyperField[] {
  const batch = base?.defaults.batch;
  return [
    {
      name: 'batch',
      label: t('Batch'),
      note: t('What one step reads. The paper: 16 sentences.'),
      ...(batch ? standardOf('tokens' in batch ? batch.tokens : batch.sentences) : {}),
    },
    {
      name: 'batchUnit',
      label: t('Counted in'),
      note: t('By tokens, sentences of like length come together, which spares padding.'),
      standard: batch && 'tokens' in batch ? 'tokens' : 'sentences',
      choices: [
        ['sentences', t('sentences')],
        ['tokens', t('tokens')],
      ],
    },
    {
      name: 'maxLength',
      label: t('Longest input'),
      note: t('In tokens; longer sentences are read in overlapping windows. The paper: 128.'),
      ...standardOf(base?.defaults.maxLength),
    },
    {
      name: 'patience',
      label: t('Patience'),
      note: t('A stage ends after so many epochs without a better one on devel; 0 to go through all.'),
      ...standardOf(base?.defaults.patience),
    },
  ];
}

function dataFields({ method }: HyperContext): readonly HyperField[] {
  const alpha: HyperField = {
    name: 'alpha',
    label: t('Sampling alpha'),
    note: t('Corpora are drawn from in proportion to their size to this power: 1 as large as they are, 0 all alike.'),
    standard: method === 'multi' ? '0.5' : '1',
  };
  return [
    {
      name: 'fraction',
      label: t('Share of the training sentences'),
      note: t('Of the target corpus: 0.1 shows what a tenth of the labelling work would give.'),
      standard: '1',
    },
    ...(method === 'single' ? [] : [alpha]),
    {
      name: 'accumulate',
      label: t('Batches to an update'),
      note: t('Gradients of so many batches make one update: a larger batch in the same memory.'),
      standard: '1',
    },
    {
      name: 'maxSteps',
      label: t('Updates at most'),
      note: t('Of each stage: a short trial run.'),
      placeholder: t('no limit'),
    },
  ];
}

function optimizerFields(): readonly HyperField[] {
  const schedules = hyperParameters.entries.schedule.wrapped.options;
  return [
    {
      name: 'schedule',
      label: t('Schedule'),
      note: t('How the learning rate falls after the warm-up.'),
      standard: 'linear',
      choices: schedules.map((schedule) => [schedule, scheduleName(schedule)] as const),
    },
    {
      name: 'warmup',
      label: t('Warm-up'),
      note: t('The share of all updates over which the learning rate rises, or their number from 1 on.'),
      standard: '0.1',
    },
    {
      name: 'weightDecay',
      label: t('Weight decay'),
      note: t('Pulls weights towards 0, but for biases and normalization.'),
      standard: '0.01',
    },
    {
      name: 'dropout',
      label: t('Dropout'),
      note: t('The share of values that is left out at random while it learns.'),
      placeholder: t("the base model's"),
    },
    {
      name: 'layerDecay',
      label: t('Layer decay'),
      note: t('The learning rate of a layer over that of the layer above; below 1, low layers change less.'),
      standard: '1',
    },
    {
      name: 'labelSmoothing',
      label: t('Label smoothing'),
      note: t('Makes the model less sure of itself; 0.1 is usual where labels are noisy.'),
      standard: '0',
    },
  ];
}

function machineFields(): readonly HyperField[] {
  const { device, weights } = hyperParameters.entries;
  const names: Readonly<Record<string, string>> = {
    auto: t('the fastest that works'),
    float16: t('float16, half the size'),
  };
  const choices = (values: readonly string[]) =>
    values.map((value) => [value, names[value] ?? deviceName(value)] as const);
  return [
    {
      name: 'seed',
      label: t('Seed'),
      note: t('The same seed gives the same model on the processor. Repeat with others to see what is chance.'),
      standard: '1',
    },
    {
      name: 'device',
      label: t('Device'),
      note: t('Where it is trained.'),
      standard: 'auto',
      choices: choices(device.wrapped.options),
    },
    {
      name: 'threads',
      label: t('Threads'),
      note: t('Of the processor. Fewer leave more of it to your other work.'),
      placeholder: t('one a core, {0} at most', numberText(8)),
    },
    {
      name: 'memory',
      label: t('Memory'),
      note: t('In GB: what training may take; batches are cut into smaller steps to fit.'),
      placeholder: t('what is free'),
    },
    {
      name: 'weights',
      label: t('Weights of the model'),
      note: t('How its file keeps them.'),
      standard: 'float32',
      choices: choices(weights.wrapped.options),
    },
    {
      name: 'test',
      label: t('Score on test'),
      note: t('The finished model is scored on the test parts. Choose nothing by these scores.'),
      standard: 'false',
      choices: [
        ['false', t('no')],
        ['true', t('yes')],
      ],
    },
  ];
}

/** A number's default: small ones as they are written by hand, `3e-5`. */
function standardOf(value: number | undefined): Pick<HyperField, 'standard'> {
  if (value === undefined) return {};
  return { standard: value < 0.01 && value > 0 ? value.toExponential() : String(value) };
}
