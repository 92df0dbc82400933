// Bundles every process of the product into dist/: `node esbuild.mjs [--production] [--watch]`.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { writeNotices } from './scripts/notices.ts';

const { values } = parseArgs({ options: { production: { type: 'boolean' }, watch: { type: 'boolean' } } });
const production = values.production ?? false;

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** The commit of the source, which runs note down; undefined outside a checkout of git. */
function commit() {
  if (!existsSync('.git')) return undefined;
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  define: { GERBERA_COMMIT: JSON.stringify(commit()) ?? 'undefined' },
  platform: 'node',
  target: 'node20',
  // Native packages find their binaries beside their own files, so they stay in node_modules.
  external: ['vscode', 'onnxruntime-node', 'tokenizers'],
  // Some packages' CommonJS entry is an UMD wrapper that hides its own requires from a bundler.
  mainFields: ['module', 'main'],
};

/** @type {readonly import('esbuild').BuildOptions[]} */
const bundles = [
  // VS Code requires its extensions; `.cjs` because the package's own files are modules.
  {
    ...node,
    format: 'cjs',
    entryPoints: { extension: 'src/extension/main.ts' },
    outExtension: { '.js': '.cjs' },
  },
  {
    ...node,
    format: 'esm',
    entryPoints: { server: 'src/server/main.ts', host: 'src/host/main.ts', cli: 'src/cli/main.ts' },
    outExtension: { '.js': '.mjs' },
    // Bundled CommonJS packages require Node's own modules, which a module has no `require` for.
    banner: {
      js: "import { createRequire as gerberaRequire } from 'node:module';const require = gerberaRequire(import.meta.url);",
    },
  },
  {
    ...shared,
    platform: 'browser',
    target: 'chrome120',
    format: 'iife',
    entryPoints: [
      'webview/page.html',
      ...['panel', 'evaluation'].flatMap((page) => ['main.ts', 'page.css'].map((name) => `webview/${page}/${name}`)),
    ],
    outbase: '.',
    loader: { '.html': 'copy' },
  },
];

await rm('dist', { recursive: true, force: true });
if (values.watch) {
  const contexts = await Promise.all(bundles.map((options) => context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((watched) => watched.watch()));
} else {
  const results = await Promise.all(bundles.map((options) => build(options)));
  await writeNotices(
    results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {})),
    'dist/THIRD-PARTY-NOTICES.txt',
  );
}
