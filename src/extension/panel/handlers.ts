import type { PanelRequest, PanelUpdate } from '../../protocol/panel.ts';
import type { Connection } from '../connection.ts';
import type { Evaluations } from '../evaluation/evaluations.ts';
import type { Models } from '../models/models.ts';
import type { Runs } from '../training/runs.ts';
import type { Transfers } from '../transfer/transfers.ts';

/** What the panel shows and works on. */
export interface PanelServices {
  readonly connection: Connection;
  readonly runs: Runs;
  readonly models: Models;
  readonly evaluations: Evaluations;
  readonly transfers: Transfers;
}

/** What the page asks for, by its kind. */
export type AskedOf = { readonly [Asked in PanelRequest as Asked['kind']]: Asked };

/** What is done for each of the page's messages. What is thrown is told to the page as a problem. */
export type PanelHandlers = { readonly [Kind in keyof AskedOf]: (asked: AskedOf[Kind]) => Promise<void> | void };

/** Tells the page, if there is one; whether it hears it now. */
export type TellPage = (update: PanelUpdate) => boolean;

/** Does what a message asks for. */
export async function handle<Kind extends keyof AskedOf>(
  handlers: PanelHandlers,
  kind: Kind,
  asked: AskedOf[Kind],
): Promise<void> {
  await handlers[kind](asked);
}
