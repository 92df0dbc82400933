import type { Reporter, TestModule } from 'vitest/node';

/** Names the tests that were skipped, and why as far as their names tell; ends a run with one plain line: `12 passed, 0 failed`, and `, 3 skipped` where tests were skipped. */
export default class LastLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };
  /** Full names of what was skipped. */
  readonly #skipped: string[] = [];

  onInit(): void {
    // At the very end, after what Vitest itself has to say.
    process.once('exit', (code) => {
      const { passed, failed, skipped } = this.#counts;
      for (const name of this.#skipped) process.stdout.write(`not run: ${name}\n`);
      // A run that breaks off before its tests has failed too.
      const told = [`${passed} passed`, `${failed === 0 && code !== 0 ? 1 : failed} failed`];
      process.stdout.write(`${[...told, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ')}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    this.#counts.failed += unhandled.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') this.#counts[state]++;
        if (state === 'skipped') this.#skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
      // A file or a suite that fails outside its tests has none that failed.
      this.#counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) this.#counts.failed += suite.errors().length;
    }
  }
}
