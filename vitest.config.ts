import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where Node keeps what it compiled: most of the time that a server, a host or a trainer takes to start. */
const compiled = path.resolve('node_modules/.cache/gerbera-compiled');

export default defineConfig({
  test: {
    // The last line tells how it went, for people and for machines.
    reporters: ['default', './test/support/reporter.ts'],
    // Two also where there are two processors: tests of servers and trainers wait for most of their time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          setupFiles: ['test/support/own-home.ts', 'test/support/same-seed.ts'],
          env: { NODE_COMPILE_CACHE: compiled },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What does not come is told late, rather than what comes late be told as missing.
          expect: { poll: { timeout: 20_000, interval: 50 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/setup.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000, interval: 100 } },
          // One window at a time, and none while the unit tests keep the processor busy.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
