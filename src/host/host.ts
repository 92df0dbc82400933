import { errorMessage, UserError } from '../core/errors.ts';
import { type Engine, openEngine } from '../engine.ts';
import { importModel } from '../library/import.ts';
import { listModels } from '../library/list.ts';
import type { HostReply, HostRequest, ListedModel, ModelImport, ModelSummary } from '../protocol.ts';
import type { DevicePreference } from '../runtime/device.ts';
import { describeCorpus } from './describe-corpus.ts';
import { describeTerminology } from './describe-terminology.ts';

/** The way to the server. */
export interface HostPort {
  send(reply: HostReply): void;
  listen(handle: (request: HostRequest) => void): void;
}

/** Owns a model and reads with it what the server sends. A process loads one model in its life: a new one, a new process. */
export function serveModel(port: HostPort): void {
  const jobs = new Map<number, AbortController>();
  let engine: Promise<Engine> | undefined;

  port.listen((request) => {
    if (request.kind === 'load') void load(request.model, request.device);
    else if (request.kind === 'cancel') jobs.get(request.id)?.abort(new UserError('cancelled'));
    else if (request.kind === 'corpus') void job(request.id, (signal) => look(request.id, request.place, signal));
    else if (request.kind === 'terminology') void job(request.id, (signal) => lookAtTerminology(request, signal));
    else if (request.kind === 'import') void job(request.id, (signal) => take(request.id, request.import, signal));
    else {
      const { id, sentences } = request;
      void job(id, async (signal) => {
        if (!engine) throw new Error('asked to read before a model was loaded');
        const began = process.cpuUsage();
        const entities = await (await engine).recognizeWords(sentences, signal);
        const { user, system } = process.cpuUsage(began);
        return { kind: 'recognized', id, entities, cost: (user + system) / 1000 };
      });
    }
  });

  async function load(model: string, device: DevicePreference): Promise<void> {
    try {
      engine = openEngine({ model, device });
      port.send({ kind: 'loaded', model: summary(await engine) });
    } catch (error) {
      port.send({ kind: 'failed', message: described(error) });
    }
  }

  async function job(id: number, work: (signal: AbortSignal) => Promise<HostReply>): Promise<void> {
    const controller = new AbortController();
    jobs.set(id, controller);
    try {
      port.send(await work(controller.signal));
    } catch (error) {
      port.send({ kind: 'failed', id, message: described(error) });
    } finally {
      jobs.delete(id);
    }
  }
}

function summary({ info }: Engine): ModelSummary {
  const { id, name, folder, family, types, maxLength, device } = info;
  return { id, name, folder, family, types, maxLength, device };
}

async function take(id: number, asked: ModelImport, signal: AbortSignal): Promise<HostReply> {
  const { folder, name, type } = asked;
  const imported = await importModel(folder, { signal, ...(name ? { name } : {}), ...(type ? { type } : {}) });
  const listed = (await listModels()).find((model) => model.folder === imported.folder);
  if (!listed) throw new Error(`${imported.folder}: imported, but not in the list of models`);
  return { kind: 'imported', id, model: listed satisfies ListedModel };
}

async function look(id: number, place: string, signal: AbortSignal): Promise<HostReply> {
  return { kind: 'corpus', id, corpus: await describeCorpus(place, signal) };
}

async function lookAtTerminology(
  { id, place, form }: { readonly id: number; readonly place: string; readonly form?: string },
  signal: AbortSignal,
): Promise<HostReply> {
  return { kind: 'terminology', id, terminology: await describeTerminology(place, form, signal) };
}

/** The line for the user; the stack of what is a bug goes to the log. */
function described(error: unknown): string {
  if (!(error instanceof UserError)) console.error(error);
  return errorMessage(error);
}
