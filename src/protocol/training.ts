/** What the client and the server say to one another of training, and what the panel is told of it. */
import * as v from 'valibot';
import type { BaseModel } from '../runs/bases.ts';
import { isLogEntry } from '../runs/log-entry.ts';
import { type RunLogEntry, type RunSummary, runStates, type StopKind, type TrainingEstimate } from '../runs/run.ts';
import { devices } from '../runtime/device.ts';
import { count, list, number, text } from './schema.ts';

/** How corpora are learnt from: alone, in GERBERA's two stages, or all together with a head for each type. */
export const trainingMethods = ['single', 'gerbera', 'multi'] as const;
export type TrainingMethod = (typeof trainingMethods)[number];

const positive = v.pipe(number, v.minValue(0), v.notValue(0));

/** Hyper-parameters that a person has set; what is absent is as `gerbera train` has it. */
export const hyperParameters = v.strictObject({
  /** Of each stage in turn. */
  epochs: v.optional(list(v.pipe(count, v.minValue(1)))),
  learningRates: v.optional(list(positive)),
  /** Sentences of a batch; it and `batchTokens` exclude each other. */
  batch: v.optional(v.pipe(count, v.minValue(1))),
  batchTokens: v.optional(v.pipe(count, v.minValue(8))),
  accumulate: v.optional(v.pipe(count, v.minValue(1))),
  maxLength: v.optional(v.pipe(count, v.minValue(8))),
  maxSteps: v.optional(v.pipe(count, v.minValue(1))),
  warmup: v.optional(v.pipe(number, v.minValue(0))),
  schedule: v.optional(v.picklist(['linear', 'cosine', 'constant'])),
  weightDecay: v.optional(v.pipe(number, v.minValue(0))),
  dropout: v.optional(v.pipe(number, v.minValue(0), v.maxValue(0.9))),
  layerDecay: v.optional(v.pipe(number, v.minValue(0.01), v.maxValue(1))),
  labelSmoothing: v.optional(v.pipe(number, v.minValue(0), v.maxValue(0.9))),
  patience: v.optional(count),
  /** The share of the target's training sentences that is used. */
  fraction: v.optional(v.pipe(positive, v.maxValue(1))),
  /** Corpora are drawn from in proportion to size^alpha. */
  alpha: v.optional(v.pipe(number, v.minValue(0), v.maxValue(1))),
  seed: v.optional(count),
  device: v.optional(v.picklist(['auto', ...devices])),
  threads: v.optional(v.pipe(count, v.minValue(1))),
  /** The most memory to take, in GB. */
  memory: v.optional(positive),
  weights: v.optional(v.picklist(['float32', 'float16'])),
  /** Whether the final model is scored on the test parts. */
  test: v.optional(v.boolean()),
});
export type HyperParameters = v.InferOutput<typeof hyperParameters>;

/** A run that a person asks for. */
export const trainingRequest = v.strictObject({
  method: v.picklist(trainingMethods),
  /** A name in the library or a path. */
  base: text,
  /** Folders of corpora, absolute: one target, but for `multi`. */
  targets: list(text),
  generals: list(text),
  /** For `multi` alone. */
  corpora: list(text),
  /** An absolute path, or the name that the model gets in the library. */
  output: text,
  hyper: hyperParameters,
});
export type TrainingRequest = v.InferOutput<typeof trainingRequest>;

/** A model that training can start from. */
export interface TrainingBase extends Omit<BaseModel, 'defaults'> {
  /** What `gerbera train --base` takes. */
  readonly base: string;
  readonly defaults: Omit<BaseModel['defaults'], 'pretraining'>;
}

/** Requests from the client to the server. */
export const trainingRequests = {
  /** `() => TrainingBase[]` */
  bases: 'gerbera/training/bases',
  /** `TrainingRequest => TrainingEstimate`, in a process of its own; refused with the reason if it could not be trained. */
  estimate: 'gerbera/training/estimate',
  /** `TrainingRequest => string`: the command line that does the same. */
  commandLine: 'gerbera/training/commandLine',
  /** `TrainingStart => RunSummary`, once the run is under way; refused with the reason if it does not get there. */
  start: 'gerbera/training/start',
  /** `TrainingResume => RunSummary`, likewise. */
  resume: 'gerbera/training/resume',
  /** `TrainingStop => void`: asked for, not done when it is answered. */
  stop: 'gerbera/training/stop',
  /** `() => RunSummary[]`: newest first. */
  runs: 'gerbera/runs',
  /** `RunsRemoval => { bytes: number }`: what became free. Runs under way are refused. */
  remove: 'gerbera/runs/remove',
} as const;

/** Notifications of both directions. */
export const trainingNotifications = {
  /** `RunSummary[]`, from the server: after a run of any window or command line has begun, gone on or ended. */
  runs: 'gerbera/runs/changed',
  /** `RunLog`, from the server, of runs that are followed. */
  log: 'gerbera/runs/log',
  /** `{ runs: string[] }`, from the client: the runs whose logs are told, from their beginning, in place of those before. */
  follow: 'gerbera/runs/follow',
} as const;

/** A run to begin. */
export interface TrainingStart {
  readonly request: TrainingRequest;
  /** Whether it goes on when the window closes. */
  readonly keepRunning: boolean;
}

/** A run to go on with. */
export interface TrainingResume {
  /** The id of a run that is not under way. */
  readonly run: string;
  readonly keepRunning: boolean;
  /** Whether it only makes its best weights so far its model. */
  readonly finish?: boolean;
}

/** A run to stop. */
export interface TrainingStop {
  readonly run: string;
  /** `kill` for a process that does not listen: the run goes on from its last checkpoint then. */
  readonly how: StopKind | 'kill';
}

/** What is to be removed of runs. */
export interface RunsRemoval {
  readonly runs: readonly string[];
  /** The checkpoints of runs that are done or given up, or the run with its folder and all that is in it. */
  readonly what: 'checkpoints' | 'all';
}

/** News of a run's log. */
export interface RunLog {
  readonly run: string;
  /** Whether these are the first ones, which take the place of all that were told. */
  readonly anew: boolean;
  /** Of a long log, several updates as one: means of losses, the rest the last one's. */
  readonly entries: readonly RunLogEntry[];
}

const score = v.object({ precision: number, recall: number, f1: number, support: count });
const corpusScores = v.object({ corpus: text, micro: score, types: v.record(text, score) });

/** What the page checks of the extension's messages. */
export const runSummary = v.custom<RunSummary>((value) =>
  v.is(
    v.looseObject({
      id: text,
      name: text,
      output: text,
      state: v.picklist(runStates),
      method: text,
      base: text,
      corpora: list(v.object({ name: text, folder: text, target: v.boolean() })),
      seed: number,
      started: text,
      seconds: number,
      devel: list(corpusScores),
      test: list(corpusScores),
      bytes: number,
      checkpointBytes: number,
    }),
    value,
  ),
);

export const runLogEntry = v.custom<RunLogEntry>(isLogEntry);

export const trainingEstimate = v.custom<TrainingEstimate>((value) =>
  v.is(
    v.looseObject({
      method: text,
      output: text,
      heads: list(text),
      device: text,
      stages: list(v.looseObject({ name: text, examples: number, tokens: number, epochs: number, steps: number })),
      seconds: number,
      warnings: list(text),
    }),
    value,
  ),
);

export const trainingBase = v.custom<TrainingBase>((value) =>
  v.is(v.looseObject({ base: text, name: text, family: text, types: list(text), defaults: v.looseObject({}) }), value),
);
