import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { needsOnnxruntimeFile, needsTokenizersFile, parseTarget, targets } from '../../scripts/targets.ts';

const filesOf = (name: string) =>
  readdirSync(path.join(root, 'node_modules', name), { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll(path.sep, '/'),
  );
const onnxruntime = filesOf('onnxruntime-node');
const tokenizers = filesOf('tokenizers');

describe('what a package for one platform holds', () => {
  it.each(targets)('for %s: one binding of each native package, and the libraries that it links to', (target) => {
    const native = onnxruntime.filter((file) => file.startsWith('bin/') && needsOnnxruntimeFile(file, target));
    const folder = `bin/napi-v6/${target.replace('-', '/')}/`;
    expect(native.filter((file) => !file.startsWith(folder))).toEqual([]);
    expect(native).toContain(`${folder}onnxruntime_binding.node`);
    expect(native.filter((file) => /onnxruntime\.(so\.1|1\.dylib|dll)$/.test(file))).toHaveLength(1);
    const bindings = tokenizers.filter((file) => file.endsWith('.node') && needsTokenizersFile(file, target));
    expect(bindings).toHaveLength(1);
    expect(bindings[0]).toContain(target);
  });

  it('has the code that loads them, and no install scripts or typings', () => {
    for (const file of ['package.json', 'dist/index.js', 'dist/binding.js', 'dist/backend.js']) {
      expect(needsOnnxruntimeFile(file, 'linux-x64')).toBe(true);
    }
    for (const file of ['script/install.js', 'dist/index.d.ts', 'dist/index.js.map', 'lib/index.ts']) {
      expect(needsOnnxruntimeFile(file, 'linux-x64')).toBe(false);
    }
    expect(needsTokenizersFile('index.js', 'linux-x64')).toBe(true);
  });

  it('is refused for a platform that has no binaries, naming those that have', () => {
    expect(() => parseTarget('darwin-x64')).toThrow(/"darwin-x64".*linux-x64.*win32-arm64/);
  });
});
