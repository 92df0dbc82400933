import { describe, expect, it, onTestFinished } from 'vitest';
import { takeUpdate } from '../../../src/train/run/update.ts';
import { openTrainingStep } from '../../../src/train/step/open-step.ts';
import type { MicroBatchOptions } from '../../../src/train/step/step.ts';
import { bertModel } from '../../model/models.ts';
import { writeModel } from '../../model/tiny.ts';
import { batchFor, headsBatch, headTargets, noDropout, rows } from '../tiny.ts';

const at = { stage: 'one', epoch: 1, step: 5 };
const genes = () => batchFor(rows, 0, new Map([['Gene', headTargets.get('Gene') ?? []]]));

/** A step that notes what it is told of each batch. */
async function openStep() {
  const { step } = await openTrainingStep({
    folder: writeModel(bertModel()),
    heads: [{ name: 'Gene' }, { name: 'Disease' }],
    objective: 'heads',
    seed: 1,
    device: 'cpu',
    threads: 1,
    dropout: noDropout,
  });
  onTestFinished(() => step.dispose());
  const told: MicroBatchOptions[] = [];
  const { accumulate } = step;
  step.accumulate = (batch, options) => {
    told.push(options);
    return accumulate.call(step, batch, options);
  };
  return { step, told };
}

describe('an update over several batches', () => {
  it('weighs every labelled token of all of them alike, and drops other values in each', async () => {
    const { step, told } = await openStep();
    const { tokens } = await takeUpdate(step, [headsBatch(), genes()], 1e-3, 7, at);
    expect(told.map(({ scale }) => scale)).toEqual([1 / 11, 1 / 11]);
    await takeUpdate(step, [genes()], 1e-3, 7, { ...at, step: 6 });
    await takeUpdate(step, [genes()], 1e-3, 7, { ...at, stage: 'two' });
    await takeUpdate(step, [genes()], 1e-3, 8, at);
    expect(new Set(told.map(({ randomKeys }) => JSON.stringify(randomKeys))).size).toBe(5);
    expect(tokens).toBe(2 * rows.flat().length);
  });

  it("tells each head's mean loss over its own tokens", async () => {
    const { step } = await openStep();
    const of = async (batch: ReturnType<typeof genes>, head: string) => (await step.loss(batch)).get(head) ?? 0;
    const gene = ((await of(headsBatch(), 'Gene')) + (await of(genes(), 'Gene'))) / 8;
    const disease = (await of(headsBatch(), 'Disease')) / 3;
    const { loss } = await takeUpdate(step, [headsBatch(), genes()], 1e-3, 7, at);
    expect(loss.Gene).toBeCloseTo(gene, 4);
    expect(loss.Disease).toBeCloseTo(disease, 4);
  });

  it('says where training has diverged', async () => {
    const { step } = await openStep();
    const weights = new Map(await step.weights());
    weights.get('heads.Gene.out_proj.bias')?.fill(Number.NaN);
    await step.restore(weights, await step.optimizerState());
    await expect(takeUpdate(step, [genes()], 1e-3, 7, at)).rejects.toThrow(
      /^stage one, epoch 1, step 5: the loss of Gene is NaN: training has diverged at a learning rate of 0\.001/,
    );
  });
});
