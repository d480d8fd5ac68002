"""The operations that the tests send, as a client would write them."""

PROBLEMS = "problems { code field message }"

REGISTER = f"""mutation($email: String!, $password: String!) {{
  register(email: $email, password: $password) {{ done {PROBLEMS} }} }}"""
CONFIRM = f"""mutation($token: String!, $password: String!) {{
  confirmAddress(token: $token, password: $password) {{ accessToken expiresAt {PROBLEMS} }} }}"""
SIGN_IN = f"""mutation($email: String!, $password: String!) {{
  signIn(email: $email, password: $password) {{ accessToken expiresAt {PROBLEMS} }} }}"""
REFRESH = f"mutation {{ refreshSession {{ accessToken expiresAt {PROBLEMS} }} }}"
SIGN_OUT = f"mutation {{ signOut {{ done {PROBLEMS} }} }}"
ASK_RECOVERY = f"mutation($email: String!) {{ requestRecovery(email: $email) {{ done {PROBLEMS} }} }}"
RESET = f"""mutation($token: String!, $password: String!) {{
  resetPassword(token: $token, password: $password) {{ done {PROBLEMS} }} }}"""
PROFILE = """fullName nameConfirmed nik phone birthDate gender education hasDisability needs
  province { code name } regency { code name } district { code name } village { code name } groups
  cooperative { name nik position } business { name nib sector { code title } since turnover workers }
  steps { kind isComplete isRequired } isComplete warnings { field message }"""
GIVE_CONSENT = f"""mutation($purposes: [Purpose!]!, $version: String!) {{
  giveConsent(purposes: $purposes, version: $version) {{ profile {{ {PROFILE} }} {PROBLEMS} }} }}"""
WITHDRAW_CONSENT = f"""mutation($purpose: Purpose!) {{
  withdrawConsent(purpose: $purpose) {{ profile {{ {PROFILE} }} {PROBLEMS} }} }}"""
SAVE_PROFILE = f"""mutation($input: ProfileInput!) {{
  saveProfile(input: $input) {{ profile {{ {PROFILE} }} {PROBLEMS} }} }}"""
CONFIRM_NAME = f"""mutation($name: String!) {{
  confirmName(name: $name) {{ profile {{ {PROFILE} }} {PROBLEMS} }} }}"""
MY_PROFILE = f"""{{ viewer {{ profile {{ {PROFILE} }} consentVersion
  consents {{ purpose version givenAt withdrawnAt }} }} }}"""
ENROL = f"mutation($course: String!) {{ enrol(course: $course) {{ enrolment {{ id }} {PROBLEMS} }} }}"
COMPLETE = f"""mutation($course: String!, $lesson: ID!) {{ completeLesson(course: $course, lesson: $lesson) {{
  enrolment {{ completedLessons totalLessons nextLesson {{ id }} }} {PROBLEMS} }} }}"""
ANSWER_CHECK = f"""mutation($course: String!, $lesson: ID!, $check: ID!, $answer: AnswerInput!) {{
  answerCheck(course: $course, lesson: $lesson, check: $check, answer: $answer) {{
    outcome {{ correct share explanation choices {{ choice chosen correct feedback }}
      pairs {{ prompt chosen right correct }} right }} {PROBLEMS} }} }}"""
LESSON_STATE = "id title completedAt lacks { kind message } videos { id percent } lockedBy"
WATCHED = f"""mutation($course: String!, $lesson: ID!, $video: ID!, $percent: Int!,
  $transcriptRead: Boolean! = false) {{
  noteWatched(course: $course, lesson: $lesson, video: $video, percent: $percent, transcriptRead: $transcriptRead) {{
    lesson {{ {LESSON_STATE} }} {PROBLEMS} }} }}"""
