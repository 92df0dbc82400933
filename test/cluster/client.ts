// A client of its own process, which tests kill: runs the tasks of a file in a folder, and tells what happens.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runTasks } from '../../src/cluster/run-tasks.ts';
import { slurm } from '../../src/cluster/slurm/slurm.ts';

const [folder = '', tasks = ''] = process.argv.slice(2);
const run = runTasks(JSON.parse(readFileSync(tasks, 'utf8')), {
  scheduler: slurm({ all: [], gpus: [] }),
  folder,
  cwd: folder,
  runner: [process.execPath, path.join(import.meta.dirname, 'runner.ts')],
  signal: new AbortController().signal,
});
for await (const event of run) console.log(JSON.stringify(event));
