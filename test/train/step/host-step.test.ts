import { describe, expect, it, onTestFinished } from 'vitest';
import { encoderTensors } from '../../../src/model/layout.ts';
import { loadClassifier } from '../../../src/model/load.ts';
import { createRecognizer } from '../../../src/recognize/recognizer.ts';
import type { TrainingBatch } from '../../../src/train/batch.ts';
import { trainedModelConfig } from '../../../src/train/start/trained-config.ts';
import { type OpenedStep, type OpenStepOptions, openTrainingStep } from '../../../src/train/step/open-step.ts';
import type { TrainingStep } from '../../../src/train/step/step.ts';
import { farthest } from '../../model/batch.ts';
import { bertModel } from '../../model/models.ts';
import { writeModel } from '../../model/tiny.ts';
import { batchFor, headsBatch, headTargets, maskedBatch, noDropout, rows } from '../tiny.ts';

const folder = () => writeModel(bertModel({ hidden_dropout_prob: 0.2, attention_probs_dropout_prob: 0.2 }));

async function open(options: Partial<OpenStepOptions> = {}): Promise<OpenedStep> {
  const heads = [{ name: 'Gene' }, { name: 'Disease' }];
  const opened = await openTrainingStep({
    folder: options.folder ?? folder(),
    heads,
    objective: 'heads',
    seed: 3,
    device: 'cpu',
    threads: 2,
    ...options,
  });
  onTestFinished(() => opened.step.dispose());
  return opened;
}

/** Takes updates of one batch each. */
async function train(
  step: TrainingStep,
  batch: TrainingBatch,
  updates: Iterable<number>,
  rate = 0.003,
): Promise<number[]> {
  const losses: number[] = [];
  for (const update of updates) {
    const found = await step.accumulate(batch, { scale: 1 / 7, randomKeys: [3, update, 0] });
    losses.push([...found.values()].reduce((sum, loss) => sum + loss, 0));
    await step.update(rate);
  }
  return losses;
}

/** Names of the weights that differ. */
function changed(before: ReadonlyMap<string, Float32Array>, after: ReadonlyMap<string, Float32Array>): string[] {
  return [...before]
    .filter(([name, values]) => values.some((value, i) => value !== after.get(name)?.[i]))
    .map(([name]) => name);
}

