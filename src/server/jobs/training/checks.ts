import path from 'node:path';
import * as v from 'valibot';
import { isModelName } from '../../../core/model-name.ts';
import { list, text } from '../../../protocol/schema.ts';
import {
  type RunsRemoval,
  type TrainingRequest,
  type TrainingResume,
  type TrainingStart,
  type TrainingStop,
  trainingRequest,
} from '../../../protocol/training.ts';
import { stopKinds } from '../../../runs/run.ts';
import { absolutePlace } from '../checked.ts';

/** A request for a run, its folders absolute. */
export const runRequest: v.GenericSchema<unknown, TrainingRequest> = v.strictObject({
  ...trainingRequest.entries,
  targets: list(absolutePlace),
  generals: list(absolutePlace),
  corpora: list(absolutePlace),
  output: v.pipe(
    text,
    v.check(
      (value) => path.isAbsolute(value) || isModelName(value),
      'an absolute path, or a model\'s name of letters, digits, ".", "_" and "-", is needed',
    ),
  ),
});

export const runStart: v.GenericSchema<unknown, TrainingStart> = v.object({
  request: runRequest,
  keepRunning: v.boolean(),
});

export const runResume: v.GenericSchema<unknown, TrainingResume> = v.object({
  run: text,
  keepRunning: v.boolean(),
  finish: v.exactOptional(v.boolean()),
});

export const runStop: v.GenericSchema<unknown, TrainingStop> = v.object({
  run: text,
  how: v.picklist([...stopKinds, 'kill']),
});

export const runsRemoval: v.GenericSchema<unknown, RunsRemoval> = v.object({
  runs: list(text),
  what: v.picklist(['checkpoints', 'all']),
});

export const followed = v.object({ runs: list(text) });
