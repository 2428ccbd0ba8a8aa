// A real provider of OpenID Connect on a free port of this machine, and the real program that signs in through it.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';
import { freePort } from './server.mjs';

const role = (id, organisation) => ({
  person_roleid: id,
  org_code: organisation,
  role_code: 'S8000:G8000:R8001',
  role_name: '"Clinical":"Clinical Provision":"Nurse Access Role"',
  activity_codes: ['B0401'],
});

/** What the provider says of each invented person beside their name. */
const PEOPLE = {
  910000000001: { levels: '3', roles: [role('555254240100', 'RXY'), role('555254240101', 'RXY'), role('555254240102', 'RVV')] },
  910000000002: { levels: '1', roles: [role('555254240100', 'RXY')] },
  910000000003: { levels: '3', roles: [role('555254240102', 'RVV')] },
};

/** The page on which somebody says who they are: a name, and how strongly they show it. */
const page = (uid) => `<!doctype html><html lang="en"><title>Who are you?</title><main><h1>Who are you?</h1>
<form action="/interaction/${uid}/in"><label for="who">Number</label> <input id="who" name="who">
<label for="acr">How</label> <input id="acr" name="acr"> <button id="in">Sign in</button></form>
<p><a id="stop" href="/interaction/${uid}/stop">Stop</a></p></main></html>`;

async function provider(base, publicKey) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const client = (id, code) => ({
    client_id: id,
    redirect_uris: [`${base}/sign-in/from/${code}`],
    post_logout_redirect_uris: [`${base}/sign-in`],
    backchannel_logout_uri: `${base.replace('localhost', '127.0.0.1')}/sign-in/ended/${code}`,
    backchannel_logout_session_required: true,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'RS512',
    jwks: { keys: [{ ...publicKey, kid: 'ours', use: 'sig' }] },
  });
  // The key that it comes with has 2048 bits, which is shorter than the program takes.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const oidc = new Provider(issuer, {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'theirs', use: 'sig', alg: 'RS256' }] },
    clients: [client('porch', 'trust'), client('porch-cis2', 'cis2')],
    acrValues: ['strong', 'AAL2_OR_AAL3_ANY'],
    scopes: ['openid', 'profile', 'nationalrbacaccess', 'selectedrole'],
    claims: {
      openid: ['sub'],
      nationalrbacaccess: ['nhsid_nrbac_roles', 'authentication_assurance_level', 'id_assurance_level'],
    },
    cookies: { keys: ['of a test'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        nhsid_nrbac_roles: PEOPLE[id]?.roles,
        authentication_assurance_level: PEOPLE[id]?.levels,
        id_assurance_level: PEOPLE[id]?.levels,
      }),
    }),
    async loadExistingGrant({ oidc: { client: { clientId }, session: { accountId }, provider: own } }) {
      const grant = new own.Grant({ clientId, accountId });
      grant.addOIDCScope('openid profile nationalrbacaccess selectedrole');
      await grant.save();
      return grant;
    },
    // It keeps from asking this machine itself, where the program is.
    fetch: (address, { dispatcher: _, ...options }) => fetch(address, options),
    enabledJWA: { clientAuthSigningAlgValues: ['RS512'] },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 600, Interaction: 600, Session: 600 },
  });
  for (const failed of ['server_error', 'authorization.error', 'grant.error', 'userinfo.error', 'backchannel.error']) {
    oidc.on(failed, (_, error) => console.error('provider:', failed, error.message, error.error_description ?? '', error.cause ?? ''));
  }
  const answers = oidc.callback();
  const server = createServer(async (request, response) => {
    const [, place, uid, act] = new URL(request.url, issuer).pathname.split('/');
    if (place !== 'interaction') return answers(request, response);
    const asked = new URL(request.url, issuer).searchParams;
    if (!act) return response.setHeader('content-type', 'text/html').end(page(uid));
    const login = { accountId: asked.get('who'), acr: asked.get('acr') || undefined };
    const result = act === 'stop' ? { error: 'access_denied' } : { login };
    return oidc.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { issuer, stop: () => { server.closeAllConnections?.(); server.close(); } };
}

async function ran(binary, verb, options) {
  const child = spawn(binary, verb, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`porch ${verb[0]} ${verb[1]} ended with ${status}`);
}

/**
 * Starts the provider and the program, with accounts that are linked to nobody yet.
 * Gives `{ base, issuer, link, log, stop }`: both addresses, the way to link an account to a number, what the program logged, and
 * the way to end both.
 */
export async function house(names) {
  const binary = process.env.PORCH_BIN;
  if (!binary) throw new Error('PORCH_BIN names no program; `cargo xtask test browser` sets it');
  const folder = await mkdtemp(join(tmpdir(), 'porch-provider-'));
  const database = `sqlite:${join(folder, 'porch.db')}`;
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  await writeFile(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const { issuer, stop: stopProvider } = await provider(base, publicKey.export({ format: 'jwk' }));
  const of = (code, title, kind, client, more) => `
[[identity_provider]]
code = "${code}"
title = "${title}"
kind = "${kind}"
issuer = "${issuer}"
client_id = "${client}"
key_file = "${join(folder, 'key.pem')}"
key_id = "ours"
key_algorithm = "RS512"
${more}`;
  await writeFile(join(folder, 'porch.toml'), `public_address = "${base}"
listen = "127.0.0.1:${port}"
${of('trust', 'Invented Trust', 'organisation', 'porch', 'organisation = "KMPT"\nacr_values = ["strong"]\nenough_acr = ["strong"]')}
${of('cis2', 'NHS CIS2', 'cis2', 'porch-cis2', '[identity_provider.roles]\n"S8000:G8000:R8001" = ["duty", "clinician"]')}
`);
  for (const name of names) {
    await ran(binary, ['user', 'add', name, '--role', 'duty', '--organisation', 'KMPT', '--display-name', name, '--database', database]);
  }
  const child = spawn(binary, ['serve', '--database', database, '--config', join(folder, 'porch.toml')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let log = '';
  child.stderr.on('data', (part) => { log += part; });
  let serves = false;
  for await (const line of createInterface({ input: child.stdout })) {
    serves = line.startsWith('Porch serves');
    if (serves) break;
  }
  if (!serves) throw new Error(`the program ended before it was ready: ${log}`);
  const link = (name, subject) =>
    ran(binary, ['user', 'link', name, '--issuer', issuer, '--subject', subject, '--database', database]);
  const stop = async () => {
    stopProvider();
    child.kill('SIGTERM');
    const [status] = await ended;
    await rm(folder, { recursive: true, force: true });
    return { status };
  };
  return { base, issuer, link, log: () => log, stopProvider, stop };
}
