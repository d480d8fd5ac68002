"""The whole schema: every domain's parts, joined."""

import strawberry
from graphql import GraphQLInputObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from api.accounts.graphql import AccountsMutation, AccountsQuery, AccountsViewer, account_of
from api.accounts.graphql.viewer import Language
from api.certification.checking import CheckingQuery
from api.certification.graphql import CertificationEnrolment, CertificationViewer
from api.certification.office import CertificationOffice, CertificationOfficeMutation
from api.edge import Info, staff_member
from api.evaluations.graphql import EvaluationsEnrolment, EvaluationsMutation, EvaluationsViewer
from api.evaluations.items_shown import ItemsStaff
from api.evaluations.office import EvaluationsOffice, EvaluationsOfficeMutation
from api.evaluations.satisfaction_shown import SatisfactionEnrolment, SatisfactionMutation, SatisfactionStaff
from api.evaluations.shown import EvaluationsStaff
from api.learning.graphql import Enrolment as LearningEnrolment
from api.learning.graphql import LearningMutation, LearningViewer
from api.profiles.graphql import ProfilesMutation, ProfilesQuery, ProfilesViewer
from api.records.graphql import RecordsMutation, RecordsStaff
from api.reminders.graphql import RemindersMutation, RemindersStaff, RemindersViewer
from api.rights.graphql import RightsMutation, RightsStaff, RightsViewer


@strawberry.type(description="A participant in a class, on the content release they began with.")
class Enrolment(CertificationEnrolment, SatisfactionEnrolment, EvaluationsEnrolment, LearningEnrolment):
    pass


@strawberry.type(description="The account that is signed in.")
class Viewer(
    RightsViewer,
    RemindersViewer,
    CertificationViewer,
    EvaluationsViewer,
    LearningViewer,
    ProfilesViewer,
    AccountsViewer,
):
    pass


@strawberry.type
class Staff(
    RecordsStaff,
    RightsStaff,
    RemindersStaff,
    CertificationOffice,
    SatisfactionStaff,
    EvaluationsOffice,
    EvaluationsStaff,
    ItemsStaff,
):
    pass


@strawberry.type
class Query(CheckingQuery, ProfilesQuery, AccountsQuery):
    @strawberry.field(description="For staff accounts only.")
    def staff(self, info: Info) -> Staff | None:
        staff_member(info)
        return Staff()

    @strawberry.field(description="Null when nobody is signed in.")
    async def viewer(self, info: Info) -> Viewer | None:
        identity = info.context.identity
        account = await account_of(identity.account_id) if identity else None
        if account is None:
            return None
        return Viewer(
            id=account.id,
            email=account.email,
            role=account.role,
            language=Language(account.language),
            has_password=account.password_hash is not None,
        )


@strawberry.type
class Mutation(
    RecordsMutation,
    RightsMutation,
    SatisfactionMutation,
    RemindersMutation,
    CertificationOfficeMutation,
    EvaluationsOfficeMutation,
    EvaluationsMutation,
    LearningMutation,
    ProfilesMutation,
    AccountsMutation,
):
    pass


def _built() -> strawberry.Schema:
    """Inputs that take exactly one field are marked for graphql-core, which executes: Strawberry's own path alone
    would know.
    """
    made = strawberry.Schema(Query, Mutation, config=StrawberryConfig(auto_camel_case=True))
    for kind in made._schema.type_map.values():  # pyright: ignore[reportPrivateUsage] - as below
        if isinstance(kind, GraphQLInputObjectType):
            kind.is_one_of = kind.extensions["strawberry-definition"].is_one_of
    return made


schema = _built()


def sdl() -> str:
    """The contract as text, for api/schema.graphql."""
    return schema.as_str() + "\n"


def core() -> GraphQLSchema:
    """graphql-core's schema, which the view executes directly: Strawberry's own path validates each request anew."""
    return schema._schema  # pyright: ignore[reportPrivateUsage] - it has no public name
