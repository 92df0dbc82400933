import { deviceName } from '../../../../src/protocol/device-name.ts';
import type { StageEstimate, TrainingEstimate } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { icon } from '../../../icon.ts';
import { t } from '../../../texts.ts';
import { bytesText, durationText, examplesText, numberText, tokensText, updatesText } from '../../words.ts';
import { stageName } from '../names.ts';

/** What is known of the time and memory of a run that has not begun. */
export type EstimateState =
  | { readonly kind: 'none' }
  /** The corpora are being looked into, before anything can be estimated. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'waiting'; readonly starting: boolean }
  | { readonly kind: 'known'; readonly estimate: TrainingEstimate }
  | { readonly kind: 'refused'; readonly title: string; readonly problem: string };

/** What a run would take, before it is started; or why it would not be trained. */
export class EstimateSection {
  readonly root: HTMLElement;
  readonly #told = element('div');
  readonly #alert = element('div', { role: 'alert' });

  constructor() {
    this.root = element('section', { class: 'estimate', 'aria-label': t('Time and memory') }, this.#told, this.#alert);
  }

  show(state: EstimateState): void {
    this.root.hidden = state.kind === 'none';
    this.#told.replaceChildren(...told(state));
    const refusal =
      state.kind === 'refused'
        ? [
            element(
              'div',
              { class: 'alert' },
              icon('failed'),
              element('div', {}, element('strong', {}, state.title), element('p', {}, state.problem)),
            ),
          ]
        : [];
    this.#alert.replaceChildren(...refusal);
  }
}

function told(state: EstimateState): readonly HTMLElement[] {
  if (state.kind === 'waiting' || state.kind === 'reading') {
    const text =
      state.kind === 'reading'
        ? t('The corpora are still being read …')
        : state.starting
          ? t('Looking at the corpora, then it starts …')
          : t('Estimating: corpora are read and a few steps are tried …');
    return [element('p', { class: 'waiting' }, element('vscode-progress-ring', { 'aria-hidden': 'true' }), text)];
  }
  if (state.kind !== 'known') return [];
  const { estimate } = state;
  return [
    element('h3', {}, t('{0} at most, on {1}', durationText(estimate.seconds), deviceName(estimate.device))),
    element('p', { class: 'note' }, t('Heads: {0}. Saved in {1}.', estimate.heads.join(', '), estimate.output)),
    element('div', { class: 'stages' }, ...estimate.stages.map((stage, place) => stageFacts(stage, place, estimate))),
    ...estimate.warnings.map((text) => element('p', { class: 'notice' }, icon('warning'), element('span', {}, text))),
  ];
}

function stageFacts(stage: StageEstimate, place: number, { stages }: TrainingEstimate): HTMLElement {
  const { examples, tokens, epochs, steps, secondsPerEpoch, memory } = stage;
  const facts: readonly (readonly [string, string])[] = [
    [t('Corpora'), stage.corpora.join(', ')],
    [t('An epoch'), `${examplesText(examples)}, ${tokensText(tokens)}`],
    [t('Epochs'), t('{0} at most, {1}', numberText(epochs), updatesText(steps))],
    [
      t('Time'),
      t('{0} an epoch, {1} tokens a second', durationText(secondsPerEpoch), numberText(stage.tokensPerSecond)),
    ],
    [t('Batch'), stage.batch],
    [t('Learning rate'), stage.learningRate.toExponential()],
    ...(memory ? [[t('Memory'), memoryText(memory)] as const] : []),
  ];
  const title = stages.length > 1 ? t('Stage {0}: {1}', place + 1, stageName(stage.name)) : stageName(stage.name);
  return element(
    'div',
    { class: 'stage' },
    element('h4', {}, title),
    element('dl', {}, ...facts.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)])),
  );
}

function memoryText({ estimated, available, cut }: NonNullable<StageEstimate['memory']>): string {
  const needed = t('about {0} of {1}', bytesText(estimated), bytesText(available));
  return cut ? t('{0}; batches are cut into smaller steps', needed) : needed;
}
