"""The operations on personal data that the tests send, as a client would write them."""

from tests.api.documents import PROBLEMS

REQUEST = "id kind askedAt dueAt doneAt text answer"
MY_REQUESTS = f"{{ viewer {{ erasesAt dataRequests {{ {REQUEST} }} }} }}"
ASK_COPY = f"mutation {{ requestMyData {{ url expiresAt {PROBLEMS} }} }}"
ASK_CORRECTION = f"""mutation($text: String!) {{
  requestCorrection(text: $text) {{ request {{ {REQUEST} }} {PROBLEMS} }} }}"""
ASK_ERASURE = f"mutation {{ requestErasure {{ request {{ {REQUEST} }} {PROBLEMS} }} }}"
CANCEL_ERASURE = f"mutation {{ cancelErasure {{ done {PROBLEMS} }} }}"
OPEN_REQUESTS = "{ staff { dataRequests { id email kind askedAt dueAt secondsLeft text } } }"
ANSWER = f"""mutation($request: UUID!, $answer: String!) {{
  answerDataRequest(request: $request, answer: $answer) {{ done {PROBLEMS} }} }}"""
