'use strict';

const byId = (id) => document.getElementById(id);

function say(text) {
  byId('message').textContent = text;
}

/** Sends a request, and returns its answer; an error is its message. */
async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error.message);
  }
  return answer;
}

function show(id) {
  for (const each of ['log-in', 'set', 'inside']) {
    byId(each).hidden = each !== id;
  }
}

function roles(session) {
  if (session.role) {
    return session.role.toLowerCase();
  }
  const all = Object.entries(session.projects);
  return all.map(([project, role]) => `${role.toLowerCase()} in ${project}`).join(', ') || 'without a role';
}

async function showSession() {
  try {
    const session = await send('GET', '/api/session');
    byId('who').textContent = session.name;
    byId('role').textContent = roles(session);
    byId('end').textContent = new Date(session.end).toLocaleString();
    show('inside');
  } catch (notLoggedIn) {
    show('log-in');
  }
}

async function logIn(name, password) {
  await send('POST', '/api/session', { name, password });
  say('');
  await showSession();
}

/** Does something when a form is sent, and shows why it failed. */
function onSubmit(id, work) {
  byId(id).addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await work();
      byId(id).reset();
    } catch (error) {
      say(error.message);
    }
  });
}

// The token stands in the part of the address that is sent to no server, and leaves the history.
const token = new URLSearchParams(location.hash.slice(1)).get('setup');
let link = null;

async function showLink() {
  history.replaceState(null, '', '/login');
  try {
    link = await send('POST', '/api/password/link', { token });
    byId('new-name-label').hidden = !link.first;
    byId('new-name').required = link.first;
    say(link.first ? 'Choose the name and the password of the administrator.'
        : 'Choose the password of ' + link.name + '.');
    show('set');
  } catch (error) {
    say(error.message);
    show('log-in');
  }
}

onSubmit('log-in', () => logIn(byId('name').value, byId('password').value));

onSubmit('set', async () => {
  const password = byId('new-password').value;
  if (password !== byId('again').value) {
    throw new Error('The two passwords differ.');
  }
  const body = link.first ? { token, name: byId('new-name').value, password } : { token, password };
  const set = await send('POST', '/api/password', body);
  await logIn(set.name, password);
});

onSubmit('change', async () => {
  await send('PUT', '/api/password', { old: byId('old').value, password: byId('other').value });
  say('The password is changed; your other sessions have ended.');
});

byId('log-out').addEventListener('click', async () => {
  try {
    await send('DELETE', '/api/session');
  } catch (error) {
    say(error.message);
  }
  await showSession();
});

if (token) {
  showLink();
} else {
  showSession();
}
