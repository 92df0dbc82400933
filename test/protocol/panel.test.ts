import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPanelRequest, isPanelUpdate, type PanelUpdate } from '../../src/protocol/panel.ts';

const update: PanelUpdate = {
  kind: 'status',
  status: {
    state: 'ready',
    model: {
      id: '1',
      name: 'default',
      folder: '/models/default',
      family: 'bert',
      types: ['Gene'],
      maxLength: 128,
      device: { preference: 'auto', device: 'cpu', attempts: [{ device: 'cpu', accepted: true, reason: 'works' }] },
    },
  },
};

describe('messages of the panel', () => {
  it('are taken where they are well formed', () => {
    expect(isPanelUpdate(update)).toBe(true);
    expect(isPanelUpdate({ kind: 'status', status: { state: 'failed', message: 'no model' } })).toBe(true);
    expect(isPanelRequest({ kind: 'ready' })).toBe(true);
    expect(isPanelRequest({ kind: 'command', command: 'restartModel' })).toBe(true);
  });

  it('are refused where any part of them is something else', () => {
    const parts = ['kind', 'status', 'state', 'name', 'folder', 'types', 'maxLength', 'device', 'attempts', 'reason'];
    for (const part of parts) {
      const spoilt: unknown = JSON.parse(JSON.stringify(update, (key, value) => (key === part ? null : value)));
      expect(isPanelUpdate(spoilt), part).toBe(false);
    }
  });

  it('are refused where they are anything else, without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(isPanelUpdate(message)).toBe(false);
        expect(isPanelRequest(message)).toBe(false);
      }),
    );
  });
});
