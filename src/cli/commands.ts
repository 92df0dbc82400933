import { annotate } from './annotate/annotate.ts';
import type { Command } from './command.ts';
import { concepts } from './concepts/concepts.ts';
import { convert } from './convert.ts';
import { corpus } from './corpus.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { importCommand } from './import.ts';
import { inspect } from './inspect.ts';
import { models } from './models.ts';
import { pretrainCommand } from './pretrain.ts';
import { runs } from './runs.ts';
import { score } from './score.ts';
import { study } from './study.ts';
import { task } from './task.ts';
import { trainCommand } from './train.ts';
import { transfer } from './transfer.ts';

/** The subcommands of `gerbera`, in the order of its help. */
export const commands: readonly Command[] = [
  annotate,
  models,
  importCommand,
  trainCommand,
  pretrainCommand,
  runs,
  transfer,
  study,
  evaluate,
  score,
  corpus,
  convert,
  concepts,
  doctor,
  inspect,
  task,
];
