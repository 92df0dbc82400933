import { deviceName } from '../../../src/protocol/device-name.ts';
import { type ModelSummary, type ServerStatus, tokenTypeOf } from '../../../src/protocol.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';

/** What reads documents now, on which device, and what became of the other devices. */
export class StatusSection {
  readonly root = element('section', { 'aria-label': t('In use') });
  readonly #name = element('h2', { id: 'name' });
  readonly #state = element('p', { id: 'state', role: 'status' });
  readonly #model = element('div', { id: 'model' });

  constructor() {
    this.root.append(this.#name, this.#state, this.#model);
  }

  show({ state, model, message }: ServerStatus): void {
    const states: Record<ServerStatus['state'], string> = {
      starting: t('Loading the model …'),
      ready: t('Ready'),
      reading: t('Reading …'),
      failed: t('The model could not be loaded'),
    };
    this.#state.dataset.state = state;
    this.#state.textContent = [states[state], ...(message === undefined ? [] : [message])].join(': ');
    this.#name.textContent = model?.name ?? t('Model and Devices');
    this.#model.replaceChildren(...(model ? [factsOf(model), ...devicesOf(model)] : []));
  }
}

function factsOf({ folder, family, types, maxLength }: ModelSummary): HTMLElement {
  const facts: readonly (readonly [string, string | Node])[] = [
    [t('Folder'), folder],
    [t('Encoder'), family],
    [t('Entity types'), typeList(types)],
    [t('Window'), t('{0} tokens; longer sentences are read in overlapping windows', maxLength)],
  ];
  return element(
    'dl',
    { id: 'facts' },
    ...facts.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]),
  );
}

function devicesOf({ device: { preference, device, attempts } }: ModelSummary): readonly HTMLElement[] {
  const rows = attempts.map(({ device: tried, accepted, reason }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, deviceName(tried)),
      element('td', {}, accepted ? t('yes') : t('no')),
      element('td', {}, reason),
    ),
  );
  const heads = [t('Device'), t('Used'), t('What happened')].map((text) => element('th', { scope: 'col' }, text));
  return [
    element(
      'p',
      { id: 'preference' },
      preference === 'auto'
        ? t('The model runs on {0}, the best device that works here.', deviceName(device))
        : t('The model runs on {0}; the settings ask for {1}.', deviceName(device), deviceName(preference)),
    ),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', { id: 'attempts' }, ...rows),
    ),
  ];
}

/** Entity types, each with the colour that it has in documents. */
export function typeList(types: readonly string[]): HTMLElement {
  const names = types.map((type) => {
    const name = element('span', { class: 'type' }, type);
    name.style.setProperty('--type-color', `var(--vscode-gerbera-${tokenTypeOf(type)})`);
    return name;
  });
  return element('span', { class: 'types' }, ...names);
}