describe('a training step', () => {
  it('learns to label tokens', async () => {
    const { step } = await open({ dropout: noDropout });
    const batch = headsBatch();
    const untrained = await step.loss(batch);
    await train(step, batch, Array(200).keys());
    const trained = await step.loss(batch);
    for (const [head, loss] of untrained) expect(trained.get(head)).toBeLessThan(loss / 10);
    for (const { head, values } of await (await step.classifier()).classify(batch)) {
      const targets = batch.targets.get(head)!;
      for (const [at, row] of targets.rows.entries()) {
        const logits = values.subarray(row * 3, row * 3 + 3);
        expect(logits.indexOf(Math.max(...logits))).toBe(targets.labels[at]);
      }
    }
  });

  it('has a classifier of the weights of the moment, without dropout, as a model in use has', async () => {
    const { step, model } = await open();
    const classifier = await step.classifier();
    const { id } = classifier;
    for (const updates of [0, 3]) {
      await train(step, headsBatch(), Array(updates).keys());
      const tensors = [...(await step.weights())].map(
        ([name, data]) => [name, { data, shape: model.shapes.get(name)! }] as const,
      );
      const saved = writeModel({ config: trainedModelConfig(model), tensors: new Map(tensors) });
      const inUse = await loadClassifier(saved, { device: 'cpu', threads: 2 });
      onTestFinished(() => inUse.dispose());
      const expected = await inUse.classify(headsBatch());
      const found = await (await step.classifier()).classify(headsBatch());
      expect(found.map(({ head }) => head)).toEqual(['Gene', 'Disease']);
      for (const [index, { values }] of expected.entries()) {
        expect(farthest([...values], found[index]!.values)).toBeLessThan(1e-6);
      }
      await expect(createRecognizer(classifier).recognize([['w1', 'w2']])).resolves.toEqual(
        await createRecognizer(inUse).recognize([['w1', 'w2']]),
      );
    }
    expect(classifier.id).not.toBe(id);
  });

  it('learns to guess masked tokens', async () => {
    const { step } = await open({ objective: 'masked-language-model', heads: [], dropout: noDropout });
    const [before] = (await step.loss(maskedBatch())).values();
    await train(step, maskedBatch(), Array(100).keys());
    const [after] = (await step.loss(maskedBatch())).values();
    expect(after).toBeLessThan(before! / 4);
    await expect(step.classifier()).rejects.toThrow('a masked language model classifies nothing');
  });

  it('gathers two halves of a batch as the whole of it', async () => {
    const whole = await open({ dropout: noDropout });
    const halves = await open({ dropout: noDropout, folder: whole.model.folder });
    const part = (kept: (row: number) => boolean) =>
      batchFor(
        rows,
        0,
        new Map(
          [...headTargets]
            .map(([head, targets]) => [head, targets.filter(({ row }) => kept(row))] as const)
            .filter(([, targets]) => targets.length > 0),
        ),
      );
    const options = { scale: 1 / 7, randomKeys: [] };
    const all = await whole.step.accumulate(headsBatch(), options);
    const first = await halves.step.accumulate(
      part((row) => row === 0),
      options,
    );
    const second = await halves.step.accumulate(
      part((row) => row > 0),
      options,
    );
    for (const [head, loss] of all) expect((first.get(head) ?? 0) + (second.get(head) ?? 0)).toBeCloseTo(loss, 4);
    const expected = await whole.step.update(0.01);
    expect((await halves.step.update(0.01)).gradientNorm / expected.gradientNorm).toBeCloseTo(1, 5);
    const [one, other] = [await whole.step.optimizerState(), await halves.step.optimizerState()];
    for (const [name, values] of one.firstMoments) {
      for (const [i, value] of values.entries()) expect(other.firstMoments.get(name)?.[i]).toBeCloseTo(value, 5);
    }
  });

  it('gives the same run for the same seed, bit for bit, and another for another', async () => {
    const { step, model } = await open();
    const again = await open({ folder: model.folder });
    const other = await open({ folder: model.folder, seed: 4 });
    const losses = await train(step, headsBatch(), [0, 1, 2]);
    expect(await train(again.step, headsBatch(), [0, 1, 2])).toEqual(losses);
    expect(await again.step.weights()).toEqual(await step.weights());
    expect(await train(other.step, headsBatch(), [0, 1, 2])).not.toEqual(losses);
  });

  it('drops other values in each micro-batch', async () => {
    const { step } = await open();
    const loss = async (...randomKeys: number[]) => [
      ...(await step.accumulate(headsBatch(), { scale: 1, randomKeys })).values(),
    ];
    expect(await loss(1, 0, 0)).toEqual(await loss(1, 0, 0));
    expect(await loss(1, 0, 1)).not.toEqual(await loss(1, 0, 0));
    expect(await loss(1, 1, 0)).not.toEqual(await loss(1, 0, 0));
    expect(await step.loss(headsBatch())).toEqual(await step.loss(headsBatch()));
  });

  it('goes on from restored weights and state exactly as one that was never interrupted', async () => {
    const { step, model } = await open();
    await train(step, headsBatch(), [0, 1]);
    const [weights, state] = [await step.weights(), await step.optimizerState()];
    const losses = await train(step, headsBatch(), [2, 3]);

    const resumed = await open({ folder: model.folder, weights });
    await resumed.step.accumulate(headsBatch(), { scale: 1, randomKeys: [] });
    await resumed.step.restore(weights, state);
    expect(await train(resumed.step, headsBatch(), [2, 3])).toEqual(losses);
    expect(await resumed.step.weights()).toEqual(await step.weights());
    expect(await resumed.step.optimizerState()).toEqual(await step.optimizerState());
  });

  it('gives copies, which neither it nor its caller changes', async () => {
    const { step } = await open();
    const [weights, state] = [await step.weights(), await step.optimizerState()];
    const name = 'heads.Gene.dense.weight';
    const [value, moment] = [weights.get(name)![0], state.firstMoments.get(name)![0]];
    await train(step, headsBatch(), [0]);
    expect(weights.get(name)![0]).toBe(value);
    expect(state.firstMoments.get(name)![0]).toBe(moment);
    weights.get(name)!.fill(7);
    expect((await step.weights()).get(name)![0]).not.toBe(7);
  });

  it('updates only the heads that had targets, and counts updates for each weight', async () => {
    const { step } = await open();
    const before = await step.weights();
    const genes = batchFor(rows, 0, new Map([['Gene', headTargets.get('Gene')!]]));
    await train(step, genes, [0]);
    const moved = changed(before, await step.weights());
    expect(moved.filter((name) => name.startsWith('heads.Disease'))).toEqual([]);
    expect(moved.filter((name) => name.startsWith('heads.Gene'))).toHaveLength(4);
    expect(moved).toContain('bert.embeddings.word_embeddings.weight');
    await train(step, headsBatch(), [1]);
    const { updates } = await step.optimizerState();
    expect(updates.get('heads.Gene.dense.weight')).toBe(2);
    expect(updates.get('heads.Disease.dense.weight')).toBe(1);
    expect(updates.get('bert.embeddings.LayerNorm.bias')).toBe(2);
  });

  it.each([
    [0, /embeddings/],
    [1, /embeddings|layer\.0/],
    [2, /embeddings|layer/],
  ])('leaves frozen layers as they are: the embeddings and %i layers', async (frozenLayers, frozen) => {
    const { step, model } = await open({ frozenLayers });
    const before = await step.weights();
    await train(step, headsBatch(), [0, 1]);
    const expected = [...model.shapes.keys()].filter((name) => !frozen.test(name));
    expect(changed(before, await step.weights())).toEqual(expected);
    expect([...(await step.optimizerState()).firstMoments.keys()]).toEqual(expected);
  });

  it('changes nothing when the gradients are no numbers', async () => {
    const { step } = await open();
    await train(step, headsBatch(), [0]);
    const [weights, state] = [await step.weights(), await step.optimizerState()];
    await step.accumulate(headsBatch(), { scale: Number.NaN, randomKeys: [] });
    expect((await step.update(0.01)).gradientNorm).toBeNaN();
    await step.accumulate(headsBatch(), { scale: Number.POSITIVE_INFINITY, randomKeys: [] });
    expect(Number.isFinite((await step.update(0.01)).gradientNorm)).toBe(false);
    expect(await step.weights()).toEqual(weights);
    expect(await step.optimizerState()).toEqual(state);
  });

  it('has smaller steps in lower layers if asked to', async () => {
    const plain = await open({ dropout: noDropout, optimizer: { weightDecay: 0 } });
    const decayed = await open({
      dropout: noDropout,
      folder: plain.model.folder,
      optimizer: { weightDecay: 0, layerDecay: 0.5 },
    });
    const start = await plain.step.weights();
    await train(plain.step, headsBatch(), [0]);
    await train(decayed.step, headsBatch(), [0]);
    const [whole, part] = [await plain.step.weights(), await decayed.step.weights()];
    const ratio = (name: string) => {
      const moved = (weights: ReadonlyMap<string, Float32Array>) =>
        Math.hypot(...weights.get(name)!.map((value, i) => value - start.get(name)![i]!));
      return moved(part) / moved(whole);
    };
    expect(ratio('heads.Gene.dense.weight')).toBeCloseTo(1, 4);
    expect(ratio('bert.encoder.layer.1.output.dense.weight')).toBeCloseTo(1, 4);
    expect(ratio('bert.encoder.layer.0.output.dense.weight')).toBeCloseTo(0.5, 3);
    expect(ratio('bert.embeddings.word_embeddings.weight')).toBeCloseTo(0.25, 3);
  });

  it('refuses targets of heads that it does not train, and weights that do not fit', async () => {
    const { step, model } = await open();
    const strange = batchFor(rows, 0, new Map([['RNA', headTargets.get('Gene')!]]));
    await expect(step.accumulate(strange, { scale: 1, randomKeys: [] })).rejects.toThrow('RNA');
    const weights = new Map(await step.weights());
    const [name = ''] = [...encoderTensors(model.spec.encoder)].map((tensor) => tensor.name);
    weights.set(name, new Float32Array(1));
    await expect(step.restore(weights, await step.optimizerState())).rejects.toThrow(name);
  });

  it('can be disposed twice', async () => {
    const { step } = await open();
    await step.classifier();
    await step.dispose();
    await step.dispose();
    await expect(step.accumulate(headsBatch(), { scale: 1, randomKeys: [] })).rejects.toThrow('released');
  });
});
