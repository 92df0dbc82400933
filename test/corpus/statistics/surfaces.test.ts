import { describe, expect, it } from 'vitest';
import { surfaceOf } from '../../../src/corpus/statistics/fingerprint.ts';
import { Surfaces } from '../../../src/corpus/statistics/surfaces.ts';

describe('surfaces', () => {
  it('count no identifier that says that there is none', () => {
    const surfaces = new Surfaces();
    surfaces.add('cell', 'CellType', ['-1'], { file: 'a', line: 1 });
    surfaces.add('cell', 'CellType', ['CL:1', '-'], { file: 'a', line: 2 });
    expect(surfaces.use('cell', 'CellType')).toEqual({ mentions: 2, file: 'a', line: 1 });
    expect(Object.fromEntries(surfaces.concepts.get('CellType') ?? [])).toEqual({ 'CL:1': 1 });
    expect([...(surfaces.meanings.get('cell') ?? [])]).toEqual(['CL:1']);
  });

  it('are texts with single spaces', () => {
    expect(surfaceOf(' breast \r\n cancer')).toBe('breast cancer');
    expect(surfaceOf('IL-2')).toBe('IL-2');
  });
});
