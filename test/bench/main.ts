import { benchAnnotation } from './annotate.ts';
import { benchBackground } from './background.ts';
import { benchConceptImport } from './concepts-import.ts';
import { benchLinking } from './concepts-linking.ts';
import { benchEpoch } from './epoch.ts';
import { benchEvaluation } from './evaluation.ts';
import { benchHover } from './hover.ts';
import { benchServer } from './latency.ts';
import { benchTraining } from './training.ts';
import { benchTransfer } from './transfer.ts';

/** What is measured, in the order of the report; `npm run bench` prints each as it is done. */
const benches = [
  benchAnnotation,
  benchEvaluation,
  benchServer,
  benchConceptImport,
  benchLinking,
  benchHover,
  benchBackground,
  benchTraining,
  benchEpoch,
  benchTransfer,
];

for (const bench of benches) console.log((await bench()).join('\n'));
