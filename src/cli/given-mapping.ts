import { UserError } from '../core/errors.ts';
import type { TypeMapping } from '../corpus/types/mapping.ts';
import { parseMapping } from '../corpus/types/mapping-file.ts';
import { UsageError } from './arguments.ts';

/**
 * The mapping of types that `--map` gives.
 * @throws UsageError if it is no mapping; UserError if it names a file that is none.
 */
export function givenMapping(text: string): TypeMapping {
  try {
    return parseMapping(text);
  } catch (thrown) {
    if (thrown instanceof UserError && thrown.message.startsWith('--map')) throw new UsageError(thrown.message);
    throw thrown;
  }
}
