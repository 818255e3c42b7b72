// Serves the tables of schema `peer` of DATABASE_URL at http://127.0.0.1:PORT/graphql, as in production: no explorer, no
// watching, no explain. Says `ready` on stdout.
import { createServer } from "node:http";

import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { sql } from "postgraphile/pg-sql2";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { addPgTableCondition } from "postgraphile/utils";

const { DATABASE_URL, PORT } = process.env;

// Conditions of the core are equalities; this is the beginning of a CPV code, as a range of the index.
const cpvPrefix = addPgTableCondition(
  { serviceName: "main", schemaName: "peer", tableName: "contracts" },
  "cpvPrefix",
  ({ graphql: { GraphQLString } }) => ({
    type: GraphQLString,
    description: "Digits that the CPV code begins with.",
    apply(condition, prefix) {
      const cpv = sql`${condition.alias}.cpv`;
      const from = sql`${sql.value(prefix)}::text`;
      condition.where(sql`${cpv} >= ${from} and ${cpv} < ${from} || ':'`);
    },
  }),
);

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [cpvPrefix],
  pgServices: [
    makePgService({ connectionString: DATABASE_URL, schemas: ["peer"], poolConfig: { max: 16 } }),
  ],
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false },
});

const server = createServer();
const serv = pgl.createServ(grafserv);
await serv.addTo(server);
await serv.ready();
server.listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
