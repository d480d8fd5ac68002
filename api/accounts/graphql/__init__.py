"""GraphQL of accounts: coming in, keeping the account safe, and what the viewer sees of it."""

import strawberry

from api.accounts.graphql.entering import EnteringMutation
from api.accounts.graphql.leaving import LeavingMutation
from api.accounts.graphql.passkeys import PasskeysMutation
from api.accounts.graphql.payloads import caller
from api.accounts.graphql.provider import ProviderMutation
from api.accounts.graphql.securing import SecuringMutation
from api.accounts.graphql.viewer import AccountsQuery, AccountsViewer, account_of

__all__ = ["AccountsMutation", "AccountsQuery", "AccountsViewer", "account_of", "caller"]


@strawberry.type
class AccountsMutation(EnteringMutation, ProviderMutation, PasskeysMutation, SecuringMutation, LeavingMutation):
    pass
