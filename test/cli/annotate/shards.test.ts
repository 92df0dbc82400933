import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Complaints } from '../../../src/cli/annotate/complaints.ts';
import type { GivenForms } from '../../../src/cli/annotate/form-options.ts';
import { NamedInputs } from '../../../src/cli/annotate/read-inputs.ts';
import { cutShards } from '../../../src/cli/annotate/shards/cut.ts';
import { mergeShards } from '../../../src/cli/annotate/shards/merge.ts';
import { ShardFolder } from '../../../src/cli/annotate/shards/plan.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { randomOf } from '../../../src/core/random.ts';
import { forms } from '../../../src/corpus/forms/forms.ts';
import { bertModel } from '../../model/models.ts';
import { writeModel } from '../../model/tiny.ts';
import { gerbera } from '../../support/command-line.ts';

let folder = '';
let model = '';
let inputs: readonly string[] = [];

/** Words of the tiny model's vocabulary, as sentences. */
function prose(seed: number, words: number): string {
  const random = randomOf('shards', seed);
  return Array.from({ length: words }, (_, index) => `w${random.below(45)}${index % 9 === 8 ? ' .' : ''}`).join(' ');
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-shards-'));
  model = path.join(folder, 'model');
  mkdirSync(model);
  const tiny = bertModel();
  const bias = tiny.tensors.get('classifier.bias');
  if (!bias) throw new Error('the tiny model has no bias');
  // Random weights find nothing, or the same everywhere.
  bias.data.set([-1, 0, 0, 0, 0]);
  const weight = tiny.tensors.get('classifier.weight');
  for (let index = 0; index < (weight?.data.length ?? 0); index++)
    weight?.data.set([4 * (weight.data[index] ?? 0)], index);
  writeModel(tiny, model);
  const put = (name: string, text: string) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  // 30,000 words are two stretches; ids come twice, in a file and in two; one is not UTF-8, one is damaged.
  const abstracts = Array.from({ length: 60 }, (_, id) => `${id % 50}|t|w1 w2\n${id % 50}|a|${prose(id, 500)}\n`);
  put('papers/a.txt', `ü 😀 ${prose(1000, 40)}`);
  put('papers/b/c.md', `# ${prose(1001, 5)}\n\n${prose(1002, 60)}\n`);
  put('papers/b/a.txt', prose(1003, 30));
  put('papers/empty.txt', '');
  writeFileSync(path.join(folder, 'papers/bad.txt'), Uint8Array.of(0xff, 0xfe, 0x00));
  inputs = [
    put('abstracts.pubtator', `${abstracts.join('\n')}\n`),
    path.join(folder, 'papers'),
    put('broken.pubtator', `1|t|w3 w4\n1|a|w5 w6 w7\n\n2|t|w3\n2|a|w4\nnonsense\n`),
    path.join(folder, 'absent.txt'),
    put('more.pubtator', '7|t|w1 w2\n7|a|w3 w4 w5\n'),
  ];
});

afterAll(() => rmSync(folder, { recursive: true }));

function terminalOf(): Terminal & { readonly text: () => string } {
  let text = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  const { signal } = new AbortController();
  return { stdin: process.stdin, stdout: stream, stderr: stream, watched: false, signal, text: () => text };
}

async function divide(name: string, format: GivenForms['format'], count = 4) {
  const work = new ShardFolder(path.join(folder, name));
  mkdirSync(work.folder);
  const terminal = terminalOf();
  const complaints = new Complaints(terminal);
  const named = new NamedInputs(inputs, {}, complaints, terminal);
  const naming = format !== 'entities';
  const shards = await cutShards(named, complaints, work.documents, { count, naming, signal: terminal.signal });
  const { readsCorpora, losses } = named;
  const plan = {
    ...{ command: [], shards, exitCode: complaints.exitCode, readsCorpora },
    losses: Object.fromEntries(losses.counts()),
  };
  work.notePlan(plan);
  return { work, plan, told: terminal.text() };
}

async function annotate(work: ShardFolder, id: string, format: string) {
  return gerbera(['annotate', `--shard=${id}`, `--work=${work.folder}`, '--model', model, '--format', format]);
}

