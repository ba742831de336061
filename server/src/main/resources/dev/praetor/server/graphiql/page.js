'use strict';

// The key stays in this tab of the browser, and is sent to this server only. Without one, the
// browser sends the cookie of whoever is logged in.
const KEY = 'praetor.key';

function post(path, request) {
  const key = sessionStorage.getItem(KEY);
  const headers = { 'Content-Type': 'application/json' };
  if (key) {
    headers.Authorization = 'Bearer ' + key;
  }
  return fetch(path, {
    method: 'POST',
    headers,
    body: JSON.stringify(request),
  });
}

function isSubscription(request, options) {
  const definitions = (options && options.documentAST && options.documentAST.definitions) || [];
  const named = definitions.filter(
      (each) => !request.operationName || (each.name && each.name.value === request.operationName));
  return named.some((each) => each.operation === 'subscription');
}

/** Gives the answer of each event of a stream, until it is complete. */
async function* answers(request) {
  const response = await post('/graphql/stream', request);
  if (!response.ok) {
    yield await response.json();
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const events = (rest + part.value).split('\n\n');
      rest = events.pop();
      for (const event of events) {
        const lines = event.split('\n');
        const name = lines.filter((line) => line.startsWith('event: ')).map((line) => line.slice(7))[0];
        const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
        if (name === 'complete') {
          return;
        }
        if (name) {
          yield JSON.parse(data);
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}

function fetcher(request, options) {
  return isSubscription(request, options)
    ? answers(request)
    : post('/graphql', request).then((response) => response.json());
}

const root = ReactDOM.createRoot(document.getElementById('graphiql'));
let shown = 0;

function show() {
  shown++; // Another key makes another page, which reads the schema again.
  root.render(React.createElement(GraphiQL, { key: shown, fetcher }));
}

document.getElementById('key').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEY, document.getElementById('text').value.trim());
  document.getElementById('text').value = '';
  show();
});

show();
