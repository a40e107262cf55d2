// A text inside a PNG file, where programs that show it leave it alone.

/**
 * The file with a text chunk of that keyword: iTXt, compressed, UTF-8 (PNG, third edition, 11.3.3.4). The text stands
 * before the picture, so that who looks for it need not read all. The keyword is of 1 to 79 ASCII letters.
 */
export async function withText(png: Uint8Array, keyword: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!begins(png)) throw new Error("this is no PNG file");
  const packed = await deflated(new TextEncoder().encode(text));
  const name = new TextEncoder().encode(keyword);
  // After the keyword: a zero; that the text is compressed, and how; no language and no translated keyword, each ended
  // by a zero.
  const body = joined([name, Uint8Array.of(0, 1, 0, 0, 0), packed]);
  return joined([png.subarray(0, afterHeader), chunk("iTXt", body), png.subarray(afterHeader)]);
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
// The first chunk is always IHDR, of 13 bytes beside length, type and sum.
const afterHeader = signature.length + 4 + 4 + 13 + 4;

function begins(png: Uint8Array): boolean {
  return png.length > afterHeader && signature.every((byte, i) => png[i] === byte);
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const summed = joined([new TextEncoder().encode(type), body]);
  return joined([bigEndian(body.length), summed, bigEndian(crc32(summed))]);
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The sum by which PNG, gzip and others notice damage (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 0xff]!;
  return (sum ^ 0xffffffff) >>> 0;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
