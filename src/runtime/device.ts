/** Where a model may run, as the setting `gerbera.device` names it. */
export const devices = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export type Device = (typeof devices)[number];
export type DevicePreference = Device | 'auto';

/** What happened when a device was tried. */
export interface DeviceAttempt {
  readonly device: Device;
  readonly accepted: boolean;
  /** Why it was refused or passed over, or how it agreed with the CPU; one line that a user can read. */
  readonly reason: string;
}

/** The device that a model runs on and how it was chosen. */
export interface DeviceReport {
  readonly preference: DevicePreference;
  readonly device: Device;
  readonly attempts: readonly DeviceAttempt[];
}
