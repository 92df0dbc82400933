import type { PanelUpdate } from '../../../../src/protocol/panel.ts';
import type { RunLogEntry, RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { icon } from '../../../icon.ts';
import { t } from '../../../texts.ts';
import { curvesOf } from '../../curves/curves.ts';
import type { Page } from '../../page.ts';
import { baseName, generalNames, methodWords, stateWords, targetNames } from '../../run-words.ts';
import { percentText } from '../../words.ts';
import { stageName } from '../names.ts';
import { ProgressSection } from './progress-section.ts';
import { RunActions } from './run-actions.ts';
import { runCard } from './run-card.ts';
import { RunCharts } from './run-charts.ts';
import { epochTable } from './score-table.ts';

/** Milliseconds between two drawings of the curves: a small model makes many updates a second. */
const drawingPause = 400;

/** How much of the time drawing may take, where a log is long. */
const drawingShare = 0.1;

/** What a run does, and what it gave. */
export class RunView {
  readonly root = element('div', { class: 'run', hidden: true });
  readonly #page: Page;
  readonly #title = element('h2', { tabindex: -1 });
  readonly #state = element('p', { class: 'state' });
  readonly #about = element('p', { class: 'about quiet' });
  readonly #problem = element('div', { role: 'alert' });
  readonly #progress = new ProgressSection();
  readonly #actions: RunActions;
  readonly #charts = new RunCharts();
  readonly #table = element('div');
  readonly #scores: HTMLDetailsElement;
  readonly #card = element('div');
  readonly #missing = element('p', { class: 'quiet' });
  readonly #back = element('vscode-button', { appearance: 'secondary' }, t('New Run'));
  readonly #body: HTMLElement;
  #id: string | undefined;
  #runs: readonly RunSummary[] | undefined;
  #entries: readonly RunLogEntry[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = '';
  #pause = drawingPause;

  /** @param anew goes to the form. */
  constructor(page: Page, anew: () => void) {
    this.#page = page;
    this.#actions = new RunActions(page, anew);
    this.#scores = element('details', {}, element('summary', {}, t('Scores after each epoch')), this.#table);
    this.#scores.addEventListener('toggle', () => this.#draw());
    const head = element('header', {}, this.#title, this.#state, this.#about);
    const measured = element('section', { 'aria-label': t('Curves') }, this.#charts.root, this.#scores);
    this.#body = element('div', {}, this.#progress.root, this.#actions.root, this.#card, measured);
    this.#back.addEventListener('click', anew);
    this.root.append(head, this.#problem, this.#missing, this.#back, this.#body);
  }

  /** Looks at a run from its beginning; at none if it is undefined. */
  look(id: string | undefined): void {
    this.root.hidden = id === undefined;
    if (id === this.#id) return;
    this.#id = id;
    this.#entries = [];
    this.#told = '';
    this.#page.post({ kind: 'follow', runs: id === undefined ? [] : [id] });
    this.#show();
    this.#draw();
    if (id !== undefined) this.#title.focus({ preventScroll: true });
  }

  receive(update: PanelUpdate): void {
    if (update.kind === 'runs') {
      this.#runs = update.runs;
      this.#show();
    }
    if (update.kind === 'log' && update.run === this.#id) {
      this.#entries = update.anew ? update.entries : [...this.#entries, ...update.entries];
      if (!update.anew) this.#tellEpochs(update.entries);
      this.#timer ??= setTimeout(() => this.#draw(), update.anew ? 0 : this.#pause);
    }
  }

  /** What has come while another tab was shown is drawn. */
  shown(): void {
    this.#draw();
  }

  #show(): void {
    const run = this.#runs?.find(({ id }) => id === this.#id);
    this.#body.hidden = run === undefined;
    this.#missing.hidden = run !== undefined;
    this.#back.hidden = run !== undefined;
    this.#missing.textContent = this.#runs ? t('This run is not there any more.') : t('Runs are being looked for …');
    if (!run) {
      this.#title.textContent = this.#runs ? t('No such run') : t('Run');
      for (const part of [this.#state, this.#about, this.#problem]) part.replaceChildren();
      return;
    }
    this.#title.textContent = run.name;
    const { text, icon: name } = stateWords(run);
    this.#state.className = `state ${run.state}`;
    this.#state.replaceChildren(icon(name), element('span', {}, text));
    this.#about.textContent = aboutText(run);
    this.#showProblem(run);
    this.#progress.show(run);
    this.#actions.show(run);
    this.#card.replaceChildren(...(run.state === 'done' ? [runCard(run, this.#entries)] : []));
    this.#tellState(run, text);
  }

  #showProblem({ state, problem }: RunSummary): void {
    const bad = state === 'failed' || state === 'missing' || problem !== undefined;
    const texts: Partial<Record<RunSummary['state'], string>> = {
      failed: t('The run has given up'),
      missing: t('The folder of the run is not there any more'),
    };
    const said = `${texts[state] ?? ''}${problem ?? ''}`;
    if (this.#problem.dataset.said === said) return;
    this.#problem.dataset.said = said;
    const lines = [
      element('strong', {}, texts[state] ?? t('Something is wrong with the run')),
      ...(problem === undefined ? [] : [element('p', {}, problem)]),
    ];
    this.#problem.replaceChildren(
      ...(bad ? [element('div', { class: 'alert' }, icon('failed'), element('div', {}, ...lines))] : []),
    );
  }

  /** A change of the state is said; not the state that a run has when it is first looked at. */
  #tellState({ id, name }: RunSummary, text: string): void {
    const now = `${id} ${text}`;
    if (this.#told !== '' && this.#told !== now) this.#page.announce(`${name}: ${text}`);
    this.#told = now;
  }

  #tellEpochs(entries: readonly RunLogEntry[]): void {
    const last = entries.findLast((entry) => entry.kind === 'evaluation');
    if (!last || last.corpora.length === 0) return;
    const { stage, epoch, score, best } = last;
    const said = t('Epoch {0} of stage {1} has ended: F1 {2} on devel', epoch, stageName(stage), percentText(score));
    this.#page.announce(best ? t('{0}, the best so far', said) : said);
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#id === undefined) return;
    const began = performance.now();
    const curves = curvesOf(this.#entries);
    this.#charts.show(curves);
    this.#pause = Math.max(drawingPause, (performance.now() - began) / drawingShare);
    this.#scores.hidden = curves.evaluations.length === 0;
    if (this.#scores.open) this.#table.replaceChildren(epochTable(curves));
  }
}

function aboutText(run: RunSummary): string {
  const general = generalNames(run);
  return [
    methodWords(run.method),
    t('on {0}', targetNames(run)),
    ...(general === '' ? [] : [t('with {0}', general)]),
    t('from {0}', baseName(run)),
  ].join(', ');
}