REMEMBER = f"""mutation($course: String!, $lesson: ID!, $heading: String! = "", $ageSeconds: Int! = 0) {{
  rememberPlace(course: $course, lesson: $lesson, heading: $heading, ageSeconds: $ageSeconds) {{
    lesson heading notedAt {PROBLEMS} }} }}"""
CHECK_AND_LESSON = f"""mutation($course: String!, $lesson: ID!, $check: ID!, $answer: AnswerInput!) {{
  answerCheck(course: $course, lesson: $lesson, check: $check, answer: $answer) {{
    outcome {{ correct }} lesson {{ {LESSON_STATE} }} {PROBLEMS} }} }}"""
MY_LESSONS = f"""query($course: String!) {{ viewer {{ enrolment(course: $course) {{
  complete completedLessons lessons {{ {LESSON_STATE} }} nextLesson {{ {LESSON_STATE} }}
  resume {{ slug title heading link }} }} }} }}"""
MY_REQUIREMENTS = """query($course: String!) { viewer { enrolment(course: $course) { requirements {
  kind state message link waitsUntil blockedBy attemptsLeft
  lessons { id title state message lacks { kind } link } } missing { kind } } } }"""

ATTEMPT = """id number state startedAt deadlineAt graceSeconds closesAt minutes extraMinutes serverTime
  receipt { code closedAt answers questions }
  questions { id kind topic prompt choices { id html } pairs { id html } unit unitBefore
    given { choices text pairs { prompt choice } } sequence savedAt }
  result { score passingScore passed level closedAt attemptsLeft nextAttemptAt withdrawnQuestions scoreBefore
    topics { title points total lessons { title slug } } }"""
START = f"mutation($course: String!) {{ startAttempt(course: $course) {{ attempt {{ {ATTEMPT} }} {PROBLEMS} }} }}"
SAVE = f"""mutation($attempt: UUID!, $question: ID!, $answer: AnswerInput!, $sequence: Int!,
    $ageSeconds: Int! = 0, $spentSeconds: Int) {{
  saveAnswer(attempt: $attempt, question: $question, answer: $answer, sequence: $sequence,
      ageSeconds: $ageSeconds, spentSeconds: $spentSeconds) {{
    savedAt sequence deadlineAt given {{ choices text pairs {{ prompt choice }} }}
    receipt {{ question sequence savedAt code }} {PROBLEMS} }} }}"""
SUBMIT = f"mutation($attempt: UUID!) {{ submitAttempt(attempt: $attempt) {{ attempt {{ {ATTEMPT} }} {PROBLEMS} }} }}"

REVIEW = """review { questions { points counted earned withdrawn
  question { id kind topic prompt choices { id html } pairs { id html } unit unitBefore
    given { choices text pairs { prompt choice } } sequence savedAt }
  outcome { correct share explanation choices { choice chosen correct feedback }
    pairs { prompt chosen right correct } right } } }"""
MY_REVIEW = f"query($id: UUID!) {{ viewer {{ attempt(id: $id) {{ {REVIEW} }} }} }}"
REVIEWABLE = "query($id: UUID!) { viewer { attempt(id: $id) { reviewable reviewPolicy } } }"
START_AND_REVIEW = (
    f"mutation($course: String!) {{ startAttempt(course: $course) {{ attempt {{ id {REVIEW} }} {PROBLEMS} }} }}"
)
SUBMIT_AND_REVIEW = (
    f"mutation($attempt: UUID!) {{ submitAttempt(attempt: $attempt) {{ attempt {{ id {REVIEW} }} {PROBLEMS} }} }}"
)
RESULT_AND_CLASS = """query($id: UUID!) { viewer { attempt(id: $id) {
  result { score level levels { level score } topics { title points total level lessons { slug } } }
  enrolment { completedLessons totalLessons complete missing { kind } certificate { number }
    satisfaction { open } } } } }"""

SATISFACTION = "open declined relevance clarity length access recommendation comment givenAt changeableUntil"
MY_SATISFACTION = f"""query($course: String!) {{ viewer {{ enrolment(course: $course) {{
  satisfaction {{ {SATISFACTION} }} }} }} }}"""
