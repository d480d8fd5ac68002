"""Operations of reminders, as a client would write them."""

from tests.api.documents import PROBLEMS

SWITCH = f"""mutation($on: Boolean!) {{ switchReminders(on: $on) {{
  switch {{ on changedAt reminders stopped }} {PROBLEMS} }} }}"""
BY_LINK = f"""mutation($token: String!, $wanted: Boolean!) {{
  setRemindersByLink(token: $token, wanted: $wanted) {{ done {PROBLEMS} }} }}"""
MINE = f"mutation($wanted: Boolean!) {{ setReminders(wanted: $wanted) {{ done {PROBLEMS} }} }}"
WANTED = "{ viewer { wantsReminders } }"
TRAIL = "{ staff { auditTrail(deed: REMINDERS_SWITCHED) { totalCount } } }"
