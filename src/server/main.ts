import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './server.ts';

// A client that has gone leaves nobody to serve, however it went; the model host follows.
process.once('disconnect', () => process.exit(1));

// The bundles stand side by side; in the source tree each process has its folder.
const here = fileURLToPath(import.meta.url);
const beside = (name: string) => {
  const file = path.extname(here) === '.ts' ? `../${name}/main.ts` : `${name}${path.extname(here)}`;
  return path.resolve(path.dirname(here), file);
};

serve(createConnection(ProposedFeatures.all), { modelHost: beside('host'), commandLine: beside('cli') });
