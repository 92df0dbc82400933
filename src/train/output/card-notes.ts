import { learntNothing } from '../state.ts';
import type { RunReport } from './report.ts';

/** What a reader of a card must know of how its run went: that it was ended early, that a stage learnt nothing. */
export function runNotes(report: RunReport): readonly string[] {
  return [...earlyEnd(report), ...idleStages(report)];
}

function earlyEnd({ config, stages, model }: RunReport): readonly string[] {
  const asked = stages.find(({ reason }) => reason === 'asked');
  const skipped = config.stages.filter(({ name }) => stages.every((result) => result.name !== name));
  if (!asked && skipped.length === 0) return [];
  const parts = [
    ...(asked ? [`the stage ${asked.name} ended after ${asked.steps} updates`] : []),
    ...skipped.map(({ name }) => `the stage ${name} did not run`),
  ];
  const unused = asked && model.stages.at(-1) !== asked.name && config.stages.find(({ name }) => name === asked.name);
  const [from] = unused ? model.stages.slice(-1) : [];
  const better =
    from === undefined ? '' : ` Then the weights of the stage ${from} were better on devel; they are the model's.`;
  return [`**Ended early.** The run was asked to end early: ${parts.join(', ')}.${better}`];
}

function idleStages({ stages, model }: RunReport): readonly string[] {
  return stages
    .filter(({ name, evaluations }) => model.stages.includes(name) && learntNothing(evaluations))
    .map(
      ({ name }) =>
        `**Learnt nothing.** The F1 of the stage ${name} was 0 at every evaluation: it found no mention right. Its learning rate may be too high or too low, or its updates too few.`,
    );
}