SAVE_SATISFACTION = f"""mutation($course: String!, $input: SatisfactionInput!) {{
  saveSatisfaction(course: $course, input: $input) {{ satisfaction {{ {SATISFACTION} }} {PROBLEMS} }} }}"""
DECLINE_SATISFACTION = f"""mutation($course: String!) {{
  declineSatisfaction(course: $course) {{ satisfaction {{ {SATISFACTION} }} {PROBLEMS} }} }}"""
CLASS_SATISFACTION = """query($course: String!) { staff { satisfaction(course: $course) {
  answers declined fewest told statements { statement answers mean distribution } comments } } }"""

VIEWER = "{ viewer { id email role } }"
MY_ATTEMPT = f"query($id: UUID!) {{ viewer {{ attempt(id: $id) {{ {ATTEMPT} }} }} }}"
CERTIFICATE = "id number version code state name issuedAt verifyUrl mailedAt downloadUrl badgeUrl course { slug title }"
MY_CERTIFICATES = f"{{ viewer {{ certificates {{ {CERTIFICATE} }} }} }}"
NEXT_STEP = "{ viewer { nextStep { kind message link } } }"
MY_ENROLMENT = f"""query($course: String!) {{ viewer {{ enrolment(course: $course) {{
  id startedAt completedLessons totalLessons course {{ title hours }}
  lessons {{ id slug title minutes completedAt }} nextLesson {{ id }} missing {{ kind message link }}
  evaluation {{ minutes extraMinutes questionCount passingScore attemptsAllowed attemptsLeft nextAttemptAt canStart
    openAttempt lastAttempt bestScore passed }}
  certificate {{ {CERTIFICATE} }} }} }} }}"""
NEWER = """release added { id slug title minutes } retired { id title completed } minutes
  completedLessons totalLessons complete waitsForAttempt"""
MY_NEWER = f"""query($course: String!) {{ viewer {{ enrolment(course: $course) {{
  complete completedLessons totalLessons lessons {{ id slug }} nextLesson {{ id slug }}
  newerRelease {{ {NEWER} }} }} }} }}"""
MOVE = f"""mutation($course: String!, $release: UUID!) {{ moveToNewestRelease(course: $course, release: $release) {{
  enrolment {{ id complete completedLessons totalLessons newerRelease {{ release }} }} {PROBLEMS} }} }}"""
OFFERS = "{ viewer { offers { course { slug } meantForYou reason enrolled } } }"
VERIFICATION = """state changedAt replacedBy { version issuedOn }
  printed { number version code name courseTitle hours score level completedOn issuedOn place office signerName
    signerTitle signerNip syllabus { title minutes } }"""
VERIFY = (
    f"query($code: String!, $number: String) {{ verifyCertificate(code: $code, number: $number) {{ {VERIFICATION} }} }}"
)
VERIFY_FILE = f"query($sha256: String!) {{ verifyFile(sha256: $sha256) {{ {VERIFICATION} }} }}"

PARTICIPANTS = """query($first: Int! = 20, $after: String, $search: String) { staff {
  participants(first: $first, after: $after, search: $search) { totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { id email fullName nik phone completedLessons totalLessons bestScore certificateNumber
      certificateMailedAt course { title } } } } } }"""
EVALUATION_POOLS = """query($course: String!) { staff { evaluatedCourses { slug title }
  evaluationPools(course: $course) { title draw questions { id kind prompt points isCurrent isWithdrawn } } } }"""
WITHDRAWAL_PREVIEW = """query($course: String!, $question: ID!) { staff {
  withdrawalPreview(course: $course, question: $question) {
    finishedAttempts examinedAttempts openAttempts changedAttempts newlyPassing isLast
    smallPools { title draw left } } } }"""
