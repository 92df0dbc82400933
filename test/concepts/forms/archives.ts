import { crc32, deflateRawSync } from 'node:zlib';
import { pack } from 'tar-stream';

export interface ZipFileOptions {
  /** As encrypted entries are marked; the content is left as it is. */
  readonly encrypted?: boolean;
  /** 0 is stored, 8 deflated; others are only said to be. */
  readonly method?: number;
  /** Size that is told instead of the true one. */
  readonly size?: number;
  readonly checksum?: number;
}

/** A zip archive (PKWARE's APPNOTE.TXT, 4.3) of files by name. */
export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  { encrypted = false, method = 8, size, checksum }: ZipFileOptions = {},
): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content);
    const data = method === 0 ? plain : deflateRawSync(plain);
    const path = Buffer.from(name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(encrypted ? 0x801 : 0x800, 2);
    about.writeUInt16LE(method, 4);
    about.writeUInt32LE(0x21, 6);
    about.writeUInt32LE(checksum ?? crc32(plain), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(size ?? plain.length, 18);
    about.writeUInt16LE(path.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, path, data]);
    locals.push(local);
    central.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, rest, path);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

/** A tar archive of files by name, in their order. */
export async function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
