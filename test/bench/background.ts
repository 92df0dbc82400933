import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-protocol/node';
import { Client } from '../server/client.ts';
import { corporaFolder, missing } from '../support/shared.ts';

const root = path.resolve(import.meta.dirname, '../..');
const uri = 'file:///papers/bench.md';
const files = 50;
const bursts = 10;
const typed = 'and tamoxifen. ';
/** Between two characters, and between two bursts of them, in which reading goes on (ms). */
const pauses = { character: 100, burst: 2500 } as const;

/**
 * Keystrokes in a paper of 10,668 words, in bursts with pauses, with a workspace of 50 other papers of that length that are being
 * read in the background and without; the processor time that server and model host take between bursts.
 * @returns lines to print.
 */
export async function benchBackground(): Promise<string[]> {
  const file = path.join(corporaFolder, 'papers', 'PMC1255741.md.gz');
  const absent = missing(file);
  if (absent !== undefined) return [`reading in the background: ${absent}`];
  const paper = gunzipSync(readFileSync(file)).toString('utf8');
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  const home = mkdtempSync(path.join(tmpdir(), 'gerbera-bench-background-'));
  try {
    const folder = mkdtempSync(path.join(home, 'workspace-'));
    // Other words in each sentence, so that none is known already.
    for (let index = 0; index < files; index++) {
      writeFileSync(path.join(folder, `${index}.md`), paper.replaceAll('. ', ` (${index}). `));
    }
    const lines = [`reading in the background, ${files} papers of 10,668 words:`];
    for (const readWorkspace of [false, true]) {
      const { times, share } = await type(home, folder, paper, readWorkspace);
      lines.push(
        `  keystroke to tokens, background reading ${readWorkspace ? 'on ' : 'off'}      p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms, max ${quantile(times, 1)} ms; between bursts ${share.toFixed(2)} processors busy`,
      );
    }
    return lines;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function type(home: string, folder: string, paper: string, readWorkspace: boolean) {
  const client = await Client.start({
    server: path.join(root, 'dist', 'server.mjs'),
    env: { GERBERA_HOME: home },
    folders: [pathToFileURL(folder).href],
    settings: { concepts: { readWorkspace } },
  });
  await client.open(uri, paper);
  await client.settled(uri);
  await client.linked(uri);
  const [, host] = /model host: process (\d+) started/.exec(client.log.join('\n')) ?? [];
  const processes = [client.process.pid, Number(host)];
  const times: number[] = [];
  let busy = 0;
  let last: SemanticTokens | SemanticTokensDelta = await client.tokens(uri);
  for (let burst = 0; burst < bursts; burst++) {
    const before = processorTime(processes);
    const began = performance.now();
    await sleep(pauses.burst);
    busy += (processorTime(processes) - before) / (performance.now() - began);
    const place =
      client
        .document(uri)
        .getText()
        .indexOf('. ', (paper.length * (burst + 1)) / (bursts + 2)) + 2;
    for (const [index, character] of [...typed].entries()) {
      const pressed = performance.now();
      await client.edit(uri, place + index, place + index, character);
      last = await client.delta(uri, last.resultId ?? '');
      times.push(performance.now() - pressed);
      await sleep(pauses.character);
    }
  }
  await client.stop();
  return { times, share: busy / bursts };
}

/** Of all threads of processes (ms); only where the system tells it under `/proc`. */
function processorTime(processes: readonly (number | undefined)[]): number {
  return processes.reduce((sum: number, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + 10 * (Number(fields[11]) + Number(fields[12]));
  }, 0);
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);
}
