import path from 'node:path';
import { pretrain } from '../train/config/methods.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { runTraining } from './run-training.ts';
import { methodOptions, runOptions } from './training-options.ts';

export const pretrainCommand: Command = {
  name: 'pretrain',
  usage: '--text PATH… --out DIR [--base MODEL] [OPTIONS]',
  summary: 'Trains an encoder further on unlabelled text, by masked language modelling',
  details: [
    'PATH is a .txt or .md file, gzipped or not, or a folder of them; in .txt each line is a paragraph and an empty line',
    'ends a document. The result has the layout of the base with the head of masked language modelling (as',
    'BertForMaskedLM), so that it can be a base again. Ctrl-C writes a checkpoint; --resume goes on with it.',
  ].join('\n'),
  options: {
    text: { kind: 'paths', placeholder: 'PATH…', help: 'files or folders of text; up to the next option' },
    mask: { kind: 'value', placeholder: 'P', help: 'the share of tokens to predict; 0.15 if not given' },
    'held-out': { kind: 'value', placeholder: 'P', help: 'the share of documents to score on; 0.01 if not given' },
    ...runOptions,
  },
  run: (given, terminal) =>
    runTraining(given, terminal, async () => {
      const paths = given.list('text') ?? [];
      if (paths.length === 0) throw new UsageError('--text is needed: files or folders to train on');
      const mask = given.number('mask', 0.001, 0.9) ?? 0.15;
      const heldOut = given.number('held-out', 0, 0.5) ?? 0.01;
      const options = await methodOptions(given);
      const steps = given.value('steps') !== undefined && options.epochs === undefined;
      // Steps alone say how long; the text is then read as often as they need.
      const epochs = steps ? { epochs: [100_000] } : {};
      return pretrain({ paths: paths.map((place) => path.resolve(place)), mask, heldOut }, { ...options, ...epochs });
    }),
};
