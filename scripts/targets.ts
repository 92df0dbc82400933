import { UserError } from '../src/core/errors.ts';

/** Platforms that both native packages have binaries for, as VS Code names them. */
export const targets = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'] as const;
export type Target = (typeof targets)[number];

/** The `tokenizers` package's names of the platforms. */
const tokenizersNames: Record<Target, string> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64-msvc',
  'win32-arm64': 'win32-arm64-msvc',
};

/** @throws UserError if there are no binaries for such a platform. */
export function parseTarget(name: string): Target {
  const target = targets.find((known) => known === name);
  if (!target) throw new UserError(`no native binaries for the platform "${name}"; there are ${targets.join(', ')}`);
  return target;
}

/** The platform of this machine. */
export function thisTarget(): Target {
  return parseTarget(`${process.platform}-${process.arch}`);
}

/** Whether a file of `onnxruntime-node`, by its path in the package, is needed to run on `target`. */
export function needsOnnxruntimeFile(file: string, target: Target): boolean {
  const [platform, architecture] = target.split('-');
  if (file.startsWith('bin/')) {
    // The versioned library is a second copy of the one that the binding links to.
    return file.includes(`/${platform}/${architecture}/`) && !/libonnxruntime\.\d+\.\d+/.test(file);
  }
  return ['package.json', 'LICENSE', 'README.md'].includes(file) || /^dist\/.*\.js$/.test(file);
}

/** Whether a file of `tokenizers`, by its path in the package, is needed to run on `target`. */
export function needsTokenizersFile(file: string, target: Target): boolean {
  if (file.endsWith('.node')) return file === `tokenizers.${tokenizersNames[target]}.node`;
  return ['package.json', 'LICENSE', 'README.md', 'index.js'].includes(file);
}
