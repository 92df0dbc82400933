import { UserError } from '../core/errors.ts';
import type { DeviceReport } from '../runtime/device.ts';
import type { ModelSession } from '../runtime/session.ts';
import type { ModelTokenizer } from '../tokenizer/encoding.ts';
import type { HeadLogits, TokenBatch, TokenClassifier } from './classifier.ts';
import { feedsOf } from './feeds.ts';
import { logitsName } from './heads.ts';
import type { HeadSpec, ModelSpec } from './spec.ts';

interface Parts {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly spec: ModelSpec;
  readonly tokenizer: ModelTokenizer;
  readonly device: DeviceReport;
  /** The heads that the session has as outputs. */
  readonly heads: readonly HeadSpec[];
  /** Owned by the classifier from now on. */
  readonly session: ModelSession;
}

/** A token classifier that runs in an onnxruntime session. */
export class SessionClassifier implements TokenClassifier {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly spec: ModelSpec;
  readonly tokenizer: ModelTokenizer;
  readonly device: DeviceReport;
  private readonly heads: readonly HeadSpec[];
  private readonly session: ModelSession;

  constructor({ id, folder, name, spec, tokenizer, device, heads, session }: Parts) {
    this.id = id;
    this.folder = folder;
    this.name = name;
    this.spec = spec;
    this.tokenizer = tokenizer;
    this.device = device;
    this.heads = heads;
    this.session = session;
  }

  async classify(batch: TokenBatch): Promise<readonly HeadLogits[]> {
    this.check(batch);
    // Devices differ in what they make of empty tensors; there is nothing to compute.
    const results = batch.positions.length === 0 ? {} : await this.session.run(feedsOf(batch, this.spec.encoder));
    return this.heads.map((head) => {
      const values = results[logitsName(head)] ?? new Float32Array();
      return { head: head.name, labels: head.labels.length, values };
    });
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }

  private check({ rows, length, ids, mask, positions }: TokenBatch): void {
    if (ids.length !== rows * length || mask.length !== ids.length) {
      throw new Error(`a batch of ${rows} rows of ${length} has ${ids.length} ids and a mask of ${mask.length}`);
    }
    const { positions: rowsOfPositions, positionOffset } = this.spec.encoder;
    const room = rowsOfPositions - positionOffset;
    if (length > room) throw new UserError(`${this.folder}: cannot read ${length} tokens at once; ${room} at most`);
    const last = positions.at(-1);
    if (last !== undefined && last >= BigInt(ids.length)) {
      throw new Error(`a batch of ${ids.length} tokens has a position ${last}`);
    }
  }
}
