import { count, counted, duration } from '../evaluate/report/format.ts';
import type { StageEstimate, TrainingEstimate } from '../train/estimate.ts';
import { bytesText } from './sizes.ts';

/** What a run would take, for a person to read. */
export function estimateText({ method, heads, device, stages, seconds, warnings }: TrainingEstimate): string {
  const of = heads.length > 0 ? `, heads ${heads.join(', ')}` : '';
  const lines = [
    `method ${method}${of}, on ${device}`,
    ...stages.flatMap(stageLines),
    ...warnings.map((warning) => `warning: ${warning}`),
    `about ${duration(seconds)} in all if no stage ends early`,
  ];
  return `${lines.join('\n')}\n`;
}

function stageLines(stage: StageEstimate): readonly string[] {
  const { name, corpora, examples, tokens, drawn, epochs, steps, learningRate, batch, memory } = stage;
  const on = corpora.length > 0 ? ` on ${corpora.join(', ')}` : '';
  const needed = memory
    ? `, about ${bytesText(memory.estimated)} of ${bytesText(memory.available)} memory${memory.cut ? ' (batches are cut to fit)' : ''}`
    : '';
  return [
    `stage ${name}${on}: ${count(examples)} examples (${count(tokens)} tokens) an epoch, ${counted(epochs, 'epoch')} at most, ${count(steps)} steps`,
    ...drawnLine(drawn),
    `  learning rate ${learningRate}, batches of ${batch}`,
    `  ${count(Math.round(stage.tokensPerSecond))} tokens/s, ${duration(stage.secondsPerEpoch)} an epoch${needed}`,
  ];
}

/** How many examples of an epoch are of which corpus, where there are several. */
export function drawnLine(drawn: StageEstimate['drawn'] = {}): readonly string[] {
  const parts = Object.entries(drawn).map(([corpus, examples]) => `${corpus} ${count(examples)}`);
  return parts.length > 0 ? [`  of these ${parts.join(', ')}`] : [];
}
