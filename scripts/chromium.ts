import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { LaunchOptions } from 'playwright-core';
import { UserError } from '../src/core/errors.ts';
import { cache, root } from './paths.ts';
import { run } from './processes.ts';

/** How to launch a headless Chromium with Playwright. */
export type Chromium = Required<Pick<LaunchOptions, 'executablePath' | 'args' | 'env'>>;

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Quiet and offline; without a sandbox, because tests may run as root, on pages of this machine only. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A Chromium: the one that `GERBERA_CHROMIUM` names, else the machine's own, else the one in the npm package
 * `@sparticuz/chromium`, unpacked into the cache on the first call (200 MB).
 * @throws UserError if there is none for this machine.
 */
export async function findChromium(): Promise<Chromium> {
  const env = definedOf(process.env);
  const named = process.env.GERBERA_CHROMIUM;
  if (named && !existsSync(named)) throw new UserError(`GERBERA_CHROMIUM: there is no ${named}`);
  const own = named || installed.find((file) => existsSync(file));
  if (own) return { executablePath: own, args: quiet, env };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new UserError('no Chromium was found; install Chrome or name a Chromium in GERBERA_CHROMIUM');
  }
  const folder = await unpackChromium();
  const executablePath = path.join(folder, 'chromium');
  return {
    executablePath,
    args: [...quiet, '--no-zygote'],
    env: { ...env, ...librariesOf(folder, executablePath), FONTCONFIG_FILE: path.join(folder, 'fonts.conf') },
  };
}

/** The folder that the npm package's Chromium, its libraries and fonts lie in. */
async function unpackChromium(): Promise<string> {
  const packed = path.join(root, 'node_modules/@sparticuz/chromium');
  const { version } = createRequire(import.meta.url)(path.join(packed, 'package.json'));
  const folder = path.join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(path.join(cache, 'unpacking-'));
  try {
    // The package unpacks into the temporary folder of the process that asks.
    await run(process.execPath, [path.join(root, 'scripts/chromium-unpack.ts')], {
      cwd: root,
      env: { ...process.env, TMPDIR: staging },
    });
    await writeFile(path.join(staging, 'fonts.conf'), fontConfiguration(path.join(folder, 'fonts')));
    await rename(staging, folder).catch((error: unknown) => {
      // Another process was faster.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

/** The package brings the libraries that bare machines lack; the machine's own go first where it has them. */
function librariesOf(folder: string, program: string): Record<string, string> {
  const needed = execFileSync('ldd', [program], { encoding: 'utf8' });
  return needed.includes('not found') ? { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') } : {};
}

function fontConfiguration(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${fonts}</dir>
  <cachedir>${fonts}/cache</cachedir>
</fontconfig>
`;
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
