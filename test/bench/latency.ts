import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver-protocol/node';
import { Client } from '../server/client.ts';
import { corporaFolder, missing } from '../support/shared.ts';

const root = path.resolve(import.meta.dirname, '../..');
const uri = 'file:///papers/bench.md';
const starts = 5;
/** Typed into the middle of three paragraphs, a character every 100 ms. */
const typed = 'Patients with breast cancer received tamoxifen, and BRCA1 was mutated. ';
const pause = 100;

/** What the language server is to keep to on two cores. */
const budget = { keystroke: 50, paper: 3000, memory: 500 };

/**
 * The language server as it is shipped, timed by a language client over stdio, with the embedded model and a paper of
 * 10,668 words: from the start of the server's process to all entities of the paper (the median of five); from a
 * keystroke to the answer with the semantic tokens of the edited sentence, and to the message with its entities; and the
 * memory of server and model host after all that.
 * @returns lines to print.
 */
export async function benchServer(): Promise<string[]> {
  const file = path.join(corporaFolder, 'papers', 'PMC1255741.md.gz');
  const absent = missing(file);
  if (absent !== undefined) return [`language server: ${absent}`];
  const paper = gunzipSync(readFileSync(file)).toString('utf8');
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });

  const times: number[] = [];
  for (let run = 1; run < starts; run++) {
    const { client, time } = await startWith(paper);
    times.push(time);
    await client.stop();
  }
  const { client, time } = await startWith(paper);
  times.push(time);
  const { tokens, entities } = await typeInto(client, paper);
  const memory = [client.process.pid, hostOf(client)].map(residentMegabytes);
  await client.stop();

  const total = memory.reduce((sum, part) => sum + part, 0);
  const ms = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
  const row = (name: string, values: number[], limit?: number) =>
    `  ${name.padEnd(44)} p50 ${ms(quantile(values, 0.5))}, p95 ${ms(quantile(values, 0.95))}, max ${ms(Math.max(...values))}${limit === undefined ? '' : ` (budget: p95 under ${limit} ms)`}`;
  return [
    `language server, a paper of 10,668 words, client over stdio (${os.cpus().length} × ${os.cpus()[0]?.model}):`,
    row('keystroke to tokens of the edited sentence', tokens, budget.keystroke),
    row('keystroke to entities of the edited sentence', entities),
    `  server start to all entities of the paper    median ${ms(quantile(times, 0.5))}, max ${ms(Math.max(...times))} (budget: ${budget.paper} ms)`,
    `  memory of server and model host              ${memory.map((part) => part.toFixed(0)).join(' + ')} = ${total.toFixed(0)} MB (budget: ${budget.memory} MB)`,
  ];
}

async function startWith(paper: string): Promise<{ client: Client; time: number }> {
  const began = performance.now();
  const client = await Client.start({ server: path.join(root, 'dist', 'server.mjs') });
  await client.open(uri, paper);
  await client.settled(uri);
  return { client, time: performance.now() - began };
}

async function typeInto(client: Client, paper: string): Promise<{ tokens: number[]; entities: number[] }> {
  const times = { tokens: [] as number[], entities: [] as number[] };
  let last: SemanticTokens | SemanticTokensDelta = await client.tokens(uri);
  for (const share of [0.25, 0.5, 0.75]) {
    const text = client.document(uri).getText();
    const place = text.indexOf('. ', paper.length * share) + 2;
    for (const [index, character] of [...typed].entries()) {
      const began = performance.now();
      await client.edit(uri, place + index, place + index, character);
      const answered: Promise<SemanticTokens | SemanticTokensDelta> = client
        .delta(uri, last.resultId ?? '')
        .then((answer) => {
          times.tokens.push(performance.now() - began);
          return answer;
        });
      await client.settled(uri);
      times.entities.push(performance.now() - began);
      last = await answered;
      await sleep(pause);
    }
    const found = client.entities.get(uri)?.entities ?? [];
    const mentions = found.filter(({ start }) => start >= place && start < place + typed.length);
    if (!mentions.some(({ mention }) => mention === 'tamoxifen')) throw new Error('the typed sentence was not read');
  }
  return times;
}

function hostOf(client: Client): number | undefined {
  const [, pid] = /model host: process (\d+) started/.exec(client.log.join('\n')) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

function residentMegabytes(pid: number | undefined): number {
  if (pid === undefined) throw new Error('a process has no id');
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}
