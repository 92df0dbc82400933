import { errorMessage, UserError } from '../core/errors.ts';
import { openEngine } from '../engine.ts';
import { dataFolder, productVersion } from '../library/folders.ts';
import { resolveModel } from '../library/resolve.ts';
import { probeModelDevices } from '../model/load.ts';
import type { DeviceAttempt } from '../runtime/device.ts';
import { loadOnnxRuntime } from '../runtime/onnxruntime.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { columns } from './help.ts';
import { write } from './terminal.ts';

/** What `gerbera doctor` finds. */
interface Report {
  readonly gerbera: string;
  readonly platform: string;
  readonly node: string;
  readonly onnxruntime: string;
  /** Where imported models are kept. */
  readonly data: string;
  readonly model: string;
  /** Where the model runs with `--device auto`, and what it finds; absent if it does not run. */
  readonly chosen?: string;
  readonly types?: readonly string[];
  /** Every device, those included that are not this platform's. */
  readonly devices: readonly DeviceAttempt[];
  /** What keeps the model from running. */
  readonly problem?: string;
}

export const doctor: Command = {
  name: 'doctor',
  usage: '[--model M] [--json]',
  summary: 'Tells where models run on this machine: what was tried, and why it was not taken',
  details: 'Exits with 1 if the model runs nowhere.',
  options: {
    model: { kind: 'value', placeholder: 'M', help: 'the model to try; the embedded one if not given' },
    json: { kind: 'flag', help: 'as JSON' },
  },
  async run(given, { stdout }) {
    if (given.positionals.length > 0) throw new UsageError(`"${given.positionals[0]}" is one argument too many`);
    const report = await examine(given.value('model') ?? '');
    await write(stdout, given.flag('json') ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
    return report.problem === undefined ? 0 : 1;
  },
};

async function examine(name: string): Promise<Report> {
  const ground = {
    gerbera: productVersion(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    data: dataFolder(),
  };
  let onnxruntime = 'not loaded';
  let model = name;
  try {
    onnxruntime = (await loadOnnxRuntime()).env.versions.node ?? 'unknown';
    model = resolveModel(name);
    const devices = await probeModelDevices(model);
    const engine = await openEngine({ model });
    const { device, types } = engine.info;
    await engine.dispose();
    return { ...ground, onnxruntime, model, chosen: device.device, types, devices };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...ground, onnxruntime, model, devices: [], problem: errorMessage(error) };
  }
}

function reportText(report: Report): string {
  const { gerbera, platform, node, onnxruntime, data, model, chosen, types, devices, problem } = report;
  const rows: (readonly [string, string])[] = [
    ['gerbera', gerbera],
    ['platform', platform],
    ['node', node],
    ['onnxruntime', onnxruntime],
    ['data folder', data],
    ['model', model],
  ];
  if (types) rows.push(['types', types.join(', ')]);
  if (chosen) rows.push(['runs on', chosen]);
  if (problem !== undefined) rows.push(['problem', problem]);
  const tried = devices.map(
    ({ device, accepted, reason }) => [device, `${accepted ? 'yes' : 'no '}  ${reason}`] as const,
  );
  return [...columns(rows), ...(tried.length > 0 ? ['', 'Devices:', ...columns(tried)] : []), ''].join('\n');
}
