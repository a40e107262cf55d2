import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { crc32, withText } from "./png";

// One dot.
const dot = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);

// By its definition: division of polynomials, bit by bit.
function slowSum(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const low = (rest ^ (byte >> bit)) & 1;
      rest = low ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    }
  }
  return ~rest >>> 0;
}

function chunks(png: Uint8Array): { readonly type: string; readonly body: Buffer }[] {
  const bytes = Buffer.from(png);
  const found = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const summed = bytes.subarray(at + 4, at + 8 + length);
    assert.equal(bytes.readUInt32BE(at + 8 + length), slowSum(summed));
    found.push({ type: summed.subarray(0, 4).toString("latin1"), body: summed.subarray(4) });
    at += 12 + length;
  }
  return found;
}

test("the sum is that of ISO 3309", () => {
  // The check value of CRC-32/ISO-HDLC in the catalogue of Williams, "A painless guide to CRC error detection" (1993).
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assert.equal(crc32(new Uint8Array()), 0);
});

test("a text is put into a PNG file, and all else stays", async () => {
  const text = `{"name":"שלום 😀 <&>"}`.repeat(1000);
  const written = await withText(dot, "actorgraph", text);
  assert.deepEqual(written.subarray(0, 8), dot.subarray(0, 8));
  const [header, added, ...rest] = chunks(written);
  assert.deepEqual([header, ...rest], chunks(dot));
  assert.equal(added!.type, "iTXt");
  const start = Buffer.from("actorgraph\0\x01\0\0\0", "latin1");
  assert.deepEqual(added!.body.subarray(0, start.length), start);
  assert.equal(inflateSync(added!.body.subarray(start.length)).toString("utf8"), text);
});

test("what is no PNG file is refused", async () => {
  await assert.rejects(withText(new Uint8Array(100), "actorgraph", "text"), /no PNG/);
  await assert.rejects(withText(dot.subarray(0, 20), "actorgraph", "text"), /no PNG/);
});
