import path from 'node:path';
import { splits } from '../../corpus/corpus.ts';
import type { Score } from '../../evaluate/scores.ts';
import { generalHead } from '../../model/heads-config.ts';
import type { StageConfig } from '../config/config.ts';
import type { CorpusScores } from '../events.ts';
import type { ScoredStep } from '../state.ts';
import { runNotes, stageNotes } from './card-notes.ts';
import { outputNames } from './output.ts';
import type { RunReport } from './report.ts';

/**
 * A model card (https://huggingface.co/docs/hub/model-cards) out of the record of a run: metadata in YAML, then what the
 * model is, what it was trained on and how, and its scores.
 */
export function modelCard(report: RunReport): string {
  const { config, name } = report;
  const sections = [
    `# ${name}`,
    config.text ? pretrainedText(report) : recognizerText(report),
    '## Training data',
    dataTable(report),
    '## Training',
    ...config.stages
      .filter((stage) => report.model.stages.includes(stage.name))
      .map((stage) => stageText(report, stage)),
    ...runNotes(report),
    ...scoreSections(report),
    '## Doing it again',
    [
      `Trained with GERBERA ${report.gerbera} (${report.commit === undefined ? '' : `commit ${report.commit.slice(0, 12)}, `}onnxruntime ${report.onnxruntime}, Node ${report.node}, ${report.platform}) on`,
      `${[...new Set(report.stages.map(({ device }) => device))].join(', ')} with ${config.threads} threads and the seed ${config.seed}, ${duration(report.seconds)} of updates.`,
      `\`${outputNames.run}\` holds the configuration, the SHA-256 of every file of data, and all scores.`,
    ].join(' '),
  ];
  return `${frontMatter(report)}\n${sections.join('\n\n')}\n`;
}

function frontMatter({ name, config, devel, test }: RunReport): string {
  const licenses = [...new Set(Object.values(config.corpora).flatMap(({ license }) => license ?? []))];
  const scored = test.length > 0 ? test : devel;
  const split = test.length > 0 ? 'test' : 'validation';
  const lines = [
    'language: en',
    ...(licenses.length === 1 ? [`license: ${yaml(licenses[0] ?? '')}`] : []),
    `base_model: ${yaml(path.basename(config.base))}`,
    `pipeline_tag: ${config.text ? 'fill-mask' : 'token-classification'}`,
    'tags:',
    ...['gerbera', 'biomedical', ...(config.text ? ['masked-language-modelling'] : ['named-entity-recognition'])].map(
      (tag) => `- ${tag}`,
    ),
    ...(config.text ? [] : ['datasets:', ...Object.keys(config.corpora).map((id) => `- ${yaml(id)}`)]),
    ...(config.text ? [] : ['metrics:', '- f1', '- precision', '- recall']),
    ...(scored.length > 0 ? ['model-index:', `- name: ${yaml(name)}`, '  results:'] : []),
    ...scored.flatMap((scores) => resultLines(scores, split)),
  ];
  return ['---', ...lines, '---'].join('\n');
}

function resultLines({ corpus, micro }: CorpusScores, split: string): string[] {
  const metric = (type: string, value: number) => [`    - type: ${type}`, `      value: ${Number(value.toFixed(4))}`];
  return [
    '  - task:',
    '      type: token-classification',
    '      name: Named entity recognition',
    '    dataset:',
    `      name: ${yaml(corpus)}`,
    `      type: ${yaml(corpus)}`,
    `      split: ${split}`,
    '    metrics:',
    ...metric('f1', micro.f1),
    ...metric('precision', micro.precision),
    ...metric('recall', micro.recall),
  ];
}

/** A YAML string in double quotes, which is JSON's form too. */
function yaml(text: string): string {
  return JSON.stringify(text);
}

