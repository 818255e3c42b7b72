import { createRoot } from 'react-dom/client';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, GraphiQLInterface, GraphiQLProvider } from 'graphiql';
import { Kind, parse } from 'graphql';
import examples from 'anchorhub:examples';
import { Header } from './header.jsx';

import 'graphiql/graphiql.css';
import '@graphiql/plugin-explorer/dist/style.css';
import './explorer.css';

/** Turns "not reached" and "not JSON" into errors that say so in the answer pane. */
async function fetchAnswer(url, init) {
  let message = 'The hub could not be reached.';
  try {
    const response = await window.fetch(url, init);
    if (/json/.test(response.headers.get('content-type'))) return response;
    const body = (await response.text()).trim().slice(0, 300);
    message = `The hub answered with HTTP status ${response.status}. ${body}`.trim();
  } catch (error) {
    if (init?.signal?.aborted) throw error;
  }
  return new Response(JSON.stringify({ errors: [{ message }] }));
}

// The hub answers with one plain JSON body: no @defer or @stream.
const ask = createGraphiQLFetcher({
  url: '/graphql',
  fetch: fetchAnswer,
  enableIncrementalDelivery: false,
});

/** The editor notices a moment late that another tab has another operation; a single one needs no name. */
function fetcher({ operationName, ...params }, options) {
  return ask(hasOneOperation(params.query) ? params : { operationName, ...params }, options);
}

function hasOneOperation(query) {
  try {
    const { definitions } = parse(query);
    return definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1;
  } catch {
    return false;
  }
}

// These must keep their identity between renders.
const builder = explorerPlugin({ title: 'Query builder' });
const plugins = [{ ...builder, title: 'Query builder' }];
const defaultTabs = examples.filter(({ opensAsTab }) => opensAsTab).map(({ query, variables }) => ({
  query,
  variables,
  headers: '',
}));
const newTab = `# Write a query here. Ctrl-Space suggests what can come next,
# Ctrl-Enter runs the query (Cmd-Enter on a Mac).
# The Documentation and Query builder buttons on the left describe the data.

`;

function Explorer() {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={plugins}
      defaultTabs={defaultTabs}
      defaultQuery={newTab}
    >
      <Header examples={examples} />
      <main className="ah-main">
        <GraphiQLInterface
          defaultEditorToolsVisibility="variables"
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo>{' '}</GraphiQL.Logo>
        </GraphiQLInterface>
      </main>
    </GraphiQLProvider>
  );
}

createRoot(document.getElementById('explorer')).render(<Explorer />);
