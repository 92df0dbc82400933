import type { ModelSession } from '../runtime/session.ts';
import { checkBatch } from './check-batch.ts';
import type { TokenClassifier } from './classifier.ts';
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
      checkBatch(batch, described.folder, spec.encoder);
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
