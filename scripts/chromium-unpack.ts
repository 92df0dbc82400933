// Unpacks the npm package's Chromium with its libraries and fonts into TMPDIR; run by chromium.ts.
import path from 'node:path';
import chromium, { inflate } from '@sparticuz/chromium';
import { root } from './paths.ts';

await chromium.executablePath();
await inflate(path.join(root, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