/** The files of a folder, or a file, by name. */
function contents(place: string): readonly (readonly [string, string])[] {
  const names = readdirSync(path.dirname(place), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.startsWith(path.basename(place)),
  );
  return names.sort().flatMap((name) => {
    try {
      return [[name, readFileSync(path.join(path.dirname(place), name), 'latin1')] as const];
    } catch {
      return [];
    }
  });
}

describe('documents in shards', () => {
  it.each(['entities', 'html', ...forms.map(({ name }) => name)] as const)(
    'come out as one machine writes them: %s',
    async (name) => {
      const form = forms.find((each) => each.name === name);
      const format = name === 'entities' || name === 'html' ? name : form;
      if (!format) throw new Error(name);
      const kind = form?.kind ?? 'file';
      const places = ['local', 'merged'].map((where) => path.join(folder, `${where}-${name}`, 'out'));
      for (const place of places) mkdirSync(path.dirname(place));
      const [local = '', merged = ''] = places;
      const here = await gerbera(['annotate', ...inputs, '--model', model, '--format', name, '--out', local]);
      const { work, plan, told } = await divide(`work-${name}`, format);
      expect([here.exitCode, plan.exitCode, plan.shards.length]).toEqual([1, 1, 4]);
      for (const { id } of plan.shards) expect((await annotate(work, id, name)).stderr).toBe('');
      const terminal = terminalOf();
      await mergeShards(work, plan, { format, out: { kind, place: merged } }, terminal);
      expect(contents(merged)).toEqual(contents(local));
      expect(contents(merged).join('').length).toBeGreaterThan(1000);
      for (const line of ['absent.txt: no such file', 'bad.txt: is not text in UTF-8']) expect(told).toContain(line);
    },
  );

  it('hold each document once, however many shards there are', async () => {
    for (const count of [1, 3, 1000]) {
      const { work, plan } = await divide(`count-${count}`, 'entities', count);
      const lines = readFileSync(work.documents, 'utf8').split('\n').slice(0, -1);
      const documents = lines.filter((line) => !line.startsWith('{"kind":"part"')).length;
      expect(plan.shards.length).toBeLessThanOrEqual(count);
      expect(plan.shards.reduce((sum, shard) => sum + shard.documents, 0)).toBe(documents);
      expect(plan.shards.map(({ start }) => start)).toEqual([0, ...plan.shards.slice(0, -1).map(({ end }) => end)]);
      expect(plan.shards.at(-1)?.end).toBe(readFileSync(work.documents).length);
    }
  });

  it('are merged only when all of them are there, whole, and of one attempt each', async () => {
    const { work, plan } = await divide('damaged', 'entities', 2);
    const out = { kind: 'file' as const, place: path.join(folder, 'damaged.jsonl') };
    const merge = () => mergeShards(work, plan, { format: 'entities', out }, terminalOf());
    await annotate(work, '0000', 'entities');
    await expect(merge()).rejects.toThrow('shard 0001 is not done');
    await annotate(work, '0001', 'entities');
    // Another attempt that was given up for lost, and one that was killed while it wrote.
    await annotate(work, '0001', 'entities');
    writeFileSync(path.join(work.parts, '0000.dead.jsonl.partial'), 'half');
    await merge();
    const whole = readFileSync(out.place, 'utf8');
    expect(readdirSync(work.parts).filter((name) => !name.endsWith('.json'))).toHaveLength(2);
    const part = path.join(work.parts, work.part('0001')?.file ?? '');
    const text = readFileSync(part, 'utf8');
    for (const wrong of [text.slice(1), text.replace('w1', 'w2'), `${text}\n`]) {
      writeFileSync(part, wrong);
      await expect(merge()).rejects.toThrow('is not what its task wrote');
    }
    expect(readFileSync(out.place, 'utf8')).toBe(whole);
  });

  it('are refused by a task that finds fewer than there were', async () => {
    const { work, plan } = await divide('fewer', 'entities', 2);
    const [first] = plan.shards;
    work.notePlan({ ...plan, shards: plan.shards.map((each) => ({ ...each, documents: each.documents + 1 })) });
    const { exitCode, stderr } = await annotate(work, first?.id ?? '', 'entities');
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining(`${first?.documents} documents of ${(first?.documents ?? 0) + 1}`),
    ]);
    expect(work.part('0000')).toBeUndefined();
  });
});
