import { UserError } from '../core/errors.ts';
import type { ModelSession } from '../runtime/session.ts';
import type { TokenBatch, TokenClassifier } from './classifier.ts';
import { feedsOf } from './feeds.ts';
import { logitsName } from './heads.ts';
import type { HeadSpec } from './spec.ts';

interface Parts extends Omit<TokenClassifier, 'classify' | 'dispose'> {
  /** The heads that the session has as outputs. */
  readonly heads: readonly HeadSpec[];
  /** Owned by the classifier from now on. */
  readonly session: Pick<ModelSession, 'run' | 'release'>;
}

/** A token classifier that runs in an onnxruntime session. */
export function sessionClassifier({ heads, session, ...described }: Parts): TokenClassifier {
  const { spec } = described;
  return {
    ...described,
    async classify(batch) {
      checkBatch(batch, described);
      // Devices differ in what they make of empty tensors; there is nothing to compute.
      const results = batch.positions.length === 0 ? {} : await session.run(feedsOf(batch, spec.encoder));
      return heads.map((head) => {
        const values = results[logitsName(head)] ?? new Float32Array();
        return { head: head.name, labels: head.labels.length, values };
      });
    },
    dispose: () => session.release(),
  };
}

/**
 * @throws UserError if the batch is longer than the model has positions for; Error if its arrays do not fit each other,
 *   which is the caller's mistake.
 */
function checkBatch(
  { rows, length, ids, mask, positions }: TokenBatch,
  { folder, spec }: Pick<TokenClassifier, 'folder' | 'spec'>,
): void {
  if (ids.length !== rows * length || mask.length !== ids.length) {
    throw new Error(`a batch of ${rows} rows of ${length} has ${ids.length} ids and a mask of ${mask.length}`);
  }
  const room = spec.encoder.positions - spec.encoder.positionOffset;
  if (length > room) throw new UserError(`${folder}: cannot read ${length} tokens at once; ${room} at most`);
  const last = positions.at(-1);
  if (last !== undefined && last >= BigInt(ids.length)) {
    throw new Error(`a batch of ${ids.length} tokens has a position ${last}`);
  }
}
