"""The operations on accounts that the tests send, as a client would write them."""

from tests.api.documents import PROBLEMS

SESSION = f"accessToken expiresAt isNew returnTo {PROBLEMS}"
CODE = f"challenge expiresAt resendSeconds {PROBLEMS}"
DONE = f"done {PROBLEMS}"

ASK_CODE = f"mutation($email: String!) {{ requestCode(email: $email) {{ {CODE} }} }}"
SIGN_IN_BY_CODE = f"""mutation($challenge: String!, $code: String!) {{
  signInWithCode(challenge: $challenge, code: $code) {{ {SESSION} }} }}"""
PROVE_BY_PASSWORD = f"mutation($password: String!) {{ proveByPassword(password: $password) {{ {DONE} }} }}"
ASK_PROOF = f"mutation {{ requestProofCode {{ {CODE} }} }}"
PROVE_BY_CODE = f"""mutation($challenge: String!, $code: String!) {{
  proveByCode(challenge: $challenge, code: $code) {{ {DONE} }} }}"""
SET_PASSWORD = f"mutation($password: String!) {{ setPassword(password: $password) {{ {DONE} }} }}"
ASK_CHANGE = f"mutation($email: String!) {{ requestEmailChange(email: $email) {{ {CODE} }} }}"
CONFIRM_CHANGE = f"""mutation($challenge: String!, $code: String!) {{
  confirmEmailChange(challenge: $challenge, code: $code) {{ {DONE} }} }}"""
UNDO_CHANGE = f"mutation($token: String!) {{ undoEmailChange(token: $token) {{ {DONE} }} }}"
SET_LANGUAGE = f"mutation($language: Language!) {{ setLanguage(language: $language) {{ {DONE} }} }}"
SIGN_OUT_DEVICE = f"mutation($device: UUID!) {{ signOutDevice(device: $device) {{ {DONE} }} }}"
SIGN_OUT_EVERYWHERE = f"mutation($keep: Boolean) {{ signOutEverywhere(keepThis: $keep) {{ {DONE} }} }}"
START_GOOGLE = f"""mutation($to: String, $link: Boolean! = false) {{
  startGoogleSignIn(returnTo: $to, link: $link) {{ url {PROBLEMS} }} }}"""
FINISH_GOOGLE = f"""mutation($code: String!, $state: String!) {{
  finishGoogleSignIn(code: $code, state: $state) {{ {SESSION} }} }}"""
UNLINK_GOOGLE = f"mutation {{ unlinkGoogle {{ {DONE} }} }}"
START_PASSKEY_SIGN_IN = f"mutation {{ startPasskeySignIn {{ challenge options {PROBLEMS} }} }}"
FINISH_PASSKEY_SIGN_IN = f"""mutation($challenge: String!, $response: String!) {{
  finishPasskeySignIn(challenge: $challenge, response: $response) {{ {SESSION} }} }}"""
START_PASSKEY = f"mutation {{ startPasskeyRegistration {{ challenge options {PROBLEMS} }} }}"
FINISH_PASSKEY = f"""mutation($challenge: String!, $response: String!, $name: String!) {{
  finishPasskeyRegistration(challenge: $challenge, response: $response, name: $name) {{ {DONE} }} }}"""
REMOVE_PASSKEY = f"mutation($passkey: UUID!) {{ removePasskey(passkey: $passkey) {{ {DONE} }} }}"
PROVE_BY_PASSKEY = f"""mutation($challenge: String!, $response: String!) {{
  proveByPasskey(challenge: $challenge, response: $response) {{ {DONE} }} }}"""

ACCOUNT = """{ viewer { id email role language hasPassword provenUntil google { email linkedAt }
  passkeys { id name createdAt lastUsedAt } devices { id label way isCurrent signedInAt lastUsedAt } } }"""
WAYS = "{ signInWays { google passkey } }"
