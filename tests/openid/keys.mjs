// Signing keys, made anew for each run.
import { exportJWK, generateKeyPair } from "jose";

let made = 0;

/** A private key with a name of its own. */
export async function newKey(alg) {
  made += 1;
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, privateKey, jwk: { ...(await exportJWK(privateKey)), alg, kid: `key-${made}`, use: "sig" } };
}
