// Writes tables that spreadsheets open.

/**
 * A table as RFC 4180 has it: commas, CRLF, quotes where they are needed. It begins with a byte order mark, without
 * which Excel takes UTF-8 for something else.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

/**
 * Spreadsheets run what begins like a formula, and names come from documents that anybody can write. So such a cell
 * gets an apostrophe in front, as OWASP advises against formula injection: what begins with = + - @, a tab or the end
 * of a line, or with the wide forms of these signs, which East Asian editions take for the same.
 */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
