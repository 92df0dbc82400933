import { benchAnnotation } from './annotate.ts';
import { benchServer } from './latency.ts';

/** What is measured, in the order of the report; `npm run bench` prints each as it is done. */
const benches = [benchAnnotation, benchServer];

for (const bench of benches) console.log((await bench()).join('\n'));
