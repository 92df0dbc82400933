import { existsSync } from 'node:fs';
import type { Device } from './device.ts';

/** The devices that `auto` tries on a platform before the CPU, best first. */
export function acceleratorsOf(platform: NodeJS.Platform): readonly Device[] {
  switch (platform) {
    case 'win32':
      return ['dml', 'webgpu'];
    case 'darwin':
      return ['coreml', 'webgpu'];
    case 'linux':
      return ['cuda', 'webgpu'];
    default:
      return [];
  }
}

/** Device files of graphics drivers: Mesa and other DRM drivers, NVIDIA's, and Windows' under WSL. */
const deviceFiles = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/** Variables that point the Vulkan loader at a driver, which may need no device file. */
const driverVariables = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES', 'VK_ADD_DRIVER_FILES'];

/**
 * Why there is no use in trying any accelerator, or undefined. On Linux a look at the file system tells; it saves the
 * graphics libraries' own complaints on stderr.
 */
export function noAcceleratorReason(
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (platform !== 'linux' || deviceFiles.some(exists) || driverVariables.some((name) => environment[name])) {
    return undefined;
  }
  return `this machine has no graphics device (none of ${deviceFiles.join(', ')})`;
}
