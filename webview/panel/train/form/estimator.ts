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
  /** Whether what is estimated is to start then. */
  #startsThen = false;
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
    return this.#starting || this.#startsThen;
  }

  /** Whether there are warnings that are seen before the start. */
  get warned(): boolean {
    return this.#state.kind === 'known' && this.#state.estimate.warnings.length > 0;
  }

  /** What the form asks for now: what is known of something else is forgotten. */
  use(request: TrainingRequest | undefined): void {
    if (this.#state.kind === 'none' || JSON.stringify(request) === this.#of) return;
    // Why another window was quicker is still to be read when the name is taken by then.
    if (this.#state.kind === 'refused' && !request) return;
    if (this.#state.kind === 'waiting') this.#page.post({ kind: 'cancelEstimate' });
    this.#state = { kind: 'none' };
    this.#startsThen = false;
    this.#id++;
  }

  estimate(request: TrainingRequest): void {
    if (this.busy) return;
    this.#page.post({ kind: 'estimate', id: this.#wait(request), request });
    this.#changed();
  }

  /** Starts at once where the request was estimated, else after that. */
  start(request: TrainingRequest): void {
    if (this.busy) return;
    const known = this.#state.kind === 'known' && JSON.stringify(request) === this.#of;
    this.#starting = known;
    this.#startsThen = !known;
    this.#page.post({ kind: 'start', request, ...(known ? {} : { estimate: this.#wait(request) }) });
    this.#changed();
  }

  /** Whether an update was meant for it. */
  receive(update: PanelUpdate): boolean {
    if (update.kind === 'estimate' && update.id === this.#id) return this.#take(update);
    const refused = update.kind === 'problem' && update.of === 'start';
    if (update.kind !== 'started' && !refused) return false;
    this.#starting = false;
    this.#startsThen = false;
    if (refused) this.#state = { kind: 'refused', title: t('Training was not started'), problem: update.message };
    return true;
  }

  #take({ estimate, problem }: Extract<PanelUpdate, { readonly kind: 'estimate' }>): boolean {
    const starts = this.#startsThen;
    this.#startsThen = false;
    if (!estimate) {
      const title = starts ? t('Training was not started') : t('Time and memory could not be estimated');
      this.#state = { kind: 'refused', title, problem: problem ?? '' };
      return true;
    }
    this.#state = { kind: 'known', estimate };
    this.#page.announce(t('It takes {0} at most.', durationText(estimate.seconds)));
    this.#starting = starts && estimate.warnings.length === 0;
    if (starts && !this.#starting) this.#page.announce(t('It has not started yet: {0}', estimate.warnings.join('; ')));
    return true;
  }

  /** Waits for an estimate; its id. */
  #wait(request: TrainingRequest): number {
    this.#of = JSON.stringify(request);
    this.#state = { kind: 'waiting', starting: this.#startsThen };
    this.#page.announce(t('Estimating time and memory …'));
    return ++this.#id;
  }
}
