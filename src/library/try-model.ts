import { UserError } from '../core/errors.ts';
import { entityTypes } from '../core/labels.ts';
import { loadClassifier } from '../model/load.ts';

/**
 * Loads every tensor of the model in a folder, and reads a word on the CPU.
 * @returns the types that it finds.
 * @throws UserError naming the file or the head that is wrong.
 */
export async function tryModel(folder: string): Promise<readonly string[]> {
  const classifier = await loadClassifier(folder, { device: 'cpu', heads: 'all' });
  try {
    const { opening, closing } = classifier.tokenizer;
    const [word = []] = await classifier.tokenizer.encodeWords(['BRCA1']);
    const ids = BigInt64Array.from([...opening, ...word, ...closing], BigInt);
    const positions = ids.map((_, index) => BigInt(index));
    const mask = new BigInt64Array(ids.length).fill(1n);
    const heads = await classifier.classify({ rows: 1, length: ids.length, ids, mask, positions });
    const wrong = heads.find(({ values }) => !values.every(Number.isFinite));
    if (wrong) {
      throw new UserError(
        `${folder}: the head ${wrong.head} gives values that are not numbers; its weights are damaged`,
      );
    }
    return entityTypes(classifier.spec.heads);
  } finally {
    await classifier.dispose();
  }
}
