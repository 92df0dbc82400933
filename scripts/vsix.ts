import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJsonObject } from '../src/core/json.ts';
import { cache, root } from './paths.ts';
import { run } from './processes.ts';
import { needsOnnxruntimeFile, needsTokenizersFile, type Target } from './targets.ts';

/** What is shipped besides the manifest and the native packages; `.vscodeignore` says what of it stays behind. */
const shipped = [
  'dist',
  'l10n',
  'media',
  'models/base',
  'models/default',
  'samples',
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  '.vscodeignore',
];

/**
 * Bundles the extension and packs it for one platform, with that platform's native binaries only. They come from the
 * npm packages, which hold every platform's, so any machine can pack for any other.
 * @returns the path of `gerbera-<version>-<target>.vsix` at the root of the checkout.
 */
export async function packageExtension(target: Target): Promise<string> {
  await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  await mkdir(cache, { recursive: true });
  const stage = await mkdtemp(path.join(cache, 'vsix-'));
  try {
    const version = await stageExtension(stage, target);
    const name = `gerbera-${version}-${target}.vsix`;
    const packed = path.join(stage, name);
    // Its scan for secrets would read the weights and the native libraries as text; there is no web page to link to yet.
    const allowed = ['--allow-missing-repository', '--no-rewrite-relative-links', '--allow-package-all-secrets'];
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
    await run(process.execPath, [vsce, 'package', '--target', target, '--out', packed, ...allowed], { cwd: stage });
    await rename(packed, path.join(root, name));
    return path.join(root, name);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** Lays out the extension in the folder `stage`, as an installed package would lie; its version. */
async function stageExtension(stage: string, target: Target): Promise<string> {
  for (const name of shipped) await cp(path.join(root, name), path.join(stage, name), { recursive: true });
  const manifest = await readManifest(root);
  const native = {
    'onnxruntime-node': (file: string) => needsOnnxruntimeFile(file, target),
    'onnxruntime-common': (file: string) => /^dist\/cjs\/.*\.js(on)?$/.test(file),
    tokenizers: (file: string) => needsTokenizersFile(file, target),
  };
  for (const [name, needed] of Object.entries(native)) await stagePackage(name, needed, stage, Object.keys(native));
  const { scripts: _, devDependencies: __, allowScripts: ___, ...own } = manifest;
  await writeManifest(stage, own);
  return String(manifest.version);
}

/** Copies the needed files of an installed package; of its dependencies only those `kept` remain in its manifest. */
async function stagePackage(
  name: string,
  needed: (file: string) => boolean,
  stage: string,
  kept: readonly string[],
): Promise<void> {
  const from = path.join(root, 'node_modules', name);
  const to = path.join(stage, 'node_modules', name);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.map((absolute) => path.relative(from, absolute))) {
    if (!needed(file.replaceAll(path.sep, '/'))) continue;
    await mkdir(path.dirname(path.join(to, file)), { recursive: true });
    await copyFile(path.join(from, file), path.join(to, file));
  }
  const { scripts: _, devDependencies: __, dependencies = {}, ...manifest } = await readManifest(from);
  const remaining = Object.entries(Object(dependencies)).filter(([dependency]) => kept.includes(dependency));
  await writeManifest(to, { ...manifest, dependencies: Object.fromEntries(remaining) });
}

async function readManifest(folder: string): Promise<Record<string, unknown>> {
  const file = path.join(folder, 'package.json');
  return parseJsonObject(await readFile(file, 'utf8'), file);
}

async function writeManifest(folder: string, manifest: Record<string, unknown>): Promise<void> {
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