function recognizerText({ heads, config, parameters }: RunReport): string {
  const shown = heads.filter((head) => head !== generalHead);
  const general = heads.length > shown.length ? ' Its head for the general domain was trained and is not shown.' : '';
  return [
    `Finds ${shown.join(', ')} in biomedical text. One encoder (from \`${path.basename(config.base)}\`,`,
    `${millions(parameters)} weights in all) with a head of two layers for each entity type (\`GerberaForTokenClassification\`).${general}`,
    `Inputs are at most ${config.maxLength} tokens long; longer sentences are read in overlapping windows.`,
  ].join(' ');
}

function pretrainedText({ config, parameters }: RunReport): string {
  return `An encoder pretrained further from \`${path.basename(config.base)}\` by masked language modelling (${millions(parameters)} weights), to be the base of recognizers.`;
}

function dataTable({ data: files, config }: RunReport): string {
  const data = files.filter(({ part }) => part === 'text' || splits.some((split) => split === part));
  if (config.text) {
    const rows = data.map(({ file, documents, sha256 }) => [
      path.basename(file),
      count(documents),
      sha256.slice(0, 12),
    ]);
    return table(['file', 'documents', 'SHA-256'], rows);
  }
  const rows = data.map(({ id, part, sentences, mentions = {}, sha256 }) => [
    id,
    part,
    count(sentences),
    Object.entries(mentions)
      .map(([head, number]) => `${head} ${count(number)}`)
      .join(', '),
    sha256.slice(0, 12),
  ]);
  return table(['corpus', 'part', 'sentences', 'mentions', 'SHA-256'], rows);
}

function stageText({ stages }: RunReport, stage: StageConfig): string {
  const result = stages.find(({ name }) => name === stage.name);
  const from = typeof stage.from === 'string' ? stage.from : Object.values(stage.from)[0];
  const batch = 'tokens' in stage.batch ? `${stage.batch.tokens} tokens` : `${stage.batch.sentences} sentences`;
  const chosen = result?.best
    ? `, ${stage.select.keep} weights after update ${result.best.step} (${scoreOf(result.best)})`
    : '';
  return [
    `**${stage.name}** (from ${from}${stage.corpora.length > 0 ? `, on ${stage.corpora.join(', ')}` : ''}):`,
    `${result?.epochs ?? 0} of at most ${stage.epochs} epochs, ${result?.steps ?? 0} updates${chosen};`,
    `AdamW, learning rate ${stage.learningRate} (${stage.schedule}), batches of ${batch}, weight decay ${stage.weightDecay}${stageNotes(stage)}.`,
  ].join(' ');
}

function scoreOf({ score, loss }: ScoredStep): string {
  return loss === undefined ? `F1 ${(100 * score).toFixed(2)} on devel` : `held-out loss ${loss.toFixed(4)}`;
}

function scoreSections({ config, model, devel, test }: RunReport): string[] {
  const chose = config.stages.some(({ name, select }) => name === model.stages.at(-1) && select.keep === 'best');
  const part = (title: string, scores: readonly CorpusScores[]) =>
    scores.length > 0 ? [title, scoreTable(scores)] : [];
  const parts = [
    ...part(`On the devel parts, which chose ${chose ? 'the weights' : 'nothing'}:`, devel),
    ...part('On the test parts, which chose nothing:', test),
  ];
  return parts.length > 0 ? ['## Scores', 'Exact matches of entities, in per cent.', ...parts] : [];
}

function scoreTable(scores: readonly CorpusScores[]): string {
  const row = (corpus: string, type: string, { precision, recall, f1, support }: Score) => [
    corpus,
    type,
    ...[precision, recall, f1].map((value) => (100 * value).toFixed(2)),
    count(support),
  ];
  const rows = scores.flatMap(({ corpus, micro, types }) => {
    const each = Object.entries(types).map(([type, score]) => row(corpus, type, score));
    return each.length > 1 ? [...each, row(corpus, 'all', micro)] : each;
  });
  return table(['corpus', 'type', 'precision', 'recall', 'F1', 'mentions'], rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function count(number: number | undefined): string {
  return number === undefined ? '' : number.toLocaleString('en');
}

function millions(number: number): string {
  return `${(number / 1e6).toFixed(1)} M`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;
}
