import { keysOf, wordsOf } from '../../src/concepts/names/keys.ts';
import { openStore } from '../../src/concepts/store/open-store.ts';
import type { ConceptStore } from '../../src/concepts/store/store.ts';
import { randomOf } from '../../src/core/random.ts';

/** How long one question of each kind takes, and what the store costs in memory. */
export interface LookupTimes {
  /** Milliseconds at the median and the 95th percentile, and of the processor on average, by question. */
  readonly times: Readonly<Record<string, readonly [median: number, high: number, processor: number]>>;
  /** Bytes by which the process has grown when all has been asked: at the end and at most. */
  readonly memory: number;
}

/** How often each is asked. */
const asked = 1500;

const [folder = '', concepts = '1'] = process.argv.slice(2);
const random = randomOf('lookups');

function questionsOf(store: ConceptStore): Readonly<Record<string, (name: string) => unknown>> {
  const misspelt = (word: string) => word.slice(0, 2) + word.slice(3);
  return {
    concept: () => store.concept(`TERM:${1 + random.below(Number(concepts))}`),
    withKey: (name) => store.withKey(keysOf(name)),
    withWords: (name) => store.withWords(wordsOf(name), { limit: 20 }),
    'withWords, frequent': () =>
      store.withWords(
        ['protein', 'cell', 'disease'].map((word) => wordsOf(word)[0] ?? ''),
        { limit: 20 },
      ),
    wordsLike: (name) => store.wordsLike(misspelt(wordsOf(name).toSorted((a, b) => b.length - a.length)[0] ?? ''), 10),
    frequency: (name) => store.frequency(wordsOf(name)[0] ?? ''),
    sameAs: () => store.sameAs(`TERM:${1 + random.below(Number(concepts))}`),
    search: (name) => store.search(name.slice(0, 3 + random.below(name.length)), { limit: 20 }),
    'complete, one letter': (name) => store.complete(name.slice(0, 1), { limit: 50 }),
    'complete, six letters': (name) => store.complete(name.slice(0, 6), { limit: 50 }),
  };
}

function measure(): LookupTimes {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const store = openStore(folder);
  const names = Array.from({ length: asked }, () => {
    const concept = store.concept(`TERM:${1 + random.below(Number(concepts))}`);
    return concept?.names[random.below(concept.names.length)]?.text ?? concept?.name ?? '';
  });
  const times = Object.entries(questionsOf(store)).map(([question, ask]) => {
    for (const name of names.slice(0, 50)) ask(name);
    const before = process.cpuUsage();
    const taken = names
      .map((name) => {
        const start = performance.now();
        ask(name);
        return performance.now() - start;
      })
      .toSorted((a, b) => a - b);
    const { user, system } = process.cpuUsage(before);
    const processor = (user + system) / 1000 / asked;
    return [question, [taken[Math.floor(asked / 2)] ?? 0, taken[Math.floor(asked * 0.95)] ?? 0, processor]] as const;
  });
  globalThis.gc?.();
  const memory = process.memoryUsage.rss() - before;
  store.close();
  return { times: Object.fromEntries(times), memory };
}

console.log(JSON.stringify(measure()));
