import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJsonObject } from '../src/core/json.ts';
import { root } from './paths.ts';

/** Packages that are shipped beside the bundles. */
const shipped = ['onnxruntime-node', 'onnxruntime-common', 'tokenizers'];

/**
 * Writes the licences of all packages that are shipped.
 * @param inputs files that went into the bundles, relative to the root.
 */
export async function writeNotices(inputs: readonly string[], file: string): Promise<void> {
  const bundled = inputs.flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []);
  const names = [...new Set([...bundled, ...shipped])].sort();
  const notices = await Promise.all(names.map(noticeOf));
  await writeFile(file, ['GERBERA contains these packages.\n', ...notices].join(`\n${'-'.repeat(80)}\n`));
}

async function noticeOf(name: string): Promise<string> {
  const folder = path.join(root, 'node_modules', name);
  const manifestFile = path.join(folder, 'package.json');
  const { version, license } = parseJsonObject(await readFile(manifestFile, 'utf8'), manifestFile);
  const texts = (await readdir(folder)).filter((each) => /^(licen[cs]e|notice)s?(\.\w+)?$/i.test(each));
  const contents = await Promise.all(texts.map((each) => readFile(path.join(folder, each), 'utf8')));
  return [`${name} ${version}: ${license}`, ...contents].join('\n\n');
}
