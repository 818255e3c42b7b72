// Builds the explorer page. Without arguments it writes ../assets/explorer;
// `--check` builds in memory and compares with what is there;
// `--schema FILE` only checks the example queries against a schema in SDL.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildSchema, GraphQLError, parse, validate } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { licences } from './licences.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, '..', 'assets', 'explorer');

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

function text(...path) {
  return readFileSync(join(...path), 'utf8').replaceAll('\r\n', '\n');
}

/** Whether an example answers one of the nine questions that the hub exists for: these open as tabs. */
const isQuestion = file => /^q[1-9]-/.test(file);

/** The example queries, questions first, then in file order; the leading comment gives title and summary. */
function readExamples() {
  const folder = join(here, 'src', 'examples');
  const files = readdirSync(folder).filter(name => name.endsWith('.graphql')).sort();
  const names = [...files.filter(isQuestion), ...files.filter(file => !isQuestion(file))];
  return names.map(file => {
    const query = text(folder, file);
    const comment = query.slice(0, query.search(/^[^#]/m)).split('\n').map(line => line.replace(/^# ?/, '').trim());
    const title = comment[0];
    const about = comment.slice(1).join('\n').trim().split('\n\n')[0].replaceAll('\n', ' ');
    if (!query.startsWith('# ') || !title || !about) {
      fail(`${file} must begin with "# title" and a comment that says what it answers`);
    }
    let document;
    try {
      document = parse(query);
    } catch (error) {
      fail(`${file}: ${error}`);
    }
    const variablesPath = join(folder, file.replace(/\.graphql$/, '.variables.json'));
    const variables = existsSync(variablesPath) ? text(variablesPath) : '';
    let values = {};
    try {
      values = variables ? JSON.parse(variables) : {};
    } catch (error) {
      fail(`${basename(variablesPath)}: ${error.message}`);
    }
    return { file, title, about, query, variables, document, values };
  });
}

function checkExamples(examples, schemaPath) {
  const schema = buildSchema(text(schemaPath));
  let errors = 0;
  for (const { file, document, values } of examples) {
    const found = [...validate(schema, document)];
    for (const definition of document.definitions) {
      if (found.length === 0 && definition.kind === 'OperationDefinition') {
        const { errors } = getVariableValues(schema, definition.variableDefinitions ?? [], values);
        found.push(...(errors ?? []));
      }
    }
    for (const error of found) {
      const line = error instanceof GraphQLError && error.locations?.[0]?.line;
      console.error(`${file}${line ? `:${line}` : ''}: ${error.message}`);
    }
    errors += found.length;
  }
  if (errors) fail(`${errors} problem(s) in the example queries`);
  console.log(`${examples.length} example queries fit ${schemaPath}`);
}

/** Makes the examples importable as one module. */
const examplesModule = examples => ({
  name: 'examples',
  setup(build) {
    build.onResolve({ filter: /^anchorhub:examples$/ }, ({ path }) => ({ path, namespace: 'examples' }));
    build.onLoad({ filter: /.*/, namespace: 'examples' }, () => ({
      loader: 'json',
      contents: JSON.stringify(
        examples.map(({ file, title, about, query, variables }) => ({
          title,
          about,
          query,
          variables,
          opensAsTab: isQuestion(file),
        })),
      ),
    }));
  },
});

/** Drops the fonts embedded in GraphiQL's stylesheet: the page uses the system's. */
const withoutFonts = {
  name: 'without-fonts',
  setup(build) {
    build.onLoad({ filter: /[\\/]graphiql[\\/]dist[\\/]style\.css$/ }, ({ path }) => ({
      loader: 'css',
      contents: text(path).replace(/@font-face\s*\{[^}]*\}/g, ''),
    }));
  },
};

/** What must never be in the output: other hosts, evaluated code, files we do not ship. */
function inspect(js, css) {
  for (const pattern of [/\beval\(/, /new Function\(/, /sourceMappingURL/]) {
    if (pattern.test(js)) fail(`explorer.js contains ${pattern}, which the page's policy forbids`);
  }
  if (/@import|@font-face/.test(css)) fail('explorer.css contains @import or @font-face');
  for (const [, target] of css.matchAll(/url\(\s*['"]?([^)]{0,60})/g)) {
    if (!target.startsWith('data:')) fail(`explorer.css refers to ${target}`);
  }
}

async function bundle(examples) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: { explorer: 'src/main.jsx' },
    outdir: 'out',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2021', 'safari15'],
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Only for subscriptions over a web socket, which the page does not use.
    external: ['graphql-ws'],
    legalComments: 'none',
    banner: {
      js: '/* Built from api/explorer. Licences: THIRD_PARTY_LICENSES.txt */',
      css: '/* Built from api/explorer. Licences: THIRD_PARTY_LICENSES.txt */',
    },
    plugins: [examplesModule(examples), withoutFonts],
    metafile: true,
    logLevel: 'warning',
  });
  const output = name => outputFiles.find(file => basename(file.path) === name).text;
  const js = output('explorer.js');
  const css = output('explorer.css');
  inspect(js, css);
  const tag = contents => createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return {
    'index.html': text(here, 'src', 'index.html').replace('{{js}}', tag(js)).replace('{{css}}', tag(css)),
    'explorer.js': js,
    'explorer.css': css,
    'THIRD_PARTY_LICENSES.txt': licences(here, Object.keys(metafile.inputs)),
  };
}

const [mode, argument] = process.argv.slice(2);
const examples = readExamples();
if (mode === '--schema') {
  if (!argument) fail('say which schema: npm run examples -- ../schema.graphql');
  checkExamples(examples, argument);
} else {
  const files = await bundle(examples);
  const present = existsSync(assets) ? readdirSync(assets).sort() : [];
  const strangers = present.filter(name => !(name in files));
  if (mode === '--check') {
    const differing = Object.keys(files).filter(
      name => !present.includes(name) || readFileSync(join(assets, name), 'utf8') !== files[name],
    );
    if (differing.length || strangers.length) {
      fail(
        `api/assets/explorer is not what api/explorer builds (${[...differing, ...strangers].join(', ')}). ` +
          'Run `npm ci && npm run build` in api/explorer and commit the result.',
      );
    }
    console.log('api/assets/explorer is up to date');
  } else {
    mkdirSync(assets, { recursive: true });
    for (const name of strangers) rmSync(join(assets, name), { recursive: true });
    for (const [name, contents] of Object.entries(files)) {
      writeFileSync(join(assets, name), contents);
      console.log(`${String(Buffer.byteLength(contents)).padStart(8)}  ${name}`);
    }
  }
}
