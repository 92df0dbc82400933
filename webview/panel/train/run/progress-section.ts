import { deviceName } from '../../../../src/protocol/device-name.ts';
import type { RunProgress, RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { durationText, numberText, percentText } from '../../words.ts';
import { stageName } from '../names.ts';

/** How far a run is. */
export class ProgressSection {
  readonly root: HTMLElement;
  readonly #bar = element('progress', { max: 1, 'aria-label': t('Progress of the run') });
  readonly #share = element('span', { class: 'share' });
  readonly #left = element('span', { class: 'left' });
  readonly #facts = element('dl', { class: 'tiles' });

  constructor() {
    const line = element('p', { class: 'line' }, this.#share, this.#left);
    this.root = element('div', { class: 'progress' }, line, this.#bar, this.#facts);
  }

  show({ state, progress, device }: RunSummary): void {
    const running = state === 'running';
    this.root.hidden = !progress && !running;
    if (!progress) {
      this.#bar.removeAttribute('value');
      this.#share.textContent = t('Corpora are being read …');
      this.#left.textContent = '';
      this.#facts.replaceChildren();
      return;
    }
    this.#bar.value = progress.share;
    this.#bar.setAttribute('aria-valuetext', t('{0} per cent', percentText(progress.share)));
    this.#share.textContent = t('{0} %', numberText(Math.floor(100 * progress.share)));
    this.#left.textContent = running
      ? t('{0} left, less if a stage ends early', durationText(progress.secondsLeft))
      : '';
    this.#facts.replaceChildren(
      ...factsOf(progress, running, device).map(([term, value]) =>
        element('div', {}, element('dt', {}, term), element('dd', {}, value)),
      ),
    );
  }
}

function factsOf(
  progress: RunProgress,
  running: boolean,
  device: string | undefined,
): readonly (readonly [string, string])[] {
  const { stage, stageNumber, stages, epoch, epochs, step, of, tokensPerSecond } = progress;
  return [
    [t('Stage'), stages > 1 ? t('{0} of {1}: {2}', stageNumber, stages, stageName(stage)) : stageName(stage)],
    [t('Epoch'), t('{0} of {1} at most', numberText(epoch), numberText(epochs))],
    [t('Update'), t('{0} of {1} at most', numberText(step), numberText(of))],
    ...(device === undefined ? [] : [[t('Device'), deviceName(device)] as const]),
    ...(running ? [[t('Speed'), t('{0} tokens a second', numberText(tokensPerSecond))] as const] : []),
  ];
}
