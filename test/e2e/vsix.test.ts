import { stat } from 'node:fs/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openPromise } from 'yauzl';
import { thisTarget } from '../../scripts/targets.ts';

const { vsix } = inject('host');

describe('the package for this platform', () => {
  let files: readonly string[];

  beforeAll(async () => {
    files = await entriesOf(vsix);
  });

  it('is named after version and platform and stays under 80 MB', async () => {
    expect(vsix).toMatch(new RegExp(`gerbera-\\d+\\.\\d+\\.\\d+-${thisTarget()}\\.vsix$`));
    expect((await stat(vsix)).size).toBeLessThan(80e6);
  });

  it('holds every process, the panel, the model and the papers about it', () => {
    for (const name of [
      ...[
        'package.json',
        'readme.md',
        'changelog.md',
        'CONTRIBUTING.md',
        'LICENSE.txt',
        'dist/THIRD-PARTY-NOTICES.txt',
      ],
      ...['dist/extension.cjs', 'dist/server.mjs', 'dist/host.mjs', 'dist/cli.mjs'],
      ...['panel', 'evaluation'].flatMap((page) =>
        ['main.js', 'page.css'].map((name) => `dist/webview/${page}/${name}`),
      ),
      'dist/webview/page.html',
      'l10n/bundle.l10n.json',
      ...['models/default/config.json', 'models/default/model.safetensors', 'models/default/tokenizer.json'],
      ...['media/icon.png', 'media/screenshot.png'],
    ]) {
      expect(files).toContain(`extension/${name}`);
    }
  });

  it('holds native binaries of this platform only', () => {
    const [platform, architecture] = thisTarget().split('-');
    const native = files.filter((file) => /\.(node|so(\.\d+)*|dylib|dll)$/.test(file));
    const ours = native.filter((file) => file.includes(`/${platform}/${architecture}/`) || file.includes(thisTarget()));
    expect(native).toEqual(ours);
    expect(native.some((file) => file.endsWith('onnxruntime_binding.node'))).toBe(true);
    expect(native.some((file) => file.includes('tokenizers.'))).toBe(true);
  });

  it('holds no other packages, sources, tests or golden data', () => {
    const packages = new Set(files.flatMap((file) => /node_modules\/([^/]+)/.exec(file)?.[1] ?? []));
    expect([...packages].sort()).toEqual(['onnxruntime-common', 'onnxruntime-node', 'tokenizers']);
    expect(files.filter((file) => /\.(ts|map)$|expected\.json$|\/(src|test|scripts)\//.test(file))).toEqual([]);
  });
});

async function entriesOf(file: string): Promise<string[]> {
  const zip = await openPromise(file, { lazyEntries: true });
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  return names;
}
