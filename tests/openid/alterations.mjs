// ID tokens as a provider that is broken, or an attacker who is well informed, would make them.
import { Buffer } from "node:buffer";
import { createPublicKey } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, SignJWT } from "jose";
import { newKey } from "./keys.mjs";

const HOUR = 3600;

/** Changes of claims; a claim that becomes undefined is left out. */
const CLAIMS = {
  "wrong-nonce": () => ({ nonce: "somebody-elses" }),
  "no-nonce": () => ({ nonce: undefined }),
  "wrong-audience": () => ({ aud: "another-client" }),
  "no-audience": () => ({ aud: undefined }),
  "many-audiences": ({ aud }) => ({ aud: [aud, "another-client"] }),
  "many-audiences-own-party": ({ aud }) => ({ aud: [aud, "another-client"], azp: aud }),
  "another-party": () => ({ azp: "another-client" }),
  "wrong-issuer": () => ({ iss: "https://accounts.example" }),
  "no-issuer": () => ({ iss: undefined }),
  expired: ({ iat }) => ({ iat: iat - 2 * HOUR, exp: iat - HOUR }),
  "no-expiry": () => ({ exp: undefined }),
  "from-the-future": ({ iat }) => ({ iat: iat + 2 * HOUR, exp: iat + 3 * HOUR }),
  "not-yet": ({ iat }) => ({ nbf: iat + HOUR }),
  "no-issue-time": () => ({ iat: undefined }),
  "no-subject": () => ({ sub: undefined }),
  "wrong-at-hash": () => ({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }),
  "verified-as-text": () => ({ email_verified: "true" }),
  "no-address": () => ({ email: undefined }),
};

/** Changes of how the token is signed. */
const SIGNATURES = {
  none: (says) => `${part({ alg: "none", typ: "JWT" })}.${part(says)}.`,
  "none-with-kid": (says, key) => `${part({ alg: "none", kid: key.jwk.kid })}.${part(says)}.`,
  "hs256-public-key": async (says, key) => {
    const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...open } = key.jwk;
    const secret = new TextEncoder().encode(
      await exportSPKI(await importJWK(open, key.alg, { extractable: true })),
    );
    return signed(says, { alg: "HS256", kid: key.jwk.kid }, secret);
  },
  "foreign-kid": (says, key) => signed(says, { alg: key.alg, kid: "foreign" }, key.privateKey),
  "no-kid": (says, key) => signed(says, { alg: key.alg }, key.privateKey),
  "foreign-key": async (says, key) => {
    const foreign = await newKey(key.alg);
    return signed(says, { alg: key.alg, kid: key.jwk.kid }, foreign.privateKey);
  },
  "embedded-key": async (says, key) => {
    const foreign = await newKey(key.alg);
    const jwk = createPublicKey({ key: foreign.jwk, format: "jwk" }).export({ format: "jwk" });
    return signed(says, { alg: key.alg, kid: key.jwk.kid, jwk }, foreign.privateKey);
  },
  "another-algorithm": async (says, key) => {
    const same = await importJWK({ ...key.jwk, alg: "RS512" }, "RS512");
    return signed(says, { alg: "RS512", kid: key.jwk.kid }, same);
  },
  garbage: () => "this.is.nothing",
};

/** The token, changed as `alter` names it; `clock` (seconds) is the time that it is issued at, null the real one. */
export async function altered(token, { alter, clock, key }) {
  if (!alter && clock === null) return token;
  const original = decodeJwt(token);
  const issued = clock === null ? original : { ...original, iat: clock, exp: clock + HOUR };
  const says = { ...issued, ...CLAIMS[alter]?.(issued) };
  if (alter in SIGNATURES) return await SIGNATURES[alter](says, key);
  if (alter && !(alter in CLAIMS)) throw new Error(`no alteration is called ${alter}`);
  return await signed(says, decodeProtectedHeader(token), key.privateKey);
}

function signed(says, header, key) {
  return new SignJWT(says).setProtectedHeader({ typ: "JWT", ...header }).sign(key);
}

function part(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
