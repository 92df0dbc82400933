import {
  type CancellationToken,
  type Disposable,
  Location,
  Position,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  Uri,
  workspace,
} from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import type { EvaluationReport, FrequentError } from '../../evaluate/report/report.ts';
import { readSettings } from '../../settings.ts';
import { t } from '../texts.ts';
import { frequentWords } from './error-words.ts';
import { type Asked, type KeptEvaluation, type KeptEvaluations, titleOf } from './kept.ts';
import { type Verdict, verdicts } from './verdict.ts';

/** Evaluates again; undefined if it was cancelled. */
type Evaluate = (asked: Asked, token: CancellationToken) => Promise<KeptEvaluation | undefined>;

/**
 * The Test Explorer: what was evaluated is a suite (corpus, part, model), a type a test, which passes if its F1 reaches
 * the setting `gerbera.evaluation.minimumF1`. Only the newest report of each is shown. Nothing is there before the first
 * evaluation, so that nobody has a view of tests who has none.
 */
export class TestResults implements Disposable {
  readonly #kept: KeptEvaluations;
  readonly #evaluate: Evaluate;
  readonly #asked = new Map<string, Asked>();
  readonly #reports = new Map<string, EvaluationReport>();
  readonly #listener: Disposable;
  #controller: TestController | undefined;
  /** Whether a run of the Test Explorer shows the results itself. */
  #running = false;

  constructor(kept: KeptEvaluations, evaluate: Evaluate) {
    this.#kept = kept;
    this.#evaluate = evaluate;
    this.#listener = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('gerbera.evaluation.minimumF1')) this.#judgeAll();
    });
  }

  /** Shows what is kept of earlier evaluations. */
  async restore(): Promise<void> {
    const newest = new Map<string, KeptEvaluation>();
    for (const evaluation of await this.#kept.list()) {
      const key = keyOf(evaluation.asked);
      if (!newest.has(key)) newest.set(key, evaluation);
    }
    for (const evaluation of [...newest.values()].reverse()) {
      const report = await this.#kept.report(evaluation.id).catch(() => undefined);
      if (report) this.#take(evaluation.asked, report);
    }
    if (newest.size > 0) this.#judgeAll();
  }

  /** Shows a new report. */
  async show({ id, asked }: KeptEvaluation): Promise<void> {
    const suite = this.#take(asked, await this.#kept.report(id));
    if (!this.#running) this.#judge(titleOf(asked), [suite]);
  }

  dispose(): void {
    this.#listener.dispose();
    this.#controller?.dispose();
  }

  get #tests(): TestController {
    if (this.#controller) return this.#controller;
    const controller = tests.createTestController('gerbera.evaluation', t('GERBERA: Corpora'));
    controller.createRunProfile(
      t('Evaluate'),
      TestRunProfileKind.Run,
      (request, token) => this.#runAgain(request, token),
      true,
    );
    this.#controller = controller;
    return controller;
  }

  #take(asked: Asked, report: EvaluationReport): TestItem {
    const key = keyOf(asked);
    this.#asked.set(key, asked);
    this.#reports.set(key, report);
    const suite = this.#tests.createTestItem(key, titleOf(asked), Uri.file(asked.place));
    suite.children.replace(
      verdicts(report, null).map(({ type, description }) => {
        const test = this.#tests.createTestItem(JSON.stringify([key, type]), type, Uri.file(asked.place));
        test.description = description;
        return test;
      }),
    );
    this.#tests.items.add(suite);
    return suite;
  }

  #judgeAll(): void {
    if (!this.#controller) return;
    const suites: TestItem[] = [];
    this.#controller.items.forEach((suite) => {
      suites.push(suite);
    });
    this.#judge(t('Kept evaluations'), suites);
  }

  #judge(name: string, suites: readonly TestItem[]): void {
    const run = this.#tests.createTestRun(new TestRunRequest(suites), name, false);
    for (const suite of suites) this.#tell(suite, run);
    run.end();
  }

  #tell(suite: TestItem, run: TestRun): void {
    const report = this.#reports.get(suite.id);
    if (!report) return;
    const { values } = readSettings(workspace.getConfiguration('gerbera', suite.uri));
    for (const verdict of verdicts(report, values['evaluation.minimumF1'])) {
      const test = suite.children.get(JSON.stringify([suite.id, verdict.type]));
      if (!test) continue;
      if (verdict.passed) run.passed(test);
      else run.failed(test, messages(verdict, report));
      run.appendOutput(`${suite.label}: ${verdict.type}: ${verdict.description}\r\n`, undefined, test);
    }
  }

  /** A suite is evaluated as a whole, also where one of its types is asked for. */
  async #runAgain(request: TestRunRequest, token: CancellationToken): Promise<void> {
    const all: TestItem[] = [];
    this.#tests.items.forEach((suite) => {
      all.push(suite);
    });
    const suites = new Set((request.include ?? all).map((item) => item.parent ?? item));
    for (const excluded of request.exclude ?? []) suites.delete(excluded);
    const run = this.#tests.createTestRun(request);
    for (const suite of suites) mark(suite, (item) => run.enqueued(item));
    this.#running = true;
    try {
      for (const suite of suites) {
        const asked = this.#asked.get(suite.id);
        if (!asked || token.isCancellationRequested) continue;
        mark(suite, (item) => run.started(item));
        await this.#runOne(suite, asked, run, token);
      }
    } finally {
      this.#running = false;
      run.end();
    }
  }

  async #runOne(suite: TestItem, asked: Asked, run: TestRun, token: CancellationToken): Promise<void> {
    try {
      const evaluation = await this.#evaluate(asked, token);
      if (!evaluation) mark(suite, (item) => run.skipped(item));
      else this.#tell(this.#take(asked, await this.#kept.report(evaluation.id)), run);
    } catch (error) {
      mark(suite, (item) => run.errored(item, new TestMessage(errorMessage(error))));
    }
  }
}

function keyOf({ place, split, model, against }: Asked): string {
  return JSON.stringify([place, split ?? null, model, against ?? null]);
}

function mark(suite: TestItem, each: (item: TestItem) => void): void {
  suite.children.forEach((test) => {
    each(test);
  });
}

/** Why a test failed: its score, then what went wrong most often, with a place in the corpus for each. */
function messages({ reason, errors }: Verdict, report: EvaluationReport): TestMessage[] {
  const first = new TestMessage(reason);
  const others = errors.map((error) => {
    const message = new TestMessage(frequentWords(error));
    const location = locationOf(error, report);
    if (location) message.location = location;
    return message;
  });
  const location = others.find((message) => message.location)?.location;
  if (location) first.location = location;
  return [first, ...others];
}

function locationOf({ places }: FrequentError, { errors }: EvaluationReport): Location | undefined {
  const error = errors.places[places[0] ?? -1];
  const place = (error?.gold ?? error?.found)?.place;
  // What is compressed has no lines that an editor could go to.
  if (!place || /\.(gz|parquet)$/i.test(place.file)) return undefined;
  return new Location(Uri.file(place.file), new Position(place.line - 1, place.column ?? 0));
}
