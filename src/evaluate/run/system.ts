import type { WordEntity } from '../../core/entity.ts';
import type { SystemInfo } from '../report/report.ts';

/** A model that is evaluated. */
export interface EvaluatedSystem {
  readonly info: SystemInfo;
  /** The types that it finds. */
  readonly types: readonly string[];
  /** See `Recognizer.recognize`. */
  recognize(sentences: readonly (readonly string[])[], signal?: AbortSignal): Promise<WordEntity[][]>;
}
