import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderOf, readImports } from './imports.ts';

/**
 * What each folder may import besides itself; data flows one way: text -> words -> tokens -> logits -> entities -> LSP.
 * The server sees models only through its model host, the client only through the protocol.
 */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  text: ['core'],
  files: ['core'],
  tokenizer: ['core'],
  checkpoint: ['core', 'files'],
  onnx: ['core'],
  autodiff: ['core', 'onnx'],
  runtime: ['core', 'onnx'],
  corpus: ['core', 'files', 'text'],
  model: ['core', 'tokenizer', 'checkpoint', 'onnx', 'runtime'],
  recognize: ['core', 'model'],
  concepts: ['core', 'files', 'text'],
  evaluate: ['core', 'files', 'corpus', 'recognize'],
  library: ['core', 'files', 'tokenizer', 'checkpoint', 'onnx', 'model', 'runtime'],
  train: [
    'core',
    'files',
    'tokenizer',
    'checkpoint',
    'onnx',
    'autodiff',
    'runtime',
    'model',
    'recognize',
    'corpus',
    'evaluate',
    'library',
  ],
  runs: ['core', 'files', 'library', 'train'],
  transfer: [
    'core',
    'files',
    'text',
    'corpus',
    'checkpoint',
    'tokenizer',
    'onnx',
    'runtime',
    'model',
    'recognize',
    'evaluate',
    'library',
  ],
  cluster: ['core', 'files'],
  study: [
    'core',
    'files',
    'checkpoint',
    'runtime',
    'model',
    'corpus',
    'library',
    'evaluate',
    'train',
    'runs',
    'transfer',
    'cluster',
  ],
  engine: ['core', 'text', 'corpus', 'concepts', 'evaluate', 'model', 'recognize', 'runtime', 'library', 'train'],
  protocol: ['core', 'concepts', 'evaluate', 'runtime', 'library', 'train', 'runs', 'transfer'],
  settings: ['core', 'runtime'],
  host: ['core', 'corpus', 'concepts', 'engine', 'library', 'protocol', 'runtime'],
  server: ['core', 'files', 'text', 'corpus', 'concepts', 'library', 'protocol', 'settings', 'runtime', 'runs'],
  extension: ['core', 'files', 'corpus', 'concepts', 'evaluate', 'protocol', 'runs', 'settings', 'transfer'],
  cli: [
    'core',
    'files',
    'text',
    'model',
    'runtime',
    'library',
    'engine',
    'checkpoint',
    'corpus',
    'concepts',
    'evaluate',
    'train',
    'runs',
    'transfer',
    'cluster',
    'study',
  ],
  webview: ['core', 'evaluate', 'protocol', 'runs', 'transfer'],
};

/**
 * The same inside some of them: each of their folders may import those before it, and the files beside the folders; these
 * may bring the folders together, but not in `src/train`.
 */
const ordered: readonly (readonly [folder: string, order: readonly string[]])[] = [
  ['src/train', ['config', 'optimizer', 'data', 'start', 'graph', 'step', 'sources', 'output', 'run']],
  ['src/evaluate', ['report', 'match', 'breakdown', 'compare', 'pairing', 'run']],
  ['src/concepts', ['names', 'abbreviations', 'forms', 'store', 'import', 'download', 'link', 'describe']],
  ['src/transfer', ['cache', 'corpora', 'representations', 'estimators', 'lexical', 'output', 'ranking']],
  ['src/study', ['spec', 'cells', 'report', 'local', 'slurm']],
  ['src/study/report', ['statistics', 'build', 'plots', 'content']],
  ['src/cluster', ['job', 'slurm']],
];

const files = readImports('src', 'webview');

describe('the architecture', () => {
  it('imports one way: each folder only those before it', () => {
    const wrong = files.flatMap(({ file, files: imported }) =>
      imported
        .filter((other) => folderOf(other) !== folderOf(file) && !mayImport[folderOf(file)]?.includes(folderOf(other)))
        .map((other) => `${file} -> ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(ordered)('imports one way among the folders of %s', (folder, order) => {
    const insideOf = (file: string) => (file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split('/') : []);
    // Files beside the folders stand before them all.
    const placeOf = (file: string) => order.indexOf(insideOf(file)[0] ?? '');
    const inside = files.filter(({ file }) => insideOf(file).length > (folder === 'src/train' ? 0 : 1));
    const wrong = inside.flatMap(({ file, files: imported }) =>
      imported.filter((other) => placeOf(other) > placeOf(file)).map((other) => `${file} -> ${other}`),
    );
    expect(wrong).toEqual([]);
    const folders = inside.map(({ file }) => insideOf(file)).filter(({ length }) => length > 1);
    expect(new Set(folders.map(([name]) => name))).toEqual(new Set(order));
  });

  it('imports only files that exist', () => {
    const wrong = files.flatMap(({ file, files: imported }) =>
      imported
        .filter((other) => !existsSync(new URL(`../../${other}`, import.meta.url)))
        .map((other) => `${file} -> ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['vscode', 'src/extension/'],
    ['onnxruntime-node', 'src/runtime/'],
    ['node:sqlite', 'src/concepts/store/'],
    ['tokenizers', 'src/tokenizer/'],
    ['@vscode/webview-ui-toolkit', 'webview/toolkit.ts'],
  ])('imports %s only below %s', (name, place) => {
    const users = files.filter(({ packages }) =>
      packages.some((other) => other === name || other.startsWith(`${name}/`)),
    );
    expect(users.length).toBeGreaterThan(0);
    expect(users.map(({ file }) => file).filter((file) => !file.startsWith(place))).toEqual([]);
  });

  it('has no import cycle', () => {
    const graph = new Map(files.map(({ file, files: imported }) => [file, imported]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('has no file that is too long to read, and entry files that only wire', () => {
    const lines = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split('\n').length;
    expect(files.map(({ file }) => file).filter((file) => lines(file) > 400)).toEqual([]);
    expect(files.map(({ file }) => file).filter((file) => /\/main\.ts$/.test(file) && lines(file) > 80)).toEqual([]);
  });
});
