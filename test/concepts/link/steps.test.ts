import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLinker } from '../../../src/concepts/link/create-linker.ts';
import type { Linked } from '../../../src/concepts/link/linker.ts';
import type { ConceptStore } from '../../../src/concepts/store/store.ts';
import { finish } from '../../../src/core/steps.ts';
import { documentOf, storeOf } from './linked.ts';

const names = ['breast cancer', 'renal failure', 'hypertension', 'nephropathy', 'ovarian cancer', 'nausea', 'vomiting'];
const store = storeOf(names.map((name, index) => [`MESH:D${index + 1}`, 'Disease', [name]]));

/** Milliseconds that a question takes by the clock of these tests. */
const question = 1;

/** The store, and how many questions it was asked. Only questions make the time go on. */
function counted(): { readonly store: ConceptStore; asked: number } {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const counter = {
    asked: 0,
    store: new Proxy(store, {
      get(_, name: keyof ConceptStore) {
        const value: unknown = store[name];
        if (typeof value !== 'function') return value;
        if (name === 'atOnce') return value.bind(store);
        return (...given: unknown[]) => {
          counter.asked++;
          now += question;
          return Reflect.apply(value, store, given);
        };
      },
    }),
  };
  return counter;
}

/** Mentions of made-up diseases, some of which coordinate several names. */
function paper(mentions: number): string {
  return Array.from({ length: mentions }, (_, index) => {
    const name = `${names[index % names.length]}${index}`;
    return index % 10 === 0 ? `{Disease:${name}, swollen elbow${index} and sore ankle}.` : `{Disease:${name}}.`;
  }).join(' ');
}

afterEach(() => vi.restoreAllMocks());

describe('linking a document', () => {
  it('stops after few questions, also while it finds out about the document and amid a mention', () => {
    const counter = counted();
    const steps = createLinker(counter.store)
      .open(documentOf(paper(60)))
      .linkAll();
    let most = 0;
    let stops = 0;
    for (;;) {
      const before = counter.asked;
      const { done } = steps.next();
      most = Math.max(most, counter.asked - before);
      stops++;
      if (done) break;
    }
    expect(counter.asked).toBeGreaterThan(500);
    expect(stops).toBeGreaterThan(20);
    // Some five questions take the time between two stops; what is compared at once asks some more.
    expect(most).toBeLessThan(60);
  });

  it('asks no more of a text that stands in a document often', () => {
    const asked = (times: number) => {
      const counter = counted();
      finish(
        createLinker(counter.store)
          .open(documentOf(`${paper(20)} `.repeat(times)))
          .linkAll(),
      );
      return counter.asked;
    };
    const once = asked(1);
    expect(asked(8) - once).toBeLessThanOrEqual(once * 0.05);
  });

  it('asks nothing about a document that was changed elsewhere', () => {
    const counter = counted();
    const linker = createLinker(counter.store);
    finish(linker.open(documentOf(paper(20))).linkAll());
    const before = counter.asked;
    const edited = documentOf(`An edit. ${paper(20)}`);
    linker.open(edited).link(edited.mentions[7]!);
    expect(counter.asked - before).toBe(0);
  });

  it('links a mention at once while the rest is being linked, as it does then', () => {
    const document = documentOf(`${paper(20)} {Disease:hypertension}`);
    const linker = createLinker(store);
    const opened = linker.open(document);
    const steps = opened.linkAll();
    const early: Linked[] = [];
    let step = steps.next();
    for (let index = 0; !step.done; step = steps.next()) {
      if (index < document.mentions.length) early.push(opened.link(document.mentions[index++]!));
    }
    const last = document.mentions.at(-1)!;
    expect(opened.link(last).links.map(({ concept }) => concept)).toEqual(['MESH:D3']);
    expect(early).toEqual(step.value.slice(0, early.length));
    expect(finish(linker.open(document).linkAll())).toEqual(step.value);
  });

  it('tells mentions of one text apart where it is defined twice', () => {
    const linked = finish(
      createLinker(store)
        .open(
          documentOf(
            'Breast cancer (BC) grows. {Disease:BC} is bad. Then beta cell (BC) means more. {Disease:BC} is worse. {Disease:renal failure}',
          ),
        )
        .linkAll(),
    );
    expect(linked.map(({ longForm }) => longForm?.toLowerCase())).toEqual(['breast cancer', 'beta cell', undefined]);
  });
});
