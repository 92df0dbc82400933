import { generalHead } from '../../model/heads-config.ts';
import type { StageConfig } from '../config/config.ts';
import { learntNothing } from '../state.ts';
import type { RunReport } from './report.ts';

/**
 * What a reader of a card must know of how its run went: what was decided before it began, that it was ended early, that
 * a stage learnt nothing, that heads are of an earlier stage than the encoder.
 */
export function runNotes(report: RunReport): readonly string[] {
  return [...decisions(report), ...earlyEnd(report), ...idleStages(report), ...formerHeads(report)];
}

function decisions({ config: { notes = [] } }: RunReport): readonly string[] {
  return notes.length > 0 ? [`**Decided before.** ${notes.map((note) => `${note}.`).join(' ')}`] : [];
}

/** The encoder goes on without heads that the last stage has no corpus for: what they find is worse than it was. */
function formerHeads({ config, data, heads, model }: RunReport): readonly string[] {
  const last = config.stages.find(({ name }) => name === model.stages.at(-1));
  if (!last || config.text) return [];
  const learntIn = (ids: readonly string[]) =>
    new Set(
      data
        .filter(({ id, part }) => part === 'train' && ids.includes(id))
        .flatMap(({ mentions = {} }) => Object.keys(mentions)),
    );
  const before = learntIn(
    config.stages.filter(({ name }) => model.stages.includes(name)).flatMap(({ corpora }) => corpora),
  );
  const now = learntIn(last.corpora);
  const former = heads.filter((head) => head !== generalHead && before.has(head) && !now.has(head));
  if (former.length === 0) return [];
  return [
    `**Heads of earlier stages.** The stage ${last.name} trained the encoder without ${former.join(', ')}: what ${former.length === 1 ? 'this head finds' : 'these heads find'} was not scored after it.`,
  ];
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

/** How a stage draws from its corpora and what it freezes, to go on with a sentence; empty where there is nothing to say. */
export function stageNotes({ sampling: { weights = {} }, freeze }: StageConfig): string {
  const drawn = Object.entries(weights).map(([id, weight]) => `${id} ${weight}`);
  const frozen = freeze.map(({ layers, epochs }) => {
    const what =
      layers === 'encoder' ? 'the encoder' : layers === 0 ? 'the embeddings' : `embeddings and ${layers} layers`;
    return epochs === undefined ? what : `${what} for ${epochs === 1 ? '1 epoch' : `${epochs} epochs`}`;
  });
  return [
    drawn.length > 0 ? `; corpora drawn by the weights ${drawn.join(', ')}` : '',
    frozen.length > 0 ? `; frozen: ${frozen.join(', then ')}` : '',
  ].join('');
}
