import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.ts';

// A client that has gone leaves nobody to serve, however it went; the model host follows.
process.once('disconnect', () => process.exit(1));

// The bundles stand side by side; in the source tree each process has its folder.
const here = fileURLToPath(import.meta.url);
const host = path.extname(here) === '.ts' ? '../host/main.ts' : `host${path.extname(here)}`;

serve(createConnection(ProposedFeatures.all), path.resolve(path.dirname(here), host));
