import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { scratchFolder } from '../model/tiny.ts';

/** Where Debian's chromium and the npm package keep SwiftShader, a Vulkan driver that runs on the CPU. */
const debian = '/usr/lib/chromium';
const archive = path.resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/swiftshader.tar.br');
const driver = 'vk_swiftshader_icd.json';

/** Milliseconds that a program may take; a processor with much else to do has taken minutes. */
const timeout = 290_000;

/** Why no software adapter can be used here, or undefined. */
export function noSwiftShader(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'SwiftShader is at hand on Linux x64 alone';
  if (!process.features.typescript) return `Node ${process.version} cannot run the child's TypeScript`;
  if (existsSync(archive) || existsSync(path.join(debian, driver))) return undefined;
  return 'there is no SwiftShader: neither @sparticuz/chromium nor chromium is installed';
}

/**
 * Runs a program of this folder with SwiftShader as its only graphics adapter. Graphics drivers are found by what is in a
 * process's environment when it starts.
 * @returns what it wrote to its standard output, read as JSON.
 */
export async function runOnSwiftShader<T>(program: string, parameters: readonly string[] = []): Promise<T> {
  const env = swiftShaderEnvironment(scratchFolder());
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...parameters], { env, timeout });
  return JSON.parse(stdout);
}

function swiftShaderEnvironment(scratch: string): NodeJS.ProcessEnv {
  const folder = existsSync(archive) ? unpack(scratch) : debian;
  return { ...process.env, VK_ICD_FILENAMES: path.join(folder, driver), LD_LIBRARY_PATH: folder };
}

function unpack(scratch: string): string {
  const tar = path.join(scratch, 'swiftshader.tar');
  writeFileSync(tar, brotliDecompressSync(readFileSync(archive)));
  execFileSync('tar', ['-xf', tar, '-C', scratch]);
  return scratch;
}