WITHDRAWAL = """id question prompt reason withdrawnAt finishedAt
  outcome { rescoredAttempts changedAttempts newlyPassed }"""
WITHDRAWN_QUESTIONS = (
    f"query($course: String!) {{ staff {{ withdrawnQuestions(course: $course) {{ {WITHDRAWAL} }} }} }}"
)
WITHDRAW_QUESTION = f"""mutation($course: String!, $question: ID!, $reason: String!) {{
  withdrawQuestion(course: $course, question: $question, reason: $reason) {{
    withdrawal {{ {WITHDRAWAL} }} {PROBLEMS} }} }}"""
ITEM_STATISTICS = """query($course: String!) { staff { itemStatistics(course: $course) {
  finishedAttempts countedAttempts enoughAttempts reliability { alpha attempts questions gap }
  items { question kind pool prompt points isCurrent isWithdrawn attempts setAside omitted
    facility discrimination itemRest options { text isRight share upper lower finding }
    wrongTexts { text people } time { attempts firstQuartile median thirdQuartile } findings } } } }"""
FAILED_JOBS = """{ staff { failedJobs { id job title failedAt tries message reason certificateNumber } failedJobsCount
  waitingJobs } }"""
RETRY = f"mutation($job: UUID!) {{ retryJob(job: $job) {{ done {PROBLEMS} }} }}"
RETRY_ALL = f"mutation($kind: String!) {{ retryJobs(kind: $kind) {{ retried {PROBLEMS} }} }}"
OFFICE_CERTIFICATE = """number courseTitle email biodataName versions { id version name state code issuedAt changedAt
  reason steps { kind state at tries nextTryAt message details job } }"""
OFFICE_CERTIFICATES = f"""query($search: String! = "", $first: Int! = 10, $after: String) {{ staff {{
  certificates(search: $search, first: $first, after: $after) {{ totalCount pageInfo {{ hasNextPage endCursor }}
    edges {{ node {{ {OFFICE_CERTIFICATE} }} }} }} }} }}"""
REPLACE = f"""mutation($certificate: UUID!, $fullName: String!, $reason: String!) {{
  replaceCertificate(certificate: $certificate, fullName: $fullName, reason: $reason) {{
    certificate {{ {OFFICE_CERTIFICATE} }} {PROBLEMS} }} }}"""
REVOKE = f"""mutation($certificate: UUID!, $reason: String!) {{
  revokeCertificate(certificate: $certificate, reason: $reason) {{
    certificate {{ {OFFICE_CERTIFICATE} }} {PROBLEMS} }} }}"""
RESEND = f"""mutation($certificate: UUID!) {{
  resendCertificate(certificate: $certificate) {{ certificate {{ {OFFICE_CERTIFICATE} }} {PROBLEMS} }} }}"""

ACCOMMODATION = "id email fullName course { slug title } factor minutes reason setAt endedAt"
SET_ACCOMMODATION = f"""mutation($email: String!, $course: String, $factor: Float, $minutes: Int, $reason: String!) {{
  setAccommodation(email: $email, course: $course, factor: $factor, minutes: $minutes, reason: $reason) {{
    accommodation {{ {ACCOMMODATION} }} {PROBLEMS} }} }}"""
END_ACCOMMODATION = f"""mutation($accommodation: UUID!) {{ endAccommodation(accommodation: $accommodation) {{
  accommodation {{ {ACCOMMODATION} }} {PROBLEMS} }} }}"""
ACCOMMODATIONS = f"query($email: String) {{ staff {{ accommodations(email: $email) {{ {ACCOMMODATION} }} }} }}"
LOOK_UP = f"""mutation($code: String!) {{ lookUpSubmission(code: $code) {{
  submission {{ attempt code email fullName course {{ slug title }} number startedAt deadlineAt closedAt handedIn
    answers questions lateAnswers score passed }} {PROBLEMS} }} }}"""
