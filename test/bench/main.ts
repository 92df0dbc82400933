import { benchAnnotation } from './annotate.ts';

/** What is measured, in the order of the report; `npm run bench` prints each as it is done. */
const benches = [benchAnnotation];

for (const bench of benches) console.log((await bench()).join('\n'));
