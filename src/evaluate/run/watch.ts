import type { ReadOptions } from '../../corpus/forms/form.ts';
import type { CorpusFile } from '../../corpus/parts.ts';
import { type CorpusProblem, ProblemTally } from '../../corpus/problems.ts';
import type { EvaluationEvent } from '../report/report.ts';

/** Sees what reading tells: problems, and the hashes of files. */
export class Watch {
  readonly problems = new ProblemTally();
  readonly files: { file: string; sha256: string }[] = [];
  #waiting: CorpusProblem[] = [];

  /** What a form's reader is told, and whom it tells. */
  options({ place }: CorpusFile, signal: AbortSignal | undefined): ReadOptions {
    return {
      onProblem: (problem) => this.see(problem),
      onHash: (sha256) => {
        this.files.push({ file: place, sha256 });
      },
      ...(signal ? { signal } : {}),
    };
  }

  see(problem: CorpusProblem): void {
    if (this.problems.add(problem)) this.#waiting.push(problem);
  }

  /** The problems since the last call that the report will show. */
  *takeProblems(): Generator<EvaluationEvent, void, undefined> {
    const problems = this.#waiting;
    this.#waiting = [];
    for (const problem of problems) yield { kind: 'problem', problem };
  }
}
