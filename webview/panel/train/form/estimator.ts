import type { PanelUpdate } from '../../../../src/protocol/panel.ts';
import type { TrainingRequest } from '../../../../src/protocol/training.ts';
import { t } from '../../../texts.ts';
import type { Page } from '../../page.ts';
import { durationText } from '../../words.ts';
import type { EstimateState } from './estimate-section.ts';

/**
 * Estimates and starts. An estimate reads the corpora and tries some steps, seconds of all cores: it is made when somebody
 * asks for it and before every start, which it holds up where there is a warning that nobody has seen, not while one types.
 */
export class Estimator {
  readonly #page: Page;
  readonly #changed: () => void;
  #state: EstimateState = { kind: 'none' };
  /** What the state is of, as JSON. */
  #of = '';
  #id = 0;
  /** What is started once it is estimated. */
  #next: TrainingRequest | undefined;
  #starting = false;

  /** @param changed told of every change that is not made by calls. */
  constructor(page: Page, changed: () => void) {
    this.#page = page;
    this.#changed = changed;
  }

  get state(): EstimateState {
    return this.#state;
  }

  /** Whether something is being started. */
  get busy(): boolean {
    return this.#starting || this.#next !== undefined;
  }

  /** Whether there are warnings that are seen before the start. */
  get warned(): boolean {
    return this.#state.kind === 'known' && this.#state.estimate.warnings.length > 0;
  }

  /** What the form asks for now: what is known of something else is forgotten. */
  use(request: TrainingRequest | undefined): void {
    if (this.#state.kind === 'none' || JSON.stringify(request) === this.#of) return;
    this.#state = { kind: 'none' };
    this.#next = undefined;
    this.#id++;
  }

  estimate(request: TrainingRequest): void {
    this.#next = undefined;
    this.#ask(request);
  }

  /** Starts at once where the request was estimated, else after that. */
  start(request: TrainingRequest): void {
    if (this.busy) return;
    const known = this.#state.kind === 'known' && JSON.stringify(request) === this.#of;
    if (known) this.#begin(request);
    else {
      this.#next = request;
      this.#ask(request);
    }
  }

  /** Whether an update was meant for it. */
  receive(update: PanelUpdate): boolean {
    if (update.kind === 'estimate' && update.id === this.#id) return this.#take(update);
    const refused = update.kind === 'problem' && update.of === 'start';
    if (update.kind !== 'started' && !refused) return false;
    this.#starting = false;
    if (refused) this.#state = { kind: 'refused', title: t('Training was not started'), problem: update.message };
    return true;
  }

  #take({ estimate, problem }: Extract<PanelUpdate, { readonly kind: 'estimate' }>): boolean {
    const next = this.#next;
    this.#next = undefined;
    if (!estimate) {
      const title = next ? t('Training was not started') : t('Time and memory could not be estimated');
      this.#state = { kind: 'refused', title, problem: problem ?? '' };
      return true;
    }
    this.#state = { kind: 'known', estimate };
    this.#page.announce(t('It takes {0} at most.', durationText(estimate.seconds)));
    if (next && estimate.warnings.length === 0) this.#begin(next);
    else if (next) this.#page.announce(t('It has not started yet: {0}', estimate.warnings.join('; ')));
    return true;
  }

  #ask(request: TrainingRequest): void {
    this.#of = JSON.stringify(request);
    this.#state = { kind: 'waiting', starting: this.#next !== undefined };
    this.#page.post({ kind: 'estimate', id: ++this.#id, request });
    this.#page.announce(t('Estimating time and memory …'));
    this.#changed();
  }

  #begin(request: TrainingRequest): void {
    this.#starting = true;
    this.#page.post({ kind: 'start', request });
    this.#changed();
  }
}
