// An OpenID provider for tests: real protocol, real keys, anybody may sign in, and controls to misbehave by.
// Prints one line of JSON with its addresses once it answers; ends when its standard input does.
import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import process from "node:process";
import Provider, { interactionPolicy } from "oidc-provider";
import { altered } from "./alterations.mjs";
import { kept } from "./adapter.mjs";
import { newKey } from "./keys.mjs";

const CALLBACK = "/masuk/google/";
const UNVERIFIED = "belum-terbukti";
const CLIENT = { id: Deno.env.get("CLIENT_ID"), secret: Deno.env.get("CLIENT_SECRET") };
const ALGORITHM = "RS256";
const OBEDIENT = { addresses: {}, alter: null, delay: 0, clock: null };

let controls = { ...OBEDIENT };
let counts = {};
let key = await newKey(ALGORITHM);
const issuer = await listening(answer);
let provider = provide();
console.log(JSON.stringify({ issuer, controls: await listening(control) }));
process.stdin.on("end", () => process.exit(0)).resume();

/** The provider with the present key alone; what it remembers outlives it. */
function provide() {
  const made = new Provider(issuer, {
    adapter: kept,
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ["authorization_code"],
        id_token_signed_response_alg: key.alg,
        redirect_uris: [`https://testserver${CALLBACK}`],
        response_types: ["code"],
      },
    ],
    // Google puts the address into the ID token itself.
    conformIdTokenClaims: false,
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, login) => ({ accountId: login, claims: () => claims(login) }),
    interactions: { policy: policy(), url: (_context, interaction) => `/interaction/${interaction.uid}` },
    jwks: { keys: [key.jwk] },
    loadExistingGrant: granted,
    pkce: { required: () => true },
    rotateRefreshToken: false,
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 3600,
      Session: 3600,
    },
  });
  // A development system listens wherever it likes.
  made.Client.prototype.redirectUriAllowed = (address) => address.endsWith(CALLBACK);
  made.on("server_error", (_context, error) => console.error(error));
  made.use(misbehaving);
  return made;
}

function policy() {
  const known = interactionPolicy.base();
  known.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  return known;
}

/** The login name is the subject and, unless the controls say otherwise, the address. */
function claims(login) {
  return {
    sub: login,
    email: controls.addresses[login] ?? login,
    email_verified: !login.startsWith(UNVERIFIED),
  };
}

/** Whoever signs in consents. */
async function granted(context) {
  const { client, session, provider: present } = context.oidc;
  const grant = new present.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid email");
  await grant.save();
  return grant;
}

/** Count what is asked for, wait and alter as the controls say. */
async function misbehaving(context, next) {
  counts[context.path] = (counts[context.path] ?? 0) + 1;
  if (context.path === "/token" && controls.delay) {
    await new Promise((done) => setTimeout(done, controls.delay));
  }
  await next();
  if (context.path === "/token" && context.body?.id_token) {
    const { alter, clock } = controls;
    controls.alter = null;
    context.body.id_token = await altered(context.body.id_token, { alter, clock, key });
  }
}

function page(uid) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>
<form method="post" action="/interaction/${uid}">
<label>Address <input name="login" type="email" required autofocus></label>
<button name="answer" value="in">Sign in</button>
<button name="answer" value="cancel" formnovalidate>Cancel</button>
</form></html>`;
}

async function interaction(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(details.uid));
    return;
  }
  const form = new URLSearchParams(await body(request));
  if (form.get("answer") === "cancel") {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  await forgetSession(details);
  const result = { login: { accountId: form.get("login").toLowerCase() }, select_account: {} };
  await provider.interactionFinished(request, response, result);
}

/** Otherwise a browser that was signed in as somebody else is asked to sign out first. */
async function forgetSession(details) {
  if (!details.session?.uid) return;
  await (await provider.Session.findByUid(details.session.uid))?.destroy();
  delete details.session.uid;
  await details.save(3600);
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function answer(request, response) {
  if (new URL(request.url, issuer).pathname.startsWith("/interaction/")) {
    return await interaction(request, response);
  }
  return await provider.callback()(request, response);
}

/** Sign with a new key from now on, and withdraw the old one. */
async function rotate(algorithm) {
  key = await newKey(algorithm);
  provider = provide();
}

/** GET tells the counts; POST sets controls; POST /rotate changes the key; POST /reset brings back the beginning. */
async function control(request, response) {
  if (request.method === "POST") {
    const asked = JSON.parse((await body(request)) || "{}");
    if (request.url === "/rotate") {
      await rotate(asked.algorithm ?? ALGORITHM);
    } else if (request.url === "/reset") {
      // A test that rotated to another algorithm must not decide what the next one's tokens are signed by.
      if (key.alg !== ALGORITHM) await rotate(ALGORITHM);
      controls = { ...OBEDIENT };
      counts = {};
    } else {
      controls = { ...controls, ...asked };
    }
  }
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(counts));
}

/** A server on a free port of this machine alone. */
async function listening(handler) {
  const server = createServer((request, response) => {
    handler(request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}`;
}
