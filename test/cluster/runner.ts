// What runs a task in the tests on a real Slurm: `gerbera task` without the rest of the product, which takes its time to load.
import { runTask } from '../../src/cluster/job/run-task.ts';

const [tasks = '', index = ''] = process.argv.slice(2);
const job = process.env.SLURM_ARRAY_JOB_ID ?? '';
process.exitCode = await runTask({ folder: process.cwd(), tasks, index: Number(index), job }, process);
