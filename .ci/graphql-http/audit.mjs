// Audits a running server against the GraphQL over HTTP specification:
//
//	node audit.mjs http://127.0.0.1:8080/graphql
//
// Prints what isn't ok, and exits 1 unless all audits (MUST, SHOULD and MAY)
// are. Their number is checked too: an audit that vanishes proves nothing.
import { auditServer } from 'graphql-http';

const expected = 61;

const [url] = process.argv.slice(2);
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

const results = await auditServer({ url });
const failed = results.filter((result) => result.status !== 'ok');
for (const { id, status, name, reason } of failed) {
  console.log(`${status} ${id} ${name}: ${reason}`);
}
console.log(`graphql-http: ${results.length - failed.length} of ${expected} audits ok`);
process.exitCode = failed.length === 0 && results.length === expected ? 0 : 1;
