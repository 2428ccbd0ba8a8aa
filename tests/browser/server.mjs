// The real program, as a demonstration or as it is served for real: started on a free port in a folder of its own, asked to
// stop at the end.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The program under test: `PORCH_BIN`, as `cargo xtask test` sets it. */
function program() {
  const binary = process.env.PORCH_BIN;
  if (!binary) throw new Error('PORCH_BIN names no program; `cargo xtask test browser` sets it');
  return binary;
}

/**
 * Starts the demonstration and waits until it has printed its sign-in links.
 * Gives `{ base, links, folder, stop }`: its address, a link for each role by the role's name, its folder, and the way to
 * end it, which gives the exit status and the files that it left.
 */
export async function demonstration() {
  const folder = await mkdtemp(join(tmpdir(), 'porch-demo-'));
  const started = Date.now();
  const child = spawn(program(), ['demo', '--listen', '127.0.0.1:0', '--data', folder, '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const links = {};
  let base;
  for await (const line of createInterface({ input: child.stdout })) {
    base ??= /^Open (http:\/\/\S+)$/.exec(line)?.[1];
    const [, role, link] = /^ {2}(\S.*?)\s{2,}(http:\/\/\S+)$/.exec(line) ?? /^ {2}(\S.*?) (http:\/\/\S+)$/.exec(line) ?? [];
    if (role) links[role] = link;
    if (line.startsWith('Stop with')) break;
  }
  if (!base) throw new Error('the demonstration ended before it was ready');
  const stop = async () => {
    child.kill('SIGTERM');
    const [status] = await ended;
    const left = await readdir(folder);
    await rm(folder, { recursive: true, force: true });
    return { status, left };
  };
  return { base, links, folder, readyAfter: Date.now() - started, stop };
}

/** A port of this machine that is free now. */
export async function freePort() {
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** A new database on an engine: its address, and the way to be rid of it. A server is asked for one of its own. */
async function database(engine, folder) {
  if (engine === 'SQLite') return { address: `sqlite:${join(folder, 'porch.db')}`, drop: async () => {} };
  const server = process.env.PORCH_TEST_POSTGRES;
  if (!server) throw new Error('PORCH_TEST_POSTGRES names no server; `cargo xtask test browser` sets it');
  const name = `porch_browser_${process.pid}_${Date.now()}`;
  const ask = (statement) => run('psql', [server, '--no-psqlrc', '--quiet', '--command', statement]);
  await ask(`CREATE DATABASE ${name}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return { address: String(address), drop: () => ask(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/**
 * Serves a new database for real, on 'SQLite' or 'PostgreSQL': under local rules (TOML), with accounts by name and role, and
 * with wordings of questionnaires. Where it is `known`, its settings name the address at which the public knows it, to which
 * passkeys belong. `more` are lines of the settings. Gives `{ base, passwords, stop }`: its address, the first password of each
 * account, and the way to end it.
 */
export async function served(engine, { rules, accounts, wordings = [], known = false, more = '' }) {
  const folder = await mkdtemp(join(tmpdir(), 'porch-served-'));
  const { address, drop } = await database(engine, folder);
  const porch = async (...verb) => (await run(program(), [...verb, '--database', address])).stdout;
  const file = async (name, content) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  await porch('footprint', 'apply', await file('rules.toml', rules), '--from', '2026-01-01');
  for (const [nth, wording] of wordings.entries()) {
    await porch('instruments', 'add', await file(`wording-${nth}.json`, JSON.stringify(wording)));
  }
  const passwords = {};
  for (const [name, role] of Object.entries(accounts)) {
    const added = await porch('user', 'add', name, '--role', role, '--organisation', 'KMPT', '--display-name', name);
    passwords[name] = added.trim().split('\n').at(-1).trim();
  }
  const wanted = known ? await freePort() : 0;
  const publicAddress = known ? `public_address = "http://localhost:${wanted}"\n` : '';
  const settings = await file('porch.toml', `listen = "127.0.0.1:${wanted}"\nsecond_factor = "offered"\n${publicAddress}${more}`);
  const child = spawn(program(), ['serve', '--database', address, '--config', settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let log = '';
  child.stderr.on('data', (part) => { log += part; });
  let base;
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^Porch serves .+:(\d+)$/.exec(line)?.[1];
    if (port) base = `http://localhost:${port}`;
    if (base) break;
  }
  if (!base) throw new Error(`the program ended before it was ready: ${log}`);
  const stop = async () => {
    child.kill('SIGTERM');
    const [status] = await ended;
    await drop();
    await rm(folder, { recursive: true, force: true });
    return { status };
  };
  return { base, passwords, stop };
}
