import { type ModelSummary, type ServerStatus, tokenTypeOf } from '../src/protocol.ts';

const states: Record<ServerStatus['state'], string> = {
  starting: 'Loading the model …',
  ready: 'Ready',
  reading: 'Reading …',
  failed: 'The model could not be loaded',
};

/** Shows a status on the page of `panel.html`. */
export function showStatus({ state, model, message }: ServerStatus): void {
  const told = part('state');
  told.dataset.state = state;
  told.textContent = [states[state], ...(message === undefined ? [] : [message])].join(': ');
  part('name').textContent = model?.name ?? 'Model and Devices';
  part('model').hidden = !model;
  part('devices').hidden = !model;
  if (!model) return;
  part('facts').replaceChildren(
    ...factsOf(model).flatMap(([term, value]) => [element('dt', term), element('dd', value)]),
  );
  const { preference, device, attempts } = model.device;
  part('preference').textContent =
    preference === 'auto'
      ? `The model runs on ${device}, the best device that works here.`
      : `The model runs on ${device}; the settings ask for ${preference}.`;
  part('attempts').replaceChildren(
    ...attempts.map(({ device: tried, accepted, reason }) => {
      const name = element('th', tried);
      name.scope = 'row';
      return element('tr', name, element('td', accepted ? 'yes' : 'no'), element('td', reason));
    }),
  );
}

/** An element of the page that is known to be there. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`panel.html has no element #${id}`);
  return found;
}

function factsOf({ folder, family, types, maxLength }: ModelSummary): readonly (readonly [string, string | Node])[] {
  return [
    ['Folder', folder],
    ['Encoder', family],
    ['Entity types', typeList(types)],
    ['Window', `${maxLength} tokens; longer sentences are read in overlapping windows`],
  ];
}

function typeList(types: readonly string[]): Node {
  const list = element('span', ...types.map(typeName));
  list.className = 'types';
  return list;
}

function typeName(type: string): Node {
  const name = element('span', type);
  name.className = 'type';
  name.style.setProperty('--type-color', `var(--vscode-gerbera-${tokenTypeOf(type)})`);
  return name;
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  created.append(...children);
  return created;
}
