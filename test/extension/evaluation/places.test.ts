import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { forms } from '../../../src/corpus/forms/forms.ts';
import { pubtator } from '../../../src/corpus/forms/pubtator/pubtator.ts';
import { LossTally } from '../../../src/corpus/problems.ts';
import { isUnmoved, locate } from '../../../src/extension/evaluation/locate.ts';
import { writeStreamDurably } from '../../../src/files/write-stream.ts';
import { smallPubtator } from '../../support/small-corpus.ts';
import { reportOn } from '../../support/small-report.ts';

const root = mkdtempSync(path.join(tmpdir(), 'gerbera-places-'));
afterAll(() => rmSync(root, { recursive: true }));
const source = path.join(root, 'source.pubtator');
writeFileSync(source, smallPubtator());

/** What may stand between the words of a mention in a file. */
const between = /[\tBIO-]+[A-Z]?[a-z]*\n|","/g;

describe('the errors of a corpus', () => {
  it.each(forms.filter(({ kind, name }) => kind === 'file' && name !== 'parquet'))(
    'are found in its file: $title',
    async (form) => {
      if (form.kind !== 'file') throw new Error('unreachable');
      const file = path.join(root, `corpus.${form.endings[0]}`);
      await writeStreamDurably(file, form.encode(pubtator.read(source), { losses: new LossTally() }));
      const { errors } = await reportOn(file);
      const lines = readFileSync(file, 'utf8').split('\n');
      expect(errors.places.length).toBeGreaterThanOrEqual(5);
      for (const error of errors.places) {
        for (const side of ['gold', 'found'] as const) {
          const mention = error[side];
          if (!mention) continue;
          expect(isUnmoved(mention, (at) => lines[at])).toBe(true);
          const { line, character, endLine, endCharacter } = locate(error, side, mention, (at) => lines[at]);
          const stretch = lines.slice(line, endLine + 1);
          stretch[stretch.length - 1] = stretch.at(-1)?.slice(0, endCharacter) ?? '';
          stretch[0] = stretch[0]?.slice(character) ?? '';
          expect(stretch.join('\n').replaceAll(between, ' ')).toBe(mention.text);
        }
      }
    },
  );
});
