import { describe, expect, it } from 'vitest';
import { documentState, type Summary, statusLines, statusText } from '../../src/extension/summary.ts';
import type { ModelSummary } from '../../src/protocol.ts';

const model: ModelSummary = {
  id: '1',
  name: 'default',
  folder: '/models/default',
  family: 'bert',
  types: ['Gene', 'Disease'],
  maxLength: 128,
  device: { preference: 'auto', device: 'cpu', attempts: [] },
};
const ready: Summary = {
  status: { state: 'ready', model },
  highlighting: true,
  entities: { count: 58, complete: true },
  excluded: false,
};

describe('the status-bar item', () => {
  it.each<[string, Partial<Summary>, string]>([
    ['model, device and entities', {}, '$(symbol-color) default · cpu · 58 entities'],
    ['one entity', { entities: { count: 1, complete: true } }, '$(symbol-color) default · cpu · 1 entity'],
    ['that nothing of this editor is read', { entities: undefined }, '$(symbol-color) default · cpu'],
    [
      'that this document is excluded',
      { entities: undefined, excluded: true },
      '$(symbol-color) default · cpu · excluded',
    ],
    ['that it is reading', { status: { state: 'reading', model } }, '$(loading~spin) default · cpu · 58 entities'],
    ['that highlighting is off', { highlighting: false }, '$(eye-closed) default · cpu · off'],
    ['that the model loads', { status: { state: 'starting' } }, '$(loading~spin) GERBERA: loading the model'],
    ['that there is no model', { status: { state: 'failed' } }, '$(error) GERBERA: no model'],
  ])('tells %s', (_, change, text) => {
    expect(statusText({ ...ready, ...change })).toBe(text);
  });

  it('explains a failure in its tooltip', () => {
    const message = 'config.json: "architectures" is missing';
    expect(statusLines({ ...ready, status: { state: 'failed', message } })).toContain(message);
  });
});

describe('the words of the Entities view', () => {
  it.each<[string, Partial<Summary>]>([
    ['entities', {}],
    ['none', { entities: undefined }],
    ['excluded', { entities: undefined, excluded: true }],
    ['reading', { entities: { count: 0, complete: false } }],
    ['empty', { entities: { count: 0, complete: true } }],
    ['failed', { status: { state: 'failed' }, entities: { count: 0, complete: false } }],
  ])('are those for "%s"', (state, change) => {
    expect(documentState({ ...ready, ...change })).toBe(state);
  });
});
