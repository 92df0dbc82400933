import { type CorpusPart, type CorpusSummary, tokenTypeOf } from '../../../../src/protocol.ts';
import { element } from '../../../element.ts';
import { icon } from '../../../icon.ts';
import { t } from '../../../texts.ts';
import { partName } from '../../corpus-parts.ts';
import { nameOf, numberText } from '../../words.ts';
import { type CorpusUse, findingsOf, type KnownCorpus } from './corpus-check.ts';

/** What is shown of a corpus of the form. */
export interface ShownCorpus {
  readonly place: string;
  readonly known: KnownCorpus;
  readonly use: CorpusUse;
  /** Whether a stage of its own follows for it. */
  readonly alone: boolean;
}

/** What is known of a corpus at a glance: its parts with their documents and mentions, and what is wrong with them. */
export function corpusFacts({ place, known, use, alone }: ShownCorpus): readonly HTMLElement[] {
  const { errors, notices } = findingsOf(known, use, alone);
  const { corpus, problem } = known;
  const head = element(
    'p',
    { class: 'corpus-name' },
    element('strong', {}, corpus?.name ?? nameOf(place)),
    element('span', { class: 'note path', title: place }, place),
  );
  const ring = element('vscode-progress-ring', { 'aria-hidden': 'true' });
  const waiting = element('p', { class: 'waiting', role: 'status' }, ring, t('Reading …'));
  return [
    head,
    ...(corpus ? [partTable(corpus), ...mappingLine(corpus, use)] : problem === undefined ? [waiting] : []),
    ...errors.map((text) => element('p', { class: 'problem' }, icon('failed'), element('span', {}, text))),
    ...notices.map((text) => element('p', { class: 'notice' }, icon('warning'), element('span', {}, text))),
  ];
}

function partTable(corpus: CorpusSummary): HTMLElement {
  const heads = [t('Part'), t('Form'), t('Documents'), t('Mentions')].map((text, place) =>
    element('th', { scope: 'col', ...(place === 2 ? { class: 'number' } : {}) }, text),
  );
  const rows = corpus.parts.map((part) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, partName(part.split)),
      element('td', {}, part.form),
      element('td', { class: 'number' }, part.problem === undefined ? counted(part.documents, part) : '–'),
      element('td', {}, part.problem === undefined ? mentionList(part, corpus) : '–'),
    ),
  );
  const name = t('Parts of {0}', corpus.name);
  return element(
    'table',
    { class: 'parts', 'aria-label': name },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}

/** Mentions by type, most frequent first, each with the colour that the type has in documents. */
function mentionList(part: CorpusPart, { mapping }: CorpusSummary): HTMLElement {
  const types = Object.entries(part.mentions).sort(([, a], [, b]) => b - a);
  if (types.length === 0) return element('span', { class: 'note' }, t('none'));
  return element(
    'span',
    { class: 'types' },
    ...types.map(([type, count]) => {
      const name = element('span', { class: 'type' }, `${type} ${counted(count, part)}`);
      name.style.setProperty('--type-color', `var(--vscode-gerbera-${tokenTypeOf(mapping[type] ?? type)})`);
      return name;
    }),
  );
}

/** A count; with `+` where only the beginning was read. */
function counted(value: number, { complete }: CorpusPart): string {
  return complete ? numberText(value) : `${numberText(value)}+`;
}

/** What the types are called in the model, where that is not what the corpus calls them. */
function mappingLine({ parts, mapping }: CorpusSummary, use: CorpusUse): readonly HTMLElement[] {
  if (use === 'general')
    return [element('p', { class: 'note' }, t('Its types are learnt by a head of their own, General.'))];
  const types = [...new Set(parts.flatMap(({ mentions }) => Object.keys(mentions)))];
  const renamed = types.filter((type) => mapping[type] && mapping[type] !== type);
  const left = types.filter((type) => !mapping[type]);
  const lines = [
    ...(renamed.length === 0
      ? []
      : [t('Learnt under other names: {0}.', renamed.map((type) => `${type} → ${mapping[type]}`).join(', '))]),
    ...(left.length === 0 ? [] : [t('Left out, since no name of a model is known for them: {0}.', left.join(', '))]),
  ];
  return lines.map((line) => element('p', { class: 'note' }, line));
}
