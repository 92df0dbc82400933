// Collects the texts that people see, for those who translate them: `npm run texts [-- --check]`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../src/core/errors.ts';
import { bundleFile, bundleText, collectTexts } from './collect-texts.ts';
import { root } from './paths.ts';

try {
  const file = path.join(root, bundleFile);
  const text = bundleText(await collectTexts(root));
  if (process.argv.includes('--check')) {
    if ((await readFile(file, 'utf8')) !== text) throw new Error(`${bundleFile} is not up to date: npm run texts`);
  } else await writeFile(file, text);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
}
