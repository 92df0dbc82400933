import path from 'node:path';
import { openCheckpoint, weightsPlace } from '../checkpoint/checkpoint.ts';
import { place } from '../runtime/choose.ts';
import type { DeviceReport } from '../runtime/device.ts';
import type { ModelTokenizer } from '../tokenizer/encoding.ts';
import { buildEncoder, hiddenName } from './build.ts';
import { checkBatch } from './check-batch.ts';
import { encoderTensorsIn } from './check-tensors.ts';
import type { TokenBatch } from './classifier.ts';
import { ConfigReader } from './config.ts';
import { feedsOf } from './feeds.ts';
import { modelId } from './identity.ts';
import type { LoadOptions } from './load.ts';
import { loadModelTokenizer, tokenizerLimit } from './model-tokenizer.ts';
import { readInput } from './parse-spec.ts';
import { type PlacedParts, placementOf } from './placement.ts';

/** An encoder by itself, ready to run on a device; its weights do not change. */
export interface FrozenEncoder {
  /** Identifies the weights as a classifier's `id` does; keys caches. */
  readonly id: string;
  /** The model's folder and a short name for people. */
  readonly folder: string;
  readonly name: string;
  /** Numbers in a hidden state. */
  readonly hidden: number;
  /** The longest input in tokens, special tokens included. */
  readonly maxLength: number;
  /** The id that fills up a row of tokens. */
  readonly padId: number;
  readonly tokenizer: ModelTokenizer;
  readonly device: DeviceReport;
  /** The last hidden states of a batch's positions, row-major `[positions, hidden]`. Blocks its thread. */
  encode(batch: TokenBatch): Promise<Float32Array>;
  /** Releases the session and its files. Idempotent. */
  dispose(): Promise<void>;
}

/**
 * Loads the encoder of a model's folder in Hugging Face layout, whatever lies above it: a masked language model, a token
 * classifier, heads of our own, or nothing.
 * @throws UserError naming the file and the tensor or key that is missing, wrong or not supported.
 */
export async function loadEncoder(
  folder: string,
  { device, threads }: Pick<LoadOptions, 'device' | 'threads'>,
): Promise<FrozenEncoder> {
  const checkpoint = await openCheckpoint(folder);
  try {
    const { source } = checkpoint;
    const config = new ConfigReader(checkpoint.configFile, checkpoint.config);
    const names = new Set(source.tensors.keys());
    const spec = readInput(config, { tensors: names, tokenizerLimit: tokenizerLimit(folder) });
    const { encoder } = spec;
    const tensors = encoderTensorsIn(weightsPlace(checkpoint), encoder, source.tensors);
    const tokenizer = await loadModelTokenizer(folder, spec);
    const build: PlacedParts['build'] = (weightsOf, style) => buildEncoder(encoder, weightsOf, style);
    const { session, report } = await place(placementOf({ source, tensors, spec, build, threads }), device);
    return {
      id: modelId(checkpoint, spec),
      folder,
      name: path.basename(path.resolve(folder)),
      hidden: encoder.hidden,
      maxLength: spec.maxLength,
      padId: encoder.padId,
      tokenizer,
      device: report,
      async encode(batch) {
        checkBatch(batch, folder, encoder);
        // Devices differ in what they make of empty tensors; there is nothing to compute.
        if (batch.positions.length === 0) return new Float32Array();
        const { [hiddenName]: hidden } = await session.run(feedsOf(batch, encoder));
        if (!hidden) throw new Error(`the graph of ${folder} gave no ${hiddenName}`);
        return hidden;
      },
      dispose: () => session.release(),
    };
  } finally {
    checkpoint.source.close();
  }
}
