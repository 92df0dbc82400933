import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

// What tests train and import must not turn up among the models and runs of whoever runs them.
const home = mkdtempSync(path.join(tmpdir(), 'gerbera-home-'));
process.env.GERBERA_HOME = home;

afterAll(() => rmSync(home, { recursive: true, force: true }));
