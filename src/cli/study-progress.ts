import { duration, percent } from '../evaluate/report/format.ts';
import type { StudyProgress } from '../study/progress.ts';
import { cellLabel } from '../study/results.ts';
import type { StudyEvent } from '../study/run-study.ts';
import type { StudyRun, StudySpec } from '../study/study.ts';
import { studyTable, summaryText } from './study-table.ts';
import { type Terminal, tell, write } from './terminal.ts';

/** Tells a person, or as JSON a program, of a study that is run. */
export class StudyReporter {
  readonly #terminal: Terminal;
  readonly #spec: StudySpec;
  readonly #progress: StudyProgress;
  readonly #json: boolean;
  readonly #redraws: boolean;
  /** Lines of the table that is on the terminal. */
  #drawn = 0;

  constructor(terminal: Terminal, spec: StudySpec, progress: StudyProgress, json: boolean) {
    this.#terminal = terminal;
    this.#spec = spec;
    this.#progress = progress;
    this.#json = json;
    this.#redraws = !json && 'isTTY' in terminal.stderr && terminal.stderr.isTTY === true;
  }

  async show(event: StudyEvent): Promise<void> {
    this.#progress.follow(event);
    if (this.#json) {
      await write(this.#terminal.stdout, `${JSON.stringify(asJson(event))}\n`);
      return;
    }
    this.#clear();
    const text = eventText(event);
    if (text !== undefined) {
      const left = this.#redraws ? '' : ` (${summaryText(this.#progress)})`;
      tell(this.#terminal.stderr, `gerbera: ${text}${left}\n`);
    }
    if (this.#redraws) this.#draw();
  }

  /** Leaves the terminal with how it stands. */
  end(): void {
    if (this.#json) return;
    this.#clear();
    this.#draw();
    this.#drawn = 0;
  }

  #draw(): void {
    const lines = studyTable(this.#spec, this.#progress);
    tell(this.#terminal.stderr, `${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  /** Takes the table away: the cursor goes up to its first line, and what is below is erased. */
  #clear(): void {
    if (this.#drawn > 0) tell(this.#terminal.stderr, `\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }
}

/** What a run is called: by its cells, or by what it trains for others. */
export function runLabel({ cells, config }: StudyRun): string {
  const [first, ...others] = cells;
  if (first) return others.length > 0 ? `${cellLabel(first)} and ${others.length} more` : cellLabel(first);
  const stages = config.stages.map(({ name }) => name).join(', ');
  return `stage ${stages} on ${Object.keys(config.corpora).join(', ')}, seed ${config.seed}`;
}

/** A line that stays, of what has ended. */
function eventText(event: StudyEvent): string | undefined {
  if (event.kind === 'failed') return `${runLabel(event.run)}: failed: ${event.reason}`;
  if (event.kind !== 'finished') return undefined;
  const { scores, seconds } = event.outcome;
  const f1 = scores ? `F1 ${percent(scores.test.f1)} (devel ${percent(scores.devel.f1)}), ` : '';
  return `${runLabel(event.run)}: ${f1}${duration(seconds)}`;
}

function asJson(event: StudyEvent): object {
  const { kind, run } = event;
  return {
    kind,
    key: run.key,
    cells: run.cells,
    ...(event.kind === 'finished' ? event.outcome : {}),
    ...(event.kind === 'failed' ? { reason: event.reason } : {}),
  };
}
