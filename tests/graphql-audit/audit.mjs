// Runs the server audit of the npm package graphql-http against a running hub.
//
//   npm ci && node audit.mjs http://127.0.0.1:8080/graphql
//
// Prints every check that fails. Ends with 1 when one fails that the specification says a server MUST or
// SHOULD pass; those that it MAY pass are listed and do not count.

import { serverAudits } from 'graphql-http';

/** Checks of the pinned version; fewer would mean that some did not run. */
const EXPECTED = 61;

const url = process.argv[2];
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

const audits = serverAudits({ url });
if (audits.length !== EXPECTED) {
  console.error(`expected ${EXPECTED} checks, the package has ${audits.length}`);
  process.exit(1);
}

const results = await Promise.all(audits.map((audit) => audit.fn()));
const passed = results.filter((result) => result.status === 'ok');
const failed = results.filter((result) => result.status !== 'ok');
for (const { name, reason } of failed) {
  console.log(`FAILED ${name}: ${reason}`);
}
const binding = failed.filter(({ name }) => !name.startsWith('MAY'));
console.log(`${passed.length} passed, ${failed.length} failed`);
process.exit(binding.length > 0 ? 1 : 0);
