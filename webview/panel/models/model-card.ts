import type { ModelDetails } from '../../../src/protocol/models.ts';
import type { ModelAction } from '../../../src/protocol/panel.ts';
import { element } from '../../element.ts';
import { icon } from '../../icon.ts';
import { t } from '../../texts.ts';
import { percentText } from '../words.ts';
import { modelFacts } from './model-words.ts';
import { typeList } from './status.ts';

/** An installed model: what it finds, how well, what it is, and what can be done with it. */
export function modelCard(model: ModelDetails, used: boolean, act: (action: ModelAction) => void): HTMLElement {
  const { name, folder, broken, description, types, embedded } = model;
  const title = element(
    'div',
    { class: 'title' },
    element('h3', {}, name),
    ...(used ? [badge('used', t('In use'), 'check')] : []),
    ...(embedded ? [badge('embedded', t('Comes with GERBERA'))] : []),
    ...(broken ? [badge('unusable', t('Cannot be loaded'))] : []),
  );
  const facts = modelFacts(model).flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)]);
  const card = element(
    'li',
    { class: used ? 'model used' : 'model' },
    title,
    ...(broken ? [element('p', { class: 'broken' }, icon('warning'), element('span', {}, description))] : []),
    ...(types.length > 0 ? [typeList(types)] : []),
    ...scoresOf(model),
    element('dl', {}, ...facts),
    actions(model, used, act),
  );
  card.dataset.folder = folder;
  return card;
}

function badge(name: string, text: string, picture?: 'check'): HTMLElement {
  return element('span', { class: `badge ${name}` }, ...(picture ? [icon(picture)] : []), text);
}

function scoresOf({ name, scores, scoredOn }: ModelDetails): readonly HTMLElement[] {
  if (scores.length === 0) return [];
  const part = scoredOn === 'devel' ? t('F1 on devel') : t('F1 on test');
  const rows = scores.map(({ corpus, micro }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, corpus),
      element('td', { class: 'number' }, percentText(micro.f1)),
      element('td', { class: 'bar' }, element('progress', { value: micro.f1, max: 1, 'aria-hidden': 'true' })),
    ),
  );
  const heads = [
    element('th', { scope: 'col' }, t('Corpus')),
    element('th', { scope: 'col', class: 'number' }, part),
    element('td', {}),
  ];
  return [
    element(
      'table',
      { 'aria-label': t('Scores of {0}', name) },
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...rows),
    ),
  ];
}

function actions(model: ModelDetails, used: boolean, act: (action: ModelAction) => void): HTMLElement {
  const { name, broken, card, embedded } = model;
  const titles: Record<ModelAction, string> = {
    use: t('Use'),
    evaluate: t('Evaluate'),
    card: t('Card'),
    reveal: t('Show in File Explorer'),
    export: t('Export …'),
    delete: t('Delete …'),
  };
  const possible: readonly ModelAction[] = [
    ...(broken || used ? [] : ['use' as const]),
    ...(broken ? [] : ['evaluate' as const]),
    ...(card ? ['card' as const] : []),
    ...(broken ? [] : ['export' as const]),
    'reveal',
    ...(embedded ? [] : ['delete' as const]),
  ];
  const buttons = possible.map((action) => {
    const button = element(
      'vscode-button',
      { appearance: action === 'use' ? 'primary' : 'secondary', 'aria-label': `${titles[action]}: ${name}` },
      titles[action],
    );
    button.dataset.action = action;
    button.addEventListener('click', () => act(action));
    return button;
  });
  return element('div', { class: 'actions' }, ...buttons);
}
